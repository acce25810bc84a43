package dev.daypack.merge;

import java.util.Arrays;

/**
 * Sorts keys that are byte strings, stably, and tells where each of them was. A natural merge sort: the ascending runs
 * that are there are merged in pairs, until one is left (D. E. Knuth, "The Art of Computer Programming", vol. 3,
 * section 5.2.4). Only places are moved, never bytes.
 *
 * <p>Cost: one pass and no memory if the keys are sorted; otherwise O(n log r) comparisons for r runs, and 12 bytes a
 * row at most. Not thread-safe.
 */
public final class WideKeySorter {

    private int[] rows = {};

    /**
     * Sorts the keys of a block, ascending.
     *
     * @return steps back: how many keys were smaller than the key before them. 0: the keys were sorted and are
     *     untouched, and there is no permutation
     */
    public int sort(KeyBlock keys) {
        int[] runStarts = runStarts(keys);
        int runs = runStarts.length - 1;
        if (runs > 1) {
            rows = new int[keys.count()];
            Arrays.setAll(rows, i -> i);
            mergeRuns(keys, runStarts);
            keys.reorder(rows);
        }
        return Math.max(0, runs - 1);
    }

    /** After a {@link #sort} that returned more than 0: at each sorted position the row that the key came from. */
    public int[] permutation() {
        return rows;
    }

    /** Where each ascending run starts, and then the end. */
    private static int[] runStarts(KeyBlock keys) {
        int[] starts = new int[16];
        int runs = 0;
        for (int i = 1; i < keys.count(); i++) {
            if (keys.compare(i, keys, i - 1) < 0) {
                if (runs + 3 > starts.length) {
                    starts = Arrays.copyOf(starts, starts.length * 2);
                }
                starts[++runs] = i;
            }
        }
        int[] exact = Arrays.copyOf(starts, runs + 2);
        exact[runs + 1] = keys.count();
        return exact;
    }

    private void mergeRuns(KeyBlock keys, int[] starts) {
        int[] spare = new int[rows.length];
        for (int runs = starts.length - 1; runs > 1; runs = (runs + 1) / 2) {
            int merged = 0;
            for (int run = 0; run < runs; run += 2) {
                int middle = starts[run + 1];
                int end = run + 1 < runs ? starts[run + 2] : middle;
                merge(keys, starts[run], middle, end, spare);
                starts[merged++] = starts[run];
            }
            starts[merged] = rows.length;
            int[] swap = rows;
            rows = spare;
            spare = swap;
        }
    }

    private void merge(KeyBlock keys, int start, int middle, int end, int[] into) {
        int left = start;
        int right = middle;
        int place = start;
        while (left < middle && right < end) {
            boolean rightWins = keys.compare(rows[right], keys, rows[left]) < 0;
            into[place++] = rightWins ? rows[right++] : rows[left++];
        }
        System.arraycopy(rows, left, into, place, middle - left);
        System.arraycopy(rows, right, into, place + middle - left, end - right);
    }
}
