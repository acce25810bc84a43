package dev.daypack.publish;

import dev.daypack.store.ObjectStat;
import java.util.List;

/**
 * Parts of older deliveries, which were listed beside the inputs and not read.
 *
 * @param parts how many
 * @param sizeBytes of all of them
 * @param keys the first of them in the order of the keys; cut to {@link #MAX_KEYS}
 */
public record Superseded(long parts, long sizeBytes, List<String> keys) {

    public static final Superseded NONE = new Superseded(0, 0, List.of());

    /** So many are named, the others counted. */
    public static final int MAX_KEYS = 20;

    public Superseded {
        keys = List.copyOf(keys.subList(0, Math.min(MAX_KEYS, keys.size())));
        if (parts < keys.size() || sizeBytes < 0) {
            throw new IllegalArgumentException(keys.size() + " parts named, but " + parts + " counted");
        }
    }

    /** Those of a listing. */
    public static Superseded of(List<ObjectStat> stats) {
        return new Superseded(
                stats.size(),
                stats.stream().mapToLong(ObjectStat::sizeBytes).reduce(0, Math::addExact),
                stats.stream().limit(MAX_KEYS).map(ObjectStat::key).toList());
    }
}
