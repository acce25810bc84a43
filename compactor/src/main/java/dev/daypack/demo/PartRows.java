package dev.daypack.demo;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Decides which rows stand in which part, and in what order.
 *
 * <pre>
 *   time    |------- part 0 -------|------- part 1 -------|
 *   rows    0 0 0 0 0 0 0 0 0 1 0 1 1 1 1 1 1 1 1 1 2 1 2 ...   parts overlap where they meet
 * </pre>
 */
final class PartRows {

    /** Rows of the last seconds of a part may miss its flush and stand in the next. */
    private static final long FLUSH_MILLIS = 20_000;

    private static final double MISSES_FLUSH = 0.3;

    private PartRows() {}

    /** Row numbers of each part, ascending. */
    static int[][] cut(StreamDay day, EventTimes times, SplittableRandom random) {
        int parts = day.stream().parts();
        int[][] rows = new int[parts][64];
        int[] sizes = new int[parts];
        for (int row = 0; row < times.rows(); row++) {
            long millis = times.event()[row] - day.dayStartMillis();
            int part = (int) (millis / day.partMillis());
            boolean flushing = day.partMillis() - millis % day.partMillis() < FLUSH_MILLIS;
            if (flushing && part + 1 < parts && random.nextDouble() < MISSES_FLUSH) {
                part++;
            }
            if (sizes[part] == rows[part].length) {
                rows[part] = Arrays.copyOf(rows[part], sizes[part] * 2);
            }
            rows[part][sizes[part]++] = row;
        }
        for (int part = 0; part < parts; part++) {
            rows[part] = Arrays.copyOf(rows[part], sizes[part]);
        }
        return rows;
    }

    /** The same rows as threads without order would have written them. */
    static int[] shuffled(int[] rows, SplittableRandom random) {
        int[] mixed = rows.clone();
        for (int i = mixed.length - 1; i > 0; i--) {
            int other = random.nextInt(i + 1);
            int row = mixed[i];
            mixed[i] = mixed[other];
            mixed[other] = row;
        }
        return mixed;
    }
}
