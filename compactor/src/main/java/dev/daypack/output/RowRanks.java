package dev.daypack.output;

import dev.daypack.memory.BufferPool;
import java.util.Arrays;

/**
 * Some rows of a source, and how many of them stand before each. What it takes goes by how many rows there are, not by
 * how far apart they stand: a bit for each row in between with the count of bits before each word, if that is not too
 * much, else the rows themselves, sorted. Closing gives the memory back. Not thread-safe.
 *
 * <pre>
 *   rows              7  3  8  4
 *   bits from row 3   1 1 0 0 1 1           ranges 3 .. 4 and 7 .. 8
 *   rank              2  0  3  1
 * </pre>
 */
final class RowRanks implements AutoCloseable {

    /** Twelve bytes a row at most for bits and counts. */
    private static final int MOST_BITS_PER_ROW = 64;

    private final BufferPool pool;
    private final int count;
    private final int lowest;
    private int words;

    /** One bit for each row from {@link #lowest} on; null if the rows follow each other, or are too far apart. */
    private long[] bits;

    /** By word of the bits: how many are set before it. */
    private int[] before;

    /** The rows in order; only if they are too far apart. */
    private int[] sorted;

    /** @param rows all different, {@code count} of them, at least one */
    RowRanks(int[] rows, int count, BufferPool pool) {
        this.pool = pool;
        this.count = count;
        int least = rows[0];
        int most = rows[0];
        for (int i = 1; i < count; i++) {
            least = Math.min(least, rows[i]);
            most = Math.max(most, rows[i]);
        }
        lowest = least;
        long span = (long) most - least + 1;
        if (span > (long) MOST_BITS_PER_ROW * count) {
            sorted = pool.ints(count);
            System.arraycopy(rows, 0, sorted, 0, count);
            Arrays.sort(sorted, 0, count);
        } else if (span > count) {
            words = (int) ((span + Long.SIZE - 1) / Long.SIZE);
            markBits(rows);
        }
    }

    private void markBits(int[] rows) {
        bits = pool.longs(words);
        before = pool.ints(words);
        Arrays.fill(bits, 0, words, 0);
        for (int i = 0; i < count; i++) {
            int place = rows[i] - lowest;
            bits[place >>> 6] |= 1L << place;
        }
        int set = 0;
        for (int word = 0; word < words; word++) {
            before[word] = set;
            set += Long.bitCount(bits[word]);
        }
    }

    /** How many of the rows stand before one of them. */
    int rank(int row) {
        if (bits != null) {
            int place = row - lowest;
            return before[place >>> 6] + Long.bitCount(bits[place >>> 6] & ((1L << place) - 1));
        }
        return sorted != null ? Arrays.binarySearch(sorted, 0, count, row) : row - lowest;
    }

    /** How many ranges of rows that follow each other they make. */
    int ranges() {
        if (bits != null) {
            int ranges = 0;
            long carry = 0;
            for (int word = 0; word < words; word++) {
                ranges += Long.bitCount(bits[word] & ~(bits[word] << 1 | carry));
                carry = bits[word] >>> 63;
            }
            return ranges;
        }
        int ranges = 1;
        for (int i = 1; sorted != null && i < count; i++) {
            ranges += sorted[i] == sorted[i - 1] + 1 ? 0 : 1;
        }
        return ranges;
    }

    /** Writes the first row and the length of each range, ascending. */
    void copyRanges(long[] starts, int[] lengths) {
        if (bits == null && sorted == null) {
            starts[0] = lowest;
            lengths[0] = count;
        } else if (bits != null) {
            copyRangesOfBits(starts, lengths);
        } else {
            int range = -1;
            for (int i = 0; i < count; i++) {
                if (i == 0 || sorted[i] != sorted[i - 1] + 1) {
                    starts[++range] = sorted[i];
                }
                lengths[range]++;
            }
        }
    }

    private void copyRangesOfBits(long[] starts, int[] lengths) {
        int range = -1;
        int next = -1;
        for (int word = 0; word < words; word++) {
            for (long left = bits[word]; left != 0; left &= left - 1) {
                int place = (word << 6) + Long.numberOfTrailingZeros(left);
                if (place != next) {
                    starts[++range] = (long) lowest + place;
                }
                lengths[range]++;
                next = place + 1;
            }
        }
    }

    @Override
    public void close() {
        if (bits != null) {
            pool.giveBack(bits);
            pool.giveBack(before);
            bits = null;
        }
        if (sorted != null) {
            pool.giveBack(sorted);
            sorted = null;
        }
    }
}
