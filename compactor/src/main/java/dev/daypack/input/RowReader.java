package dev.daypack.input;

/**
 * Reads one column chunk from its first row to its last. A reader can be left between uses, and found again by another
 * reader of the same chunk. Not thread-safe.
 */
public interface RowReader extends AutoCloseable {

    /**
     * A place to come back to without reading what lies before.
     *
     * @param pageOffset file offset of a page's header
     * @param firstRow that begins in that page; it begins there with its first entry
     * @param firstEntry of that page, counted from the start of the chunk
     */
    record Bookmark(long pageOffset, long firstRow, long firstEntry) {}

    /** Rows passed so far. */
    long position();

    /** Passes over rows without looking at their values. */
    void skip(long rows, Decompressors decompressors);

    /** The whole chunk was taken: nothing may follow its last row. */
    void checkEnd();

    /** Between uses: gives the window back and keeps page and dictionary, so that reading goes on where it was. */
    void park();

    /** What a parked reader holds in memory. */
    long heldBytes();

    /** The last place before the present one that can be found again. */
    Bookmark bookmark();

    /** Goes on from a bookmark of an earlier reader of the same chunk; only before anything was read. */
    void resume(Bookmark bookmark, Decompressors decompressors);

    /** Gives everything back. */
    @Override
    void close();
}
