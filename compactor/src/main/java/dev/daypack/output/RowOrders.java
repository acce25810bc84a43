package dev.daypack.output;

/** In which order the rows of each source come, which are taken in their sorted order. */
public interface RowOrders {

    /** Whether a source's rows stand in their sorted order already. */
    boolean isInOrder(int source);

    /**
     * Copies the rows of a source that is out of order: those at the sorted positions
     * {@code position .. position + count}, to {@code into[0 .. count)}.
     */
    void copyRows(int source, long position, int count, int[] into);
}
