package dev.daypack.encoding;

import static dev.daypack.encoding.LittleEndian.LONG;

/**
 * Packs values of equal width without gaps, least significant bit first, as the hybrid, the delta and the boolean
 * encodings of Parquet have them: value i takes the bits {@code [i * width, (i + 1) * width)}.
 *
 * <p>As many values as fit beside 7 left-over bits are put together in a word; its 8 bytes are stored and the position
 * moves on by the whole ones, without a branch. All methods are pure functions of their arguments.
 */
public final class BitPacking {

    /** How many bytes past the packed ones may be overwritten; the target must have them. */
    static final int SLACK_BYTES = 8;

    private BitPacking() {}

    /** The bits that values {@code 0..maximum} need: 0 for 0, 32 for a negative (unsigned) one. */
    public static int widthOf(int maximum) {
        return 32 - Integer.numberOfLeadingZeros(maximum);
    }

    /** The bytes that {@code count} values take, the last one filled up. */
    public static long bytesOf(long count, int width) {
        return (count * width + 7) >>> 3;
    }

    /**
     * Packs {@code values[from, to)}, a multiple of 8 values that all fit the width.
     *
     * @param width 1..32
     */
    static void packInts(int[] values, int from, int to, int width, byte[] target, int at) {
        if (width < 8) {
            intsByEight(values, from, to, width, target, at);
        } else if (width <= 14) {
            intsByFour(values, from, to, width, target, at);
        } else if (width <= 28) {
            intsByTwo(values, from, to, width, target, at);
        } else {
            intsOneByOne(values, from, to, width, target, at);
        }
    }

    private static void intsByEight(int[] values, int from, int to, int width, byte[] target, int at) {
        int position = at;
        for (int i = from; i < to; i += 8) {
            long low =
                    values[i] | values[i + 1] << width | (values[i + 2] | (long) values[i + 3] << width) << (2 * width);
            long high = values[i + 4]
                    | values[i + 5] << width
                    | (values[i + 6] | (long) values[i + 7] << width) << (2 * width);
            LONG.set(target, position, low | high << (4 * width));
            position += width;
        }
    }

    private static void intsByFour(int[] values, int from, int to, int width, byte[] target, int at) {
        int position = at;
        int bits = 0;
        long word = 0;
        for (int i = from; i < to; i += 4) {
            long four =
                    values[i] | values[i + 1] << width | (values[i + 2] | (long) values[i + 3] << width) << (2 * width);
            word |= four << bits;
            LONG.set(target, position, word);
            bits += 4 * width;
            position += bits >>> 3;
            word >>>= bits & ~7;
            bits &= 7;
        }
    }

    private static void intsByTwo(int[] values, int from, int to, int width, byte[] target, int at) {
        int position = at;
        int bits = 0;
        long word = 0;
        for (int i = from; i < to; i += 2) {
            word |= (values[i] | (long) values[i + 1] << width) << bits;
            LONG.set(target, position, word);
            bits += 2 * width;
            position += bits >>> 3;
            word >>>= bits & ~7;
            bits &= 7;
        }
    }

    private static void intsOneByOne(int[] values, int from, int to, int width, byte[] target, int at) {
        int position = at;
        int bits = 0;
        long word = 0;
        for (int i = from; i < to; i++) {
            word |= (values[i] & 0xffffffffL) << bits;
            LONG.set(target, position, word);
            bits += width;
            position += bits >>> 3;
            word >>>= bits & ~7;
            bits &= 7;
        }
    }

    /**
     * Packs {@code values[from, to)}, a multiple of 8 values that all fit the width.
     *
     * @param width 1..64
     */
    static void packLongs(long[] values, int from, int to, int width, byte[] target, int at) {
        if (width < 8) {
            longsByEight(values, from, to, width, target, at);
        } else if (width <= 14) {
            longsByFour(values, from, to, width, target, at);
        } else if (width <= 28) {
            longsByTwo(values, from, to, width, target, at);
        } else {
            longsOneByOne(values, from, to, width, target, at);
        }
    }

    private static void longsByEight(long[] values, int from, int to, int width, byte[] target, int at) {
        int position = at;
        for (int i = from; i < to; i += 8) {
            long low = values[i] | values[i + 1] << width | (values[i + 2] | values[i + 3] << width) << (2 * width);
            long high =
                    values[i + 4] | values[i + 5] << width | (values[i + 6] | values[i + 7] << width) << (2 * width);
            LONG.set(target, position, low | high << (4 * width));
            position += width;
        }
    }

    private static void longsByFour(long[] values, int from, int to, int width, byte[] target, int at) {
        int position = at;
        int bits = 0;
        long word = 0;
        for (int i = from; i < to; i += 4) {
            long four = values[i] | values[i + 1] << width | (values[i + 2] | values[i + 3] << width) << (2 * width);
            word |= four << bits;
            LONG.set(target, position, word);
            bits += 4 * width;
            position += bits >>> 3;
            word >>>= bits & ~7;
            bits &= 7;
        }
    }

    private static void longsByTwo(long[] values, int from, int to, int width, byte[] target, int at) {
        int position = at;
        int bits = 0;
        long word = 0;
        for (int i = from; i < to; i += 2) {
            word |= (values[i] | values[i + 1] << width) << bits;
            LONG.set(target, position, word);
            bits += 2 * width;
            position += bits >>> 3;
            word >>>= bits & ~7;
            bits &= 7;
        }
    }

    /** Any width: a word is stored when it is full, and the bits of the value that did not fit start the next. */
    private static void longsOneByOne(long[] values, int from, int to, int width, byte[] target, int at) {
        int position = at;
        int bits = 0;
        long word = 0;
        for (int i = from; i < to; i++) {
            long value = values[i];
            word |= value << bits;
            bits += width;
            if (bits >= 64) {
                LONG.set(target, position, word);
                position += 8;
                bits -= 64;
                word = bits == 0 ? 0 : value >>> (width - bits);
            }
        }
        LONG.set(target, position, word);
    }
}
