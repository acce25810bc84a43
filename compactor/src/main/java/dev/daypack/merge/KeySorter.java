package dev.daypack.merge;

import java.util.Objects;

/**
 * Sorts keys in place, stably, and tells where each of them was: for sources whose rows are written in order of arrival
 * and step back now and then.
 *
 * <p>A merge sort that begins with what is there: ascending runs are found, strictly descending ones reversed, short
 * ones filled up by insertion; neighbours are merged in the order of Powersort (J. I. Munro, S. Wild, "Nearly-Optimal
 * Mergesorts", ESA 2018). As in Timsort a merge first cuts off what already stands in its place, so that a row that is
 * a little late costs a little, copies out the shorter side only, and gallops where one side keeps winning.
 *
 * <pre>
 *   keys          1  2  9  4  5  7 12      9 stands too early: one step back
 *   runs         [1  2  9][4  5  7 12]
 *   overlap            [9][4  5  7]        all else stays
 *   keys          1  2  4  5  7  9 12
 *   permutation   0  1  3  4  5  2  6      sorted position to row
 * </pre>
 *
 * <p>Where rows stand far from their places, as in keys of no order at all, the runs to begin with are made by
 * {@link RadixSort}, of many rows each.
 *
 * <p>Cost: one pass and no memory if the keys are sorted; otherwise O(n log r) for r runs, 4 bytes a row for the
 * permutation and at most 6 more of scratch, kept for the next call. Not thread-safe.
 */
public final class KeySorter {

    /** Below this, insertion beats merging. */
    private static final int MIN_RUN_ROWS = 16;

    /** As in Timsort: so many wins of one side in a row begin a gallop. */
    private static final int GALLOP_AFTER_WINS = 7;

    /** Powers on the stack ascend strictly and are in 1 .. 32. */
    private static final int MAX_PENDING_RUNS = 32;

    /** A row that is smaller than the one so far before it is far from its place. */
    private static final int FAR_ROWS = 64;

    private static final int LEAST_SCATTERED_ROWS = 4096;

    /** So many rows are sorted by their digits: with all that it takes they stay in the second cache. */
    private static final int RADIX_ROWS = 16 << 10;

    private static final long[] NO_KEYS = {};

    private final int[] pendingStarts = new int[MAX_PENDING_RUNS];
    private final int[] pendingPowers = new int[MAX_PENDING_RUNS];

    /** The caller's, during a call. */
    private long[] keys = NO_KEYS;

    private int[] rows = {};
    private long[] spareKeys = NO_KEYS;
    private int[] spareRows = {};
    private final RadixSort radix = new RadixSort();
    private boolean isScattered;

    /**
     * Sorts {@code keys[0 .. count)}, ascending.
     *
     * @return steps back: how many keys were smaller than the key before them. 0: the keys were sorted and are
     *     untouched, and there is no permutation
     * @throws IndexOutOfBoundsException if there are not so many keys
     */
    public int sort(long[] keys, int count) {
        Objects.checkFromIndexSize(0, count, keys.length);
        int steps = stepsBack(keys, count, 1);
        if (steps > 0) {
            this.keys = keys;
            // Descending keys are one run.
            isScattered =
                    count > LEAST_SCATTERED_ROWS && steps < count - 1 && stepsBack(keys, count, FAR_ROWS) > count / 8;
            identity(count);
            mergeRuns(count);
            this.keys = NO_KEYS;
        }
        return steps;
    }

    /**
     * After a call of {@link #sort} that returned more than 0: at each sorted position the row that the key came from.
     * Valid up to that call's count, until the next call; not to be written.
     */
    public int[] permutation() {
        return rows;
    }

    /** Heap held now, in bytes. */
    public long bytes() {
        return 4L * rows.length + 12L * spareKeys.length;
    }

    /** Whether none of {@code keys[0 .. count)} is smaller than the key before it. */
    public static boolean isSorted(long[] keys, int count) {
        return stepsBack(keys, count, 1) == 0;
    }

    /** How many keys are smaller than the key so many rows before them. */
    private static int stepsBack(long[] keys, int count, int distance) {
        int steps = 0;
        for (int i = distance; i < count; i++) {
            steps += keys[i] < keys[i - distance] ? 1 : 0;
        }
        return steps;
    }

    private void identity(int count) {
        if (rows.length < count) {
            rows = new int[count];
        }
        for (int i = 0; i < count; i++) {
            rows[i] = i;
        }
    }

    private void mergeRuns(int count) {
        int pending = 0;
        int start = 0;
        int end = runEnd(0, count);
        while (end < count) {
            int nextEnd = runEnd(end, count);
            int power = power(start, end, nextEnd, count);
            while (pending > 0 && pendingPowers[pending - 1] > power) {
                pending--;
                merge(pendingStarts[pending], start, end);
                start = pendingStarts[pending];
            }
            pendingStarts[pending] = start;
            pendingPowers[pending] = power;
            pending++;
            start = end;
            end = nextEnd;
        }
        while (pending > 0) {
            pending--;
            merge(pendingStarts[pending], start, count);
            start = pendingStarts[pending];
        }
    }

    /**
     * Depth, in a perfectly balanced tree of merges over all rows, of the merge of two neighbouring runs: the first
     * binary digit in which their midpoints, as fractions of the whole, differ.
     */
    private static int power(int start, int middle, int end, int count) {
        long left = (((long) start + middle) << 30) / count;
        long right = (((long) middle + end) << 30) / count;
        return Long.numberOfLeadingZeros(left ^ right) - 32;
    }

