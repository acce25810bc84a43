package dev.daypack.simulation;

import java.util.List;

/**
 * One generation of a {@code data.parquet}, which is as it should be.
 *
 * @param place of the raw set that it was made from
 * @param digest of that set
 */
record Published(String tag, long bytes, int rows, int place, String digest, String quality, String sha256) {

    static boolean knows(List<Published> all, String tag) {
        return all.stream().anyMatch(it -> it.tag().equals(tag));
    }
}
