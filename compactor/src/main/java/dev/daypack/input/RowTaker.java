package dev.daypack.input;

import dev.daypack.merge.Runs;

/** Gives the next rows of a source, or of several that were merged into one, as runs of the sources of the table. */
interface RowTaker {

    void take(int rows, Runs into);

    /** Of a source of the table: its rows in their sorted order. */
    final class OfSource implements RowTaker {
        private final int ordinal;
        private long taken;

        OfSource(int ordinal) {
            this.ordinal = ordinal;
        }

        @Override
        public void take(int rows, Runs into) {
            into.append(ordinal, taken, rows);
            taken += rows;
        }
    }
}