    /** Makes a run that begins at {@code start} and returns its end. */
    private int runEnd(int start, int count) {
        if (isScattered) {
            int rowsHere = Math.min(Math.min(RADIX_ROWS, rows.length / 2), count - start);
            ensureSpares(rowsHere);
            radix.sort(keys, rows, start, start + rowsHere, spareKeys, spareRows);
            return start + rowsHere;
        }
        int end = start + 1;
        if (end < count && keys[end] < keys[start]) {
            while (end < count && keys[end] < keys[end - 1]) {
                end++;
            }
            reverse(start, end - 1);
        } else {
            while (end < count && keys[end] >= keys[end - 1]) {
                end++;
            }
        }
        int least = Math.min(count, start + MIN_RUN_ROWS);
        for (; end < least; end++) {
            insert(start, end);
        }
        return end;
    }

    private void reverse(int first, int last) {
        for (int low = first, high = last; low < high; low++, high--) {
            long key = keys[low];
            keys[low] = keys[high];
            keys[high] = key;
            int row = rows[low];
            rows[low] = rows[high];
            rows[high] = row;
        }
    }

    /** Moves the row at {@code at} down to its place in the sorted rows from {@code start} on. */
    private void insert(int start, int at) {
        long key = keys[at];
        int row = rows[at];
        int place = at;
        while (place > start && keys[place - 1] > key) {
            keys[place] = keys[place - 1];
            rows[place] = rows[place - 1];
            place--;
        }
        keys[place] = key;
        rows[place] = row;
    }

    private void merge(int start, int middle, int end) {
        int from = Gallop.firstAbove(keys, start, middle, keys[middle]);
        if (from == middle) {
            return;
        }
        int to = Gallop.firstAtLeast(keys, middle, end, keys[middle - 1]);
        if (middle - from <= to - middle) {
            mergeUp(from, middle, to);
        } else {
            mergeDown(from, middle, to);
        }
    }

    /** Copies the left side out and fills from the left. */
    private void mergeUp(int from, int middle, int to) {
        int spares = spare(from, middle);
        int left = 0;
        int right = middle;
        int place = from;
        int wins = 0;
        while (left < spares && right < to) {
            if (keys[right] < spareKeys[left]) {
                wins = wins > 0 ? wins + 1 : 1;
                move(keys, rows, right++, place++, 1);
            } else {
                wins = wins < 0 ? wins - 1 : -1;
                move(spareKeys, spareRows, left++, place++, 1);
            }
            if (wins >= GALLOP_AFTER_WINS && left < spares) {
                int length = Gallop.firstAtLeast(keys, right, to, spareKeys[left]) - right;
                move(keys, rows, right, place, length);
                right += length;
                place += length;
                wins = 0;
            } else if (wins <= -GALLOP_AFTER_WINS && right < to) {
                int length = Gallop.firstAbove(spareKeys, left, spares, keys[right]) - left;
                move(spareKeys, spareRows, left, place, length);
                left += length;
                place += length;
                wins = 0;
            }
        }
        move(spareKeys, spareRows, left, place, spares - left);
    }

    /** Copies the right side out and fills from the right; {@code left}, {@code right}, {@code place} are ends. */
    private void mergeDown(int from, int middle, int to) {
        int right = spare(middle, to);
        int left = middle;
        int place = to;
        int wins = 0;
        while (left > from && right > 0) {
            if (spareKeys[right - 1] < keys[left - 1]) {
                wins = wins > 0 ? wins + 1 : 1;
                move(keys, rows, --left, --place, 1);
            } else {
                wins = wins < 0 ? wins - 1 : -1;
                move(spareKeys, spareRows, --right, --place, 1);
            }
            if (wins >= GALLOP_AFTER_WINS && right > 0) {
                int length = left - Gallop.firstAbove(keys, from, left, spareKeys[right - 1]);
                left -= length;
                place -= length;
                move(keys, rows, left, place, length);
                wins = 0;
            } else if (wins <= -GALLOP_AFTER_WINS && left > from) {
                int length = right - Gallop.firstAtLeast(spareKeys, 0, right, keys[left - 1]);
                right -= length;
                place -= length;
                move(spareKeys, spareRows, right, place, length);
                wins = 0;
            }
        }
        move(spareKeys, spareRows, 0, place - right, right);
    }

    private void move(long[] fromKeys, int[] fromRows, int from, int place, int length) {
        if (length == 1) {
            keys[place] = fromKeys[from];
            rows[place] = fromRows[from];
        } else {
            System.arraycopy(fromKeys, from, keys, place, length);
            System.arraycopy(fromRows, from, rows, place, length);
        }
    }

    /** Copies rows out and returns how many. */
    private int spare(int from, int to) {
        int length = to - from;
        ensureSpares(length);
        System.arraycopy(keys, from, spareKeys, 0, length);
        System.arraycopy(rows, from, spareRows, 0, length);
        return length;
    }

    private void ensureSpares(int length) {
        if (spareKeys.length < length) {
            int capacity = Math.max(length, Math.min(rows.length / 2, 2 * spareKeys.length));
            spareKeys = new long[capacity];
            spareRows = new int[capacity];
        }
    }
}
