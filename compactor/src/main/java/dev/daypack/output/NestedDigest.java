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
    private int rows;
    private long entries;
    private long nulls;

    NestedDigest(int maxDefinition) {
        this.maxDefinition = maxDefinition;
    }

    /**
     * Takes a block of entries.
     *
     * @param values what stands for those that are there, from {@code firstValue} on: the bits of a fixed-width value,
     *     the hash of a binary one
     * @param identities by row
     */
    void add(
            byte[] repetitions,
            byte[] definitions,
            int from,
            int to,
            long[] values,
            int firstValue,
            long[] identities) {
        int value = firstValue;
        for (int entry = from; entry < to; entry++) {
            if (repetitions[entry] == 0) {
                endRow(identities);
                rows++;
                row = ROW;
            }
            row = Hashes.mix(row + LEVELS * (repetitions[entry] << 8 | definitions[entry]));
            if (definitions[entry] == maxDefinition) {
                row = Hashes.mix(row + values[value++]);
            } else {
                nulls++;
            }
        }
        entries += to - from;
    }

    /** To be called once, after the last entry of the last row. */
    void end(long[] identities) {
        endRow(identities);
    }

    private void endRow(long[] identities) {
        if (rows > 0) {
            sum += row * identities[rows - 1];
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
