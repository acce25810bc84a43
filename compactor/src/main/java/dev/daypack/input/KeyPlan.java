package dev.daypack.input;

/**
 * How the memory for sort keys is divided. A quarter of the {@code memory} setting is for them, and of that
 *
 * <pre>
 *   held keys     what the others leave, at least a half: keys and permutations of sources, until they are merged
 *   sorting       at most a quarter: the block of a source that is sorted now, with the sorter's own arrays
 *   streams       at most a quarter: a block of each source whose keys were spilled, or packed
 * </pre>
 *
 * <p>The more sources overlap, the smaller are the blocks of their streams; when the smallest are too large, more
 * passes are made.
 *
 * @param heldBytes see above
 * @param heldRows sources of so many rows at most are sorted at once and held as they are, if there is room
 * @param sortedRows of larger sources so many rows are sorted at once
 * @param streamBytes for the buffers of each stream
 * @param fanIn so many streams at most at once
 * @param longestKeyBytes of wide keys
 */
record KeyPlan(long heldBytes, int heldRows, int sortedRows, int streamBytes, int fanIn, int longestKeyBytes) {

    /** 2 MiB of keys: the sources of an ordinary day are held. */
    private static final int MOST_HELD_ROWS = 256 << 10;

    /** More at once sort no faster. */
    private static final int MOST_SORTED_ROWS = 64 << 10;

    private static final int LEAST_SORTED_ROWS = 256;

    /** Of the sorter, beside the keys: 4 for the permutation and 6 of scratch; and a little room. */
    private static final int SORTER_ROW_BYTES = 12;

    /** So many rows of a permutation are in hand for each sorted block that is merged. */
    static final int RUN_ROWS = 256;

    private static final int MOST_STREAM_BYTES = 128 << 10;
    static final int LEAST_STREAM_BYTES = 4 << 10;
    private static final int MOST_MERGED_KEYS = 1024;

    private static long leastStreamBytes(int longestKeyBytes) {
        return Math.max(LEAST_STREAM_BYTES, 4L * longestKeyBytes);
    }

    /** Whether blocks are as large as they ever are, so that a few more of them count for little. */
    boolean isAmple() {
        return heldRows == MOST_HELD_ROWS;
    }

    /** For merging the sorted blocks of one source: a stream for each, and the rows of a block. */
    int mergedRuns() {
        return (int) Math.max(2, sortingBytes() / 2 / (leastStreamBytes(longestKeyBytes) + RUN_ROWS * Integer.BYTES));
    }

    /** The buffers of each of so many runs. */
    int runStreamBytes(int runs) {
        long bytes = Math.min(MOST_STREAM_BYTES, sortingBytes() / 2 / runs);
        return (int) Math.min(1 << 30, Math.max(leastStreamBytes(longestKeyBytes), bytes));
    }

    /** Of the wide keys that come out of a merge, so many are in hand at once. */
    int mergedKeys() {
        return Math.max(1, Math.min(MOST_MERGED_KEYS, LEAST_STREAM_BYTES * 4 / Math.max(1, longestKeyBytes)));
    }

    /** For the wide keys of a source that are sorted at once, their places and the sorter's arrays. */
    int sortingBytes() {
        return heldRows * SORTER_ROW_BYTES;
    }

    /**
     * @param limitBytes for all keys
     * @param overlap how many sources may be open at once
     * @param longestKeyBytes of any source; a stream has room for four
     */
    static KeyPlan of(long limitBytes, int overlap, int longestKeyBytes) {
        long quarter = limitBytes / 4;
        long sorting = Math.min(quarter, (long) MOST_HELD_ROWS * SORTER_ROW_BYTES);
        long least = leastStreamBytes(longestKeyBytes);
        long stream = Math.max(least, Math.min(MOST_STREAM_BYTES, quarter / Math.max(1, overlap)));
        long fanIn = Math.max(2, quarter / least);
        long streams = Math.min(quarter, stream * Math.min(fanIn, overlap));
        return new KeyPlan(
                limitBytes - sorting - streams,
                (int) Math.min(MOST_HELD_ROWS, sorting / SORTER_ROW_BYTES),
                (int) Math.max(LEAST_SORTED_ROWS, Math.min(MOST_SORTED_ROWS, sorting / (2 * SORTER_ROW_BYTES))),
                Math.toIntExact(Math.min(stream, 1L << 30)),
                Math.toIntExact(Math.min(fanIn, 1 << 20)),
                longestKeyBytes);
    }
}
