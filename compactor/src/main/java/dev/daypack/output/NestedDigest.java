package dev.daypack.output;

import dev.daypack.encoding.Hashes;

/**
 * The conservation digest of a nested column ({@link Digests}), where the value of a row is a hash over its entries in
 * their order: the levels of each, and the value where there is one. Entries come block by block, rows may go on from
 * one block to the next. Not thread-safe.
 */
final class NestedDigest {

    /** Of a row before its first entry. */
    private static final long ROW = 0x726f_7773_9e37_79b9L;

    /** Odd; spreads the levels over the word. */
    private static final long LEVELS = 0xd6e8_feb8_6659_fd93L;

    private final int maxDefinition;
    private long sum;
    private long row;
    private boolean isInRow;
    private long entries;
    private long nulls;

    NestedDigest(int maxDefinition) {
        this.maxDefinition = maxDefinition;
    }

    /** Takes an entry that has no value. */
    void add(byte repetition, byte definition) {
        row = Hashes.mix(row + LEVELS * (repetition << 8 | definition));
        entries++;
        nulls++;
    }

    /** Takes an entry and its value: the bits of a fixed-width one, the hash of a binary one. */
    void add(byte repetition, long value) {
        row = Hashes.mix(Hashes.mix(row + LEVELS * (repetition << 8 | maxDefinition)) + value);
        entries++;
    }

    /** To be called before the first entry of a row. */
    void startRow() {
        row = ROW;
        isInRow = true;
    }

    /** To be called after the last entry of a row. */
    void endRow(long identity) {
        if (isInRow) {
            sum += Hashes.mix(row + identity);
            isInRow = false;
        }
    }

    long sum() {
        return sum;
    }

    long entries() {
        return entries;
    }

    /** Entries without a value. */
    long nulls() {
        return nulls;
    }
}
