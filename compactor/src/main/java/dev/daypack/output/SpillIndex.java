package dev.daypack.output;

import java.util.Arrays;

/**
 * Where the segments of one spilled chunk lie: the first row of each, its place in the file, and what is to be known to
 * read it. 24 bytes a segment. Not thread-safe.
 */
final class SpillIndex {

    private static final int WORDS = 3;
    private static final long OVERHEAD_BYTES = 200;

    private long[] words = {};
    private int count;

    /** @param form of the segment, as whoever writes it encodes that */
    void add(long firstRow, long place, long form) {
        if (count * WORDS == words.length) {
            words = Arrays.copyOf(words, WORDS * Math.max(2, count * 3 / 2));
        }
        words[count * WORDS] = firstRow;
        words[count * WORDS + 1] = place;
        words[count * WORDS + 2] = form;
        count++;
    }

    int count() {
        return count;
    }

    long firstRow(int segment) {
        return words[segment * WORDS];
    }

    long place(int segment) {
        return words[segment * WORDS + 1];
    }

    long form(int segment) {
        return words[segment * WORDS + 2];
    }

    /** The last segment that begins at a row or before it. */
    int find(long row) {
        int low = 0;
        int high = count - 1;
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (firstRow(middle) <= row) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low;
    }

    long heldBytes() {
        return 8L * words.length + OVERHEAD_BYTES;
    }
}
