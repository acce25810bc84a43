package dev.daypack.prefetch;

import java.util.Map;
import java.util.TreeMap;

/** A set of bytes, as ranges that neither overlap nor touch. Not thread-safe. */
final class Coverage {

    /** End by start. */
    private final TreeMap<Integer, Integer> ranges = new TreeMap<>();

    private int bytes;

    /** How many there are. */
    int bytes() {
        return bytes;
    }

    /** Adds those from {@code from} to before {@code to}. */
    void add(int from, int to) {
        int start = from;
        int end = to;
        Map.Entry<Integer, Integer> other = ranges.floorEntry(to);
        while (other != null && other.getValue() >= from) {
            start = Math.min(start, other.getKey());
            end = Math.max(end, other.getValue());
            bytes -= other.getValue() - other.getKey();
            ranges.remove(other.getKey());
            other = ranges.floorEntry(to);
        }
        if (start < end) {
            ranges.put(start, end);
            bytes += end - start;
        }
    }
}
