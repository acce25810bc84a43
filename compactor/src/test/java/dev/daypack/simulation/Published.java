package dev.daypack.simulation;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/**
 * One generation of a {@code data.parquet}, which is as it should be.
 *
 * @param place of the raw set that it was made from
 * @param digest of that set
 * @param by the process that committed it
 * @param fromNanos when it came to stand
 */
record Published(
        String tag,
        long bytes,
        int rows,
        int place,
        String digest,
        String quality,
        String attempt,
        String sha256,
        Process by,
        long fromNanos) {

    static boolean knows(List<Published> all, String tag) {
        return all.stream().anyMatch(it -> it.tag().equals(tag));
    }

    /** Whether an entry of the state speaks of it, in all that it says. */
    boolean isOf(JsonNode entry) {
        // No rows go without saying, but for a day that is done.
        int unsaid = entry.path("status").asText().equals("success") ? -1 : 0;
        return tag.equals(entry.path("etag").asText())
                && rows == entry.path("rows").asInt(unsaid)
                && bytes == entry.path("total_size_bytes").asLong(-1)
                && digest.equals(entry.path("manifest_digest").asText())
                && quality.equals(entry.path("day_quality_post").asText())
                && attempt.equals(entry.path("attempt").asText());
    }

    /** Whether a sidecar does. */
    boolean isOfMeta(JsonNode meta) {
        return tag.equals(meta.path("etag").asText())
                && rows == meta.path("rows").asInt(-1)
                && bytes == meta.path("bytes").asLong(-1)
                && digest.equals(meta.path("manifest_digest").asText())
                && sha256.equals(meta.path("sha256").asText());
    }
}
