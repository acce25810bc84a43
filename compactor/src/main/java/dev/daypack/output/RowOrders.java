package dev.daypack.output;

import dev.daypack.merge.Runs;

/** In which order the rows of each source come, which are taken in their sorted order. */
public interface RowOrders {

    /** Whether a source's rows stand in their sorted order already. */
    boolean isInOrder(int source);

    /**
     * Copies the rows of a source that is out of order: those at the sorted positions
     * {@code position .. position + count}, to {@code into[0 .. count)}.
     */
    void copyRows(int source, long position, int count, int[] into);

    /**
     * Nothing more will be asked of the rows of a row group.
     *
     * @param isIdle nothing is merged until its columns are written, which need all the memory there is
     */
    void planned(Runs runs, boolean isIdle);
}
