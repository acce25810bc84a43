package dev.daypack.merge;

/**
 * Searches in sorted keys for the end of a run, in steps that double and then by halving: O(log d) comparisons where
 * d is the distance to the answer, so short runs are cheap and long ones cost next to nothing (Bentley and Yao, "An
 * almost optimal algorithm for unbounded searching", 1976).
 */
final class Gallop {

    private Gallop() {}

    /** First index in {@code from .. to} whose key is greater than {@code key}; {@code to} if there is none. */
    static int firstAbove(long[] keys, int from, int to, long key) {
        if (from == to || keys[to - 1] <= key) {
            return to;
        }
        int low = from;
        int step = 1;
        while (step < to - low && keys[low + step - 1] <= key) {
            low += step;
            step <<= 1;
        }
        int high = Math.min(to - 1, low + step - 1);
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (keys[middle] <= key) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** First index in {@code from .. to} whose key is at least {@code key}; {@code to} if there is none. */
    static int firstAtLeast(long[] keys, int from, int to, long key) {
        return key == Long.MIN_VALUE ? from : firstAbove(keys, from, to, key - 1);
    }
}
