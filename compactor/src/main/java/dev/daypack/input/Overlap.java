package dev.daypack.input;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** How many of several intervals have a place in common, at most: that many sources may be open at once. */
public final class Overlap {

    private Overlap() {}

    /**
     * Of {@code lows[i] .. highs[i]}, both ends included. An end that lies below its start counts as the start.
     *
     * @return 0 if there are none
     */
    public static <T> int of(List<T> lows, List<T> highs, Comparator<T> order) {
        List<T> starts = lows.stream().sorted(order).toList();
        List<T> ends = IntStream.range(0, lows.size())
                .mapToObj(i -> order.compare(lows.get(i), highs.get(i)) <= 0 ? highs.get(i) : lows.get(i))
                .sorted(order)
                .toList();
        int most = 0;
        int ended = 0;
        for (int begun = 0; begun < starts.size(); begun++) {
            while (order.compare(ends.get(ended), starts.get(begun)) < 0) {
                ended++;
            }
            most = Math.max(most, begun + 1 - ended);
        }
        return most;
    }
}
