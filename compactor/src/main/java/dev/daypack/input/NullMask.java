package dev.daypack.input;

import java.util.Arrays;

/** Which rows of a vector are null: one bit a row. Empty, and free to ask, while no row is. Not thread-safe. */
public final class NullMask {

    private long[] words = new long[0];
    private int count;

    /** How many rows are null. */
    public int count() {
        return count;
    }

    public boolean isNull(int row) {
        int word = row >>> 6;
        return word < words.length && (words[word] & (1L << row)) != 0;
    }

    /** Marks a row that is not marked yet. */
    public void set(int row) {
        int word = row >>> 6;
        if (word >= words.length) {
            words = Arrays.copyOf(words, Math.max(word + 1, words.length * 2));
        }
        words[word] |= 1L << row;
        count++;
    }

    public void clear() {
        Arrays.fill(words, 0);
        count = 0;
    }
}
