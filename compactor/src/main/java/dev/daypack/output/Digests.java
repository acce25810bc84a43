package dev.daypack.output;

import dev.daypack.encoding.BinaryVector;
import dev.daypack.encoding.Hashes;
import dev.daypack.input.NullMask;

/**
 * The conservation digest of a column: the sum, modulo 2^64, over all rows of {@code weight(value) * identity(row)}.
 * The weight is {@code mix} of the 64 bits of a fixed-width value (INT32, FLOAT, BOOLEAN sign-extended), the 64-bit
 * hash of a binary one, or {@link #NULL}. The identity of a row is {@code mix(key + tie * TIE)} with the lowest bit
 * set, where {@code tie} counts the rows of the same key that come before it. So a digest does not depend on the order
 * in which it is taken, but on which value stands beside which key, and in which place among rows of equal keys.
 *
 * <p>Why it shows what it must: an odd factor is one-to-one modulo 2^64, so another weight in one row always shows. Two
 * values that change places move the sum by the difference of their weights times that of two identities; with mixed
 * bits on both sides that is 0 with a chance of about 2^-57. Equal values of many rows take one multiplication.
 *
 * <p>Published in the footer and in meta.json: never changed without a new engine version.
 */
final class Digests {

    /** Stands for a null. A real value of this weight is told apart by the null counts, which are compared too. */
    static final long NULL = 0x6e_75_6c_6c_9e_37_79_b9L;

    /** 2^64 divided by the golden ratio, odd. */
    static final long TIE = 0x9e37_79b9_7f4a_7c15L;

    private Digests() {}

    static long identity(long key, long tie) {
        return Hashes.mix(key + tie * TIE) | 1;
    }

    /** Of rows with one value in common, whose identities stand from {@code at}. */
    static long ofConstant(long weight, long[] identities, int at, int count) {
        long sum = 0;
        for (int i = at; i < at + count; i++) {
            sum += identities[i];
        }
        return weight * sum;
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
                sum += Hashes.mix(values[i]) * identities[i + shift];
            }
            return sum;
        }
        for (int i = at; i < at + count; i++) {
            sum += (nulls.isNull(i) ? NULL : Hashes.mix(values[i])) * identities[i + shift];
        }
        return sum;
    }

    /** As {@link #ofLongs}. */
    static long ofInts(int[] values, NullMask nulls, int at, int count, long[] identities, int identitiesAt) {
        long sum = 0;
        int shift = identitiesAt - at;
        if (nulls.count() == 0) {
            for (int i = at; i < at + count; i++) {
                sum += Hashes.mix(values[i]) * identities[i + shift];
            }
            return sum;
        }
        for (int i = at; i < at + count; i++) {
            sum += (nulls.isNull(i) ? NULL : Hashes.mix(values[i])) * identities[i + shift];
        }
        return sum;
    }

    /** As {@link #ofLongs}; value i of the vector belongs to place i. */
    static long ofBinaries(
            BinaryVector values, NullMask nulls, int at, int count, long[] identities, int identitiesAt) {
        long sum = 0;
        int shift = identitiesAt - at;
        for (int i = at; i < at + count; i++) {
            long weight = nulls.isNull(i) ? NULL : Hashes.hash(values, i);
            sum += weight * identities[i + shift];
        }
        return sum;
    }

    /** As {@link #ofLongs}, of ids of a dictionary with these weights; -1 is a null. */
    static long ofIds(int[] ids, long[] weights, int at, int count, long[] identities, int identitiesAt) {
        long sum = 0;
        int shift = identitiesAt - at;
        for (int i = at; i < at + count; i++) {
            int id = ids[i];
            sum += (id < 0 ? NULL : weights[id]) * identities[i + shift];
        }
        return sum;
    }
}
