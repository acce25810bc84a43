package dev.daypack.input;

/** How the rows of one source come into sorted order. Known once the merge has taken the source's first row. */
public interface SourceOrder extends AutoCloseable {

    /** Rows whose key is smaller than that of the row before. */
    long inversions();

    /** Whether every row stands in its place. */
    boolean isInOrder();

    /**
     * Copies the source's rows at sorted positions {@code position .. position + count} to {@code into[0 .. count)}.
     * Only of a source that is out of order.
     */
    void copyRows(long position, int count, int[] into);

    /** So many rows more stand in a plan, which needs their order no more: with the last it is given back. */
    void planned(int rows);

    /** Gives the order back. */
    @Override
    void close();
}
