package dev.daypack.encoding;

import java.util.Arrays;
import java.util.Objects;

/**
 * Writes the hybrid of run-length and bit-packed runs that {@link RleDecoder} reads. Stateless.
 *
 * <p>There is one output per input: values are looked at in groups of 8 from the end of the last repeated run on; a
 * group whose first value is repeated often enough starts a repeated run, which goes on as far as it can; all other
 * groups between two such runs are one bit-packed run, the last group filled up with 0. Often enough is 8 times, but 16
 * for widths 2 and 3 and 32 for width 1: below that the run with its header, and the header of the bit-packed run
 * after it, take more bytes than the groups.
 */
public final class RleEncoder {

    private RleEncoder() {}

    /**
     * Appends the runs, with nothing before them.
     *
     * @param width 0..32; all values fit it, as unsigned
     */
    public static void encode(int[] values, int from, int to, int width, ByteBuilder out) {
        Objects.checkFromToIndex(from, to, values.length);
        if (width == 0) {
            repeated(0, to - from, 0, out);
            return;
        }
        int least = leastRepeats(width);
        int position = from;
        while (position < to) {
            int run = nextRun(values, position, to, least);
            packed(values, position, run, width, out);
            position = run;
            if (run < to) {
                position = runEnd(values, run, to);
                repeated(values[run], position - run, width, out);
            }
        }
    }

    /** Appends what {@link #encode} makes of {@code count} equal values. */
    public static void encodeEqual(int value, int count, int width, ByteBuilder out) {
        if (width == 0 || count >= leastRepeats(width)) {
            repeated(value, count, width, out);
            return;
        }
        int[] values = new int[count];
        Arrays.fill(values, value);
        encode(values, 0, count, width, out);
    }

    /** Appends 4 bytes with the length of the runs, then the runs of {@link #encodeEqual}. */
    public static void encodeEqualWithLength(int value, int count, int width, ByteBuilder out) {
        int start = out.size();
        out.putInt(0);
        encodeEqual(value, count, width, out);
        out.setInt(start, out.size() - start - 4);
    }

    /** Appends one byte with the width, then the runs of {@link #encodeEqual}. */
    public static void encodeEqualWithWidth(int value, int count, int width, ByteBuilder out) {
        out.putByte(width);
        encodeEqual(value, count, width, out);
    }

    /**
     * Appends one repeated run: what {@link #encode} makes of {@code count} equal values, if those are enough for a
     * run.
     */
    private static void repeated(int value, int count, int width, ByteBuilder out) {
        if (count == 0) {
            return;
        }
        out.putVarLong(2L * count);
        for (int shift = 0; shift < width; shift += 8) {
            out.putByte(value >>> shift);
        }
    }

    /**
     * Appends 4 bytes with the length of the runs, then the runs: levels of version 1 pages, and booleans (width 1).
     */
    public static void encodeWithLength(int[] values, int from, int to, int width, ByteBuilder out) {
        int start = out.size();
        out.putInt(0);
        encode(values, from, to, width, out);
        out.setInt(start, out.size() - start - 4);
    }

    /** Appends one byte with the width, then the runs: the section of a dictionary-encoded page. */
    public static void encodeWithWidth(int[] values, int from, int to, int width, ByteBuilder out) {
        out.putByte(width);
        encode(values, from, to, width, out);
    }

    /** What {@link #encode} appends, in bytes, exactly. */
    public static long encodedBytes(int[] values, int from, int to, int width) {
        check(values, from, to, width);
        if (width == 0) {
            return from == to ? 0 : ByteBuilder.varLongBytes(2L * (to - from));
        }
        int least = leastRepeats(width);
        long size = 0;
        int position = from;
        while (position < to) {
            int run = nextRun(values, position, to, least);
            if (position < run) {
                long groups = (run - position + 7L) >>> 3;
                size += ByteBuilder.varLongBytes(2 * groups + 1) + groups * width;
            }
            position = run;
            if (run < to) {
                position = runEnd(values, run, to);
                size += ByteBuilder.varLongBytes(2L * (position - run)) + ((width + 7) >>> 3);
            }
        }
        return size;
    }

    private static int leastRepeats(int width) {
        return width >= 4 ? 8 : width >= 2 ? 16 : 32;
    }

    /** Where the next repeated run starts, in steps of whole groups, or the end if there is none. */
    private static int nextRun(int[] values, int from, int to, int least) {
        int position = from;
        while (position <= to - least) {
            int value = values[position];
            if (value != values[position + 1] || value != values[position + 2] || value != values[position + 7]) {
                position += 8;
                continue;
            }
            int repeats = 3;
            while (repeats < least && values[position + repeats] == value) {
                repeats++;
            }
            if (repeats == least) {
                return position;
            }
            // Groups that lie in this too short run wholly would find it shorter still.
            position += Math.max(8, repeats & ~7);
        }
        return to;
    }

    /** Where the run of equal values that starts at a position ends. */
    private static int runEnd(int[] values, int start, int to) {
        int same = Arrays.mismatch(values, start, to - 1, values, start + 1, to);
        return same < 0 ? to : start + 1 + same;
    }

    private static void packed(int[] values, int from, int to, int width, ByteBuilder out) {
        if (from == to) {
            return;
        }
        long groups = (to - from + 7L) >>> 3;
        out.putVarLong(2 * groups + 1);
        int size = Math.toIntExact(groups * width);
        pack(values, from, to, width, out.reserve(size + BitPacking.SLACK_BYTES), out.size());
        out.advance(size);
    }

    /** Packs any count of values, the last group filled up with 0. */
    static void pack(int[] values, int from, int to, int width, byte[] target, int at) {
        int whole = from + ((to - from) & ~7);
        BitPacking.packInts(values, from, whole, width, target, at);
        if (whole < to) {
            int[] last = Arrays.copyOf(Arrays.copyOfRange(values, whole, to), 8);
            BitPacking.packInts(last, 0, 8, width, target, at + (whole - from) / 8 * width);
        }
    }

    private static void check(int[] values, int from, int to, int width) {
        Objects.checkFromToIndex(from, to, values.length);
        if (width < 0 || width > 32) {
            throw new IllegalArgumentException("bit width " + width);
        }
        int bits = 0;
        for (int i = from; i < to; i++) {
            bits |= values[i];
        }
        if (width < 32 && bits >>> width != 0) {
            throw new IllegalArgumentException("a value is wider than " + width + " bits");
        }
    }
}
