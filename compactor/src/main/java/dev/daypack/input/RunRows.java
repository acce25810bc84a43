package dev.daypack.input;

import dev.daypack.merge.Runs;
import java.util.ArrayList;
import java.util.List;

/** The rows of sorted runs of one source while the runs are merged: each run's are taken one after the other. */
final class RunRows {

    private final List<RowsAhead> runs = new ArrayList<>();

    /**
     * Adds a run.
     *
     * @param base added to each of its rows
     */
    void add(Permutation order, long rows, long base) {
        runs.add(new RowsAhead(order, rows, Math.toIntExact(base)));
    }

    /** The rows of merged runs, in their order, to {@code into[0 ..)}. */
    void take(Runs merged, int[] into) {
        int at = 0;
        for (int i = 0; i < merged.count(); i++) {
            runs.get(merged.source(i)).next(merged.length(i), into, at);
            at += merged.length(i);
        }
    }

    private static final class RowsAhead {
        private final Permutation order;
        private final long rows;
        private final int base;
        private final int[] ahead = new int[KeyPlan.RUN_ROWS];
        private long position;
        private int from;
        private int to;

        RowsAhead(Permutation order, long rows, int base) {
            this.order = order;
            this.rows = rows;
            this.base = base;
        }

        void next(int count, int[] into, int at) {
            for (int i = 0; i < count; i++) {
                if (from == to) {
                    to = (int) Math.min(ahead.length, rows - position);
                    from = 0;
                    order.copy(position, to, ahead, 0);
                    position += to;
                }
                into[at + i] = base + ahead[from++];
            }
        }
    }
}
