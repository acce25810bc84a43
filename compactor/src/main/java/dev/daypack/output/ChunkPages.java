package dev.daypack.output;

/** The rows of one column chunk as they are cut into pages. */
interface ChunkPages {

    /** Rows of the chunk. */
    int rows();

    /** Entries of rows {@code from .. to}: of a flat column one a row. */
    int entries(int from, int to);

    /** The row after the last of the page that starts at {@code from}; a page has at least one row. */
    int end(int from);

    /**
     * Makes the body of the page of rows {@code from .. to}.
     *
     * @param bounds takes in the values
     * @return how many entries are without a value
     */
    int write(int from, int to, Bounds bounds);
}
