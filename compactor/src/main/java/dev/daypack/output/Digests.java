package dev.daypack.output;

import dev.daypack.encoding.BinaryVector;
import dev.daypack.encoding.Hashes;
import dev.daypack.input.NullMask;

/**
 * The conservation digest of a column: the sum, modulo 2^64, over all rows of {@code mix(value + identity)}. The value
 * is the 64 bits of a fixed-width value (INT32, FLOAT, BOOLEAN sign-extended), the 64-bit hash of a binary one, or
 * {@link #NULL}. The identity of a row is {@code mix(key + tie * TIE)}, where {@code tie} counts the rows of the same
 * key that come before it. So a digest does not depend on the order in which it is taken, but on which value stands
 * beside which key, and in which place among rows of equal keys.
 *
 * <p>Published in the footer and in meta.json: never changed without a new engine version.
 */
final class Digests {

    /** Stands for a null. A real value of these bits is told apart by the null counts, which are compared too. */
    static final long NULL = 0x6e_75_6c_6c_9e_37_79_b9L;

    /** 2^64 divided by the golden ratio, odd. */
    static final long TIE = 0x9e37_79b9_7f4a_7c15L;

    private Digests() {}

    static long identity(long key, long tie) {
        return Hashes.mix(key + tie * TIE);
    }

    /**
     * Of rows whose values stand from {@code at} and whose identities stand from {@code identitiesAt}. Null marks stand
     * with the values.
     */
    static long ofLongs(long[] values, NullMask nulls, int at, int count, long[] identities, int identitiesAt) {
        long sum = 0;
        int shift = identitiesAt - at;
        if (nulls.count() == 0) {
            for (int i = at; i < at + count; i++) {
                sum += Hashes.mix(values[i] + identities[i + shift]);
            }
            return sum;
        }
        for (int i = at; i < at + count; i++) {
            sum += Hashes.mix((nulls.isNull(i) ? NULL : values[i]) + identities[i + shift]);
        }
        return sum;
    }

    /** As {@link #ofLongs}. */
    static long ofInts(int[] values, NullMask nulls, int at, int count, long[] identities, int identitiesAt) {
        long sum = 0;
        int shift = identitiesAt - at;
        if (nulls.count() == 0) {
            for (int i = at; i < at + count; i++) {
                sum += Hashes.mix(values[i] + identities[i + shift]);
            }
            return sum;
        }
        for (int i = at; i < at + count; i++) {
            sum += Hashes.mix((nulls.isNull(i) ? NULL : values[i]) + identities[i + shift]);
        }
        return sum;
    }

    /** As {@link #ofLongs}; value i of the vector belongs to place i. */
    static long ofBinaries(
            BinaryVector values, NullMask nulls, int at, int count, long[] identities, int identitiesAt) {
        long sum = 0;
        int shift = identitiesAt - at;
        for (int i = at; i < at + count; i++) {
            long hash = nulls.isNull(i) ? NULL : Hashes.hash(values, i);
            sum += Hashes.mix(hash + identities[i + shift]);
        }
        return sum;
    }

    /** As {@link #ofLongs}, of ids of a dictionary with these hashes; -1 is a null. */
    static long ofIds(int[] ids, long[] hashes, int at, int count, long[] identities, int identitiesAt) {
        long sum = 0;
        int shift = identitiesAt - at;
        for (int i = at; i < at + count; i++) {
            int id = ids[i];
            sum += Hashes.mix((id < 0 ? NULL : hashes[id]) + identities[i + shift]);
        }
        return sum;
    }
}
