package dev.daypack.encoding;

import static dev.daypack.encoding.LittleEndian.INT;
import static dev.daypack.encoding.LittleEndian.LONG;

import java.util.Objects;

/**
 * The 64-bit hashes under the conservation digests. Digests are published in footers and metadata, so what these
 * functions return is fixed for ever; the test holds the vectors. Not meant against an adversary. No allocation.
 */
public final class Hashes {

    private static final long P1 = 0x9E3779B185EBCA87L;
    private static final long P2 = 0xC2B2AE3D27D4EB4FL;
    private static final long P3 = 0x165667B19E3779F9L;
    private static final long P4 = 0x85EBCA77C2B2AE63L;
    private static final long P5 = 0x27D4EB2F165667C5L;

    private Hashes() {}

    /**
     * Mixes 64 bits so that every bit of the argument moves each bit of the result with a chance of one half;
     * one-to-one, and 0 does not stay 0. This is the first output of SplitMix64 seeded with the argument (Steele,
     * Lea, Flood: "Fast splittable pseudorandom number generators", 2014, with Stafford's variant 13): an addition,
     * two multiplications.
     */
    public static long mix(long value) {
        long z = value + 0x9E3779B97F4A7C15L;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }

    /** XXH64 of one value of a vector, seed 0. */
    public static long hash(BinaryVector values, int index) {
        return hash(values.bytes(), values.start(index), values.length(index));
    }

    /**
     * XXH64 with seed 0, as specified by Yann Collet ("xxHash fast digest algorithm", version 0.1.1): the same as any
     * other implementation gives.
     */
    public static long hash(byte[] bytes, int from, int length) {
        Objects.checkFromIndexSize(from, length, bytes.length);
        int position = from;
        int end = from + length;
        long hash = P5;
        if (length >= 32) {
            hash = stripes(bytes, from, length);
            position += length & ~31;
        }
        hash += length;
        for (; position <= end - 8; position += 8) {
            hash ^= round(0, (long) LONG.get(bytes, position));
            hash = Long.rotateLeft(hash, 27) * P1 + P4;
        }
        if (position <= end - 4) {
            hash ^= ((int) INT.get(bytes, position) & 0xffffffffL) * P1;
            hash = Long.rotateLeft(hash, 23) * P2 + P3;
            position += 4;
        }
        for (; position < end; position++) {
            hash ^= (bytes[position] & 0xffL) * P5;
            hash = Long.rotateLeft(hash, 11) * P1;
        }
        hash = (hash ^ (hash >>> 33)) * P2;
        hash = (hash ^ (hash >>> 29)) * P3;
        return hash ^ (hash >>> 32);
    }

    /** The whole stripes of 32 bytes, in four lanes that are then joined. */
    private static long stripes(byte[] bytes, int from, int length) {
        long lane2 = P2;
        long lane1 = lane2 + P1;
        long lane3 = 0;
        long lane4 = -P1;
        int end = from + (length & ~31);
        for (int position = from; position < end; position += 32) {
            lane1 = round(lane1, (long) LONG.get(bytes, position));
            lane2 = round(lane2, (long) LONG.get(bytes, position + 8));
            lane3 = round(lane3, (long) LONG.get(bytes, position + 16));
            lane4 = round(lane4, (long) LONG.get(bytes, position + 24));
        }
        long hash = Long.rotateLeft(lane1, 1)
                + Long.rotateLeft(lane2, 7)
                + Long.rotateLeft(lane3, 12)
                + Long.rotateLeft(lane4, 18);
        hash = (hash ^ round(0, lane1)) * P1 + P4;
        hash = (hash ^ round(0, lane2)) * P1 + P4;
        hash = (hash ^ round(0, lane3)) * P1 + P4;
        return (hash ^ round(0, lane4)) * P1 + P4;
    }

    private static long round(long lane, long input) {
        return Long.rotateLeft(lane + input * P2, 31) * P1;
    }
}
