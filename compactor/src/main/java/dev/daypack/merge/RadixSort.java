package dev.daypack.merge;

import java.util.Arrays;

/**
 * Sorts keys, stably, byte by byte from the last that differs to the first, and their rows with them: in time that does
 * not depend on how they stand. Bytes that all keys share cost nothing. Not thread-safe.
 */
final class RadixSort {

    private static final int DIGIT_BITS = 8;
    private static final int DIGITS = 1 << DIGIT_BITS;

    /** By digit: where the next row with it goes. */
    private final int[] places = new int[DIGITS];

    /**
     * Sorts {@code keys[from .. to)}, ascending, and moves {@code rows[from .. to)} alike.
     *
     * @param spareKeys scratch of at least as many
     * @param spareRows scratch of at least as many
     */
    void sort(long[] keys, int[] rows, int from, int to, long[] spareKeys, int[] spareRows) {
        long smallest = Long.MAX_VALUE;
        long largest = Long.MIN_VALUE;
        for (int i = from; i < to; i++) {
            smallest = Math.min(smallest, keys[i]);
            largest = Math.max(largest, keys[i]);
        }
        // As an unsigned number the difference to the smallest never overflows.
        int bits = Long.SIZE - Long.numberOfLeadingZeros(largest - smallest);
        boolean isInSpares = false;
        for (int shift = 0; shift < bits && from < to; shift += DIGIT_BITS) {
            if (isInSpares) {
                pass(spareKeys, spareRows, 0, to - from, keys, rows, from, smallest, shift);
            } else {
                pass(keys, rows, from, to, spareKeys, spareRows, 0, smallest, shift);
            }
            isInSpares = !isInSpares;
        }
        if (isInSpares) {
            System.arraycopy(spareKeys, 0, keys, from, to - from);
            System.arraycopy(spareRows, 0, rows, from, to - from);
        }
    }

    /** Brings {@code [from .. to)} into the order of one digit, to {@code into} and on. */
    private void pass(
            long[] keys,
            int[] rows,
            int from,
            int to,
            long[] keysInto,
            int[] rowsInto,
            int into,
            long base,
            int shift) {
        int[] next = places;
        count(keys, from, to, base, shift);
        int place = into;
        for (int digit = 0; digit < DIGITS; digit++) {
            int count = next[digit];
            next[digit] = place;
            place += count;
        }
        for (int i = from; i < to; i++) {
            long key = keys[i];
            int target = next[digit(key - base, shift)]++;
            keysInto[target] = key;
            rowsInto[target] = rows[i];
        }
    }

    private void count(long[] keys, int from, int to, long base, int shift) {
        int[] counts = places;
        Arrays.fill(counts, 0);
        for (int i = from; i < to; i++) {
            counts[digit(keys[i] - base, shift)]++;
        }
    }

    private static int digit(long number, int shift) {
        return (int) (number >>> shift) & (DIGITS - 1);
    }
}
