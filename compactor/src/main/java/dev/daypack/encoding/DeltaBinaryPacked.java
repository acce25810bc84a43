package dev.daypack.encoding;

import java.util.Objects;

/**
 * Writes DELTA_BINARY_PACKED in blocks of 128 values with 4 miniblocks, the shape that parquet-java and Arrow write
 * and every reader knows; {@link DeltaBlocks} has a drawing. Differences wrap around, at 64 bits for INT64 and at 32
 * bits for INT32. Stateless.
 */
public final class DeltaBinaryPacked {

    private static final int BLOCK_VALUES = 128;
    private static final int MINIBLOCKS = 4;
    private static final int MINIBLOCK_VALUES = BLOCK_VALUES / MINIBLOCKS;
    /** A block's least delta, its widths, and its values at 64 bits. */
    private static final int BLOCK_BYTES = 10 + MINIBLOCKS + 8 * BLOCK_VALUES;

    private DeltaBinaryPacked() {}

    /** Appends INT64 values. */
    public static void encode(long[] values, int from, int to, ByteBuilder out) {
        Objects.checkFromToIndex(from, to, values.length);
        header(to - from, from == to ? 0 : values[from], out);
        long[] deltas = new long[BLOCK_VALUES];
        for (int at = from + 1; at < to; at += BLOCK_VALUES) {
            int count = Math.min(BLOCK_VALUES, to - at);
            long least = differences(values, at, count, deltas);
            block(deltas, count, least, out);
        }
    }

    /** Appends INT32 values. */
    public static void encode(int[] values, int from, int to, ByteBuilder out) {
        Objects.checkFromToIndex(from, to, values.length);
        header(to - from, from == to ? 0 : values[from], out);
        long[] deltas = new long[BLOCK_VALUES];
        for (int at = from + 1; at < to; at += BLOCK_VALUES) {
            int count = Math.min(BLOCK_VALUES, to - at);
            long least = differences(values, at, count, deltas);
            block(deltas, count, least, out);
        }
    }

    /** Appends what {@link #encode(long[], int, int, ByteBuilder)} makes of {@code first, first + 1, first + 2 ...}. */
    public static void encodeConsecutive(long first, int count, ByteBuilder out) {
        header(count, count == 0 ? 0 : first, out);
        for (int at = 1; at < count; at += BLOCK_VALUES) {
            out.putZigZag(1);
            out.putInt(0); // widths of four miniblocks
        }
    }

    /** What {@link #encode(long[], int, int, ByteBuilder)} appends, in bytes, exactly. */
    public static long encodedBytes(long[] values, int from, int to) {
        Objects.checkFromToIndex(from, to, values.length);
        long size = headerBytes(to - from, from == to ? 0 : values[from]);
        long[] deltas = new long[BLOCK_VALUES];
        for (int at = from + 1; at < to; at += BLOCK_VALUES) {
            int count = Math.min(BLOCK_VALUES, to - at);
            long least = differences(values, at, count, deltas);
            size += blockBytes(deltas, count, least);
        }
        return size;
    }

    /** What {@link #encode(int[], int, int, ByteBuilder)} appends, in bytes, exactly. */
    public static long encodedBytes(int[] values, int from, int to) {
        Objects.checkFromToIndex(from, to, values.length);
        long size = headerBytes(to - from, from == to ? 0 : values[from]);
        long[] deltas = new long[BLOCK_VALUES];
        for (int at = from + 1; at < to; at += BLOCK_VALUES) {
            int count = Math.min(BLOCK_VALUES, to - at);
            long least = differences(values, at, count, deltas);
            size += blockBytes(deltas, count, least);
        }
        return size;
    }

    private static void header(int count, long first, ByteBuilder out) {
        out.putVarInt(BLOCK_VALUES);
        out.putVarInt(MINIBLOCKS);
        out.putVarInt(count);
        out.putZigZag(first);
    }

    private static int headerBytes(int count, long first) {
        return ByteBuilder.varLongBytes(BLOCK_VALUES)
                + ByteBuilder.varLongBytes(MINIBLOCKS)
                + ByteBuilder.varLongBytes(count)
                + ByteBuilder.zigZagBytes(first);
    }

    /** Sets the differences of {@code values[at .. at + count)} to the values before them, and returns the least. */
    private static long differences(long[] values, int at, int count, long[] deltas) {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < count; i++) {
            long delta = values[at + i] - values[at + i - 1];
            deltas[i] = delta;
            least = Math.min(least, delta);
        }
        return least;
    }

    /** The like for 32 bits; minus the least one, such a difference stays below 2^32. */
    private static long differences(int[] values, int at, int count, long[] deltas) {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < count; i++) {
            int delta = values[at + i] - values[at + i - 1];
            deltas[i] = delta;
            least = Math.min(least, delta);
        }
        return least;
    }

    private static void block(long[] deltas, int count, long least, ByteBuilder out) {
        out.putZigZag(least);
        byte[] target = out.reserve(BLOCK_BYTES + BitPacking.SLACK_BYTES);
        int widths = out.size();
        int position = widths + MINIBLOCKS;
        for (int miniblock = 0; miniblock < MINIBLOCKS; miniblock++) {
            int from = miniblock * MINIBLOCK_VALUES;
            int width = from >= count ? 0 : subtract(deltas, from, Math.min(count, from + MINIBLOCK_VALUES), least);
            target[widths + miniblock] = (byte) width;
            if (width > 0) {
                BitPacking.packLongs(deltas, from, from + MINIBLOCK_VALUES, width, target, position);
                position += MINIBLOCK_VALUES / 8 * width;
            }
        }
        out.advance(position - widths);
    }

    private static int blockBytes(long[] deltas, int count, long least) {
        int size = ByteBuilder.zigZagBytes(least) + MINIBLOCKS;
        for (int from = 0; from < count; from += MINIBLOCK_VALUES) {
            size += MINIBLOCK_VALUES / 8 * subtract(deltas, from, Math.min(count, from + MINIBLOCK_VALUES), least);
        }
        return size;
    }

    /** Takes the least delta off those of a miniblock, sets the padding to 0, and returns the width they need. */
    private static int subtract(long[] deltas, int from, int to, long least) {
        long bits = 0;
        for (int i = from; i < to; i++) {
            long delta = deltas[i] - least;
            deltas[i] = delta;
            bits |= delta;
        }
        for (int i = to; i < from + MINIBLOCK_VALUES; i++) {
            deltas[i] = 0;
        }
        return 64 - Long.numberOfLeadingZeros(bits);
    }
}
