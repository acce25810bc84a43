package dev.daypack.input;

/** Reads the rows of one column of one source from the first to the last. Not thread-safe. */
public interface RowReader extends AutoCloseable {

    /** Rows passed so far. */
    long position();

    /** Passes over rows without looking at their values. */
    void skip(long rows, Decompressors decompressors);

    /** The whole chunk was taken: nothing may follow its last row. */
    void checkEnd();

    /** Between uses: gives back what is not needed to go on where it was. */
    void park();

    /** What a parked reader holds in memory. */
    long heldBytes();

    /** Gives everything back. */
    @Override
    void close();
}
