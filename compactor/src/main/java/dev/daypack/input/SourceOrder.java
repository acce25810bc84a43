package dev.daypack.input;

/**
 * How the rows of one source come into sorted order. Known once the merge has taken the source's first row; then
 * {@link #permutation} may be read by other threads.
 */
public interface SourceOrder extends AutoCloseable {

    /** Rows whose key is smaller than that of the row before. */
    long inversions();

    /** Row of the source by sorted position, or null if the source is in order. */
    int[] permutation();

    /** So many rows more stand in a plan, which needs the permutation no more: with the last it is given back. */
    void planned(int rows);

    /** Gives the permutation back. */
    @Override
    void close();
}
