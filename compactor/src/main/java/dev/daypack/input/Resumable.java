package dev.daypack.input;

/** A reader that can be closed, and its place be found again by another reader of the same chunk. */
public interface Resumable {

    /**
     * A place to come back to without reading what lies before.
     *
     * @param pageOffset file offset of a page's header
     * @param firstRow that begins in that page; it begins there with its first entry
     * @param firstEntry of that page, counted from the start of the chunk
     */
    record Bookmark(long pageOffset, long firstRow, long firstEntry) {}

    /** The last place before the present one that can be found again. */
    Bookmark bookmark();

    /** Goes on from a bookmark of an earlier reader of the same chunk; only before anything was read. */
    void resume(Bookmark bookmark, Decompressors decompressors);
}
