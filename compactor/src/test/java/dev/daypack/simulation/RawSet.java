package dev.daypack.simulation;

import dev.daypack.text.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The parts of a partition-day as they stood from one moment to the next change, and what must come of them.
 *
 * @param fromNanos when it became so
 * @param parts by key, in the order of their ranks
 */
record RawSet(long fromNanos, SortedMap<String, Delivered> parts) {

    /** A part under a key. */
    record Delivered(PoolPart part, String tag) {}

    static RawSet empty() {
        return new RawSet(0, new TreeMap<>());
    }

    boolean isEmpty() {
        return parts.isEmpty();
    }

    boolean hasBad() {
        return parts.values().stream().anyMatch(it -> it.part().isBad());
    }

    int rowCount() {
        return parts.values().stream().mapToInt(it -> it.part().rows().size()).sum();
    }

    /** By (ts_event, rank of the part, place in it): a stable sort by the first. */
    List<Row> rows() {
        List<Row> rows = new ArrayList<>();
        parts.values().forEach(it -> rows.addAll(it.part().rows()));
        rows.sort(Comparator.comparingLong(Row::tsEvent));
        return rows;
    }

    /** As the format's description has it, written down once more. */
    String digest() {
        StringBuilder text = new StringBuilder("daypack-manifest-1\n");
        parts.forEach((key, it) -> {
            String size = Integer.toString(it.part().bytes().length);
            text.append(key.length()).append(':').append(key).append('\0');
            text.append(size.length()).append(':').append(size).append('\0');
            text.append(it.tag().length()).append(':').append(it.tag()).append('\n');
        });
        return Sha256.hex(text.toString().getBytes(StandardCharsets.UTF_8));
    }
}
