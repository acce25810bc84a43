package dev.daypack.output;

import dev.daypack.merge.Runs;

/** Sources whose order is given: by source its rows by sorted position, or null if they are in order, as any other. */
record FixedOrders(int[]... rows) implements RowOrders {

    @Override
    public boolean isInOrder(int source) {
        return source >= rows.length || rows[source] == null;
    }

    @Override
    public void copyRows(int source, long position, int count, int[] into) {
        System.arraycopy(rows[source], Math.toIntExact(position), into, 0, count);
    }

    @Override
    public void planned(Runs runs, boolean isIdle) {
        // There is nothing to give back.
    }
}
