package dev.daypack.input;

import dev.daypack.memory.BufferPool;
import dev.daypack.memory.MemoryShare;
import java.util.BitSet;

/** The sorted order of one source's rows, while the plans need it: a pool array within a share. Not thread-safe. */
final class Permutation {

    private final Table.Source source;
    private final BufferPool pool;
    private final MemoryShare share;
    private int[] rows;
    private long rowsPlanned;

    Permutation(Table.Source source, BufferPool pool, MemoryShare share) {
        this.source = source;
        this.pool = pool;
        this.share = share;
    }

    /** Copies what a sorter found. */
    void hold(int[] sorted, int count) {
        share.take(4L * count, source.part().name());
        rows = pool.ints(count);
        System.arraycopy(sorted, 0, rows, 0, count);
        checkComplete(count);
    }

    /** Every row stands in it once, so every row of the source is taken once. */
    private void checkComplete(int count) {
        BitSet seen = new BitSet(count);
        for (int i = 0; i < count; i++) {
            seen.set(rows[i]);
        }
        if (seen.cardinality() != count) {
            throw new IllegalStateException(
                    "the sort lost a row of " + source.part().name());
        }
    }

    /** Row of the source by sorted position, or null. */
    int[] rows() {
        return rows;
    }

    /** So many rows more stand in a plan; with the last the array is given back. */
    void planned(int count) {
        rowsPlanned += count;
        if (rowsPlanned == source.rows()) {
            giveBack();
        }
    }

    void giveBack() {
        if (rows != null) {
            pool.giveBack(rows);
            rows = null;
            share.giveBack(4 * source.rows());
        }
    }
}
