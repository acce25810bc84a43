package dev.daypack.codec;

import dev.daypack.encoding.MalformedDataException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Objects;

/**
 * The codec that Parquet calls LZ4. parquet-mr wrote it as Hadoop frames LZ4, one frame or several after each other:
 *
 * <pre>
 *     frame:  size of the frame unpacked, 4 bytes | block | block ...     until that many bytes came out
 *     block:  size of the block packed, 4 bytes | LZ4 block               sizes are big-endian
 * </pre>
 *
 * A frame may be empty: Hadoop ends some pages with one. Arrow C++ once wrote one bare block instead. Which of the
 * two it is shows in the first byte: its high half is 0 in a frame of less than 256 MiB, and in a block it says how
 * many literals come first. A block of more than one byte has at least one, for there is nothing yet that a match
 * could copy. Only pages of 256 MiB and more can look like both; they are taken as frames if frames account for
 * every byte of the page, packed and unpacked.
 */
final class HadoopLz4Decompressor implements Decompressor {

    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final int SIZE_BYTES = 4;
    private static final int LITERALS = 0xf0;
    /** The least frame whose first byte may be that of a block. */
    private static final int AMBIGUOUS_BYTES = 1 << 28;

    private final Lz4Decompressor blocks = new Lz4Decompressor();

    @Override
    public int decompress(byte[] source, int from, int length, byte[] target, int at, int expected) {
        Objects.checkFromIndexSize(from, length, source.length);
        Objects.checkFromIndexSize(at, expected, target.length);
        if (length > 1 && (source[from] & LITERALS) == 0) {
            return decompressFrames(source, from, from + length, target, at, expected);
        }
        if (expected >= AMBIGUOUS_BYTES) {
            try {
                return decompressFrames(source, from, from + length, target, at, expected);
            } catch (MalformedDataException bare) {
                // The block below decides, and overwrites what the attempt left.
                return blocks.decompress(source, from, length, target, at, expected);
            }
        }
        return blocks.decompress(source, from, length, target, at, expected);
    }

    private int decompressFrames(byte[] source, int from, int to, byte[] target, int at, int expected) {
        int position = from;
        int size = 0;
        while (position < to) {
            int frameEnd = size + sizeAt(source, position, to, expected - size, "frame");
            position += SIZE_BYTES;
            while (size < frameEnd) {
                int packed = sizeAt(source, position, to, to - position - SIZE_BYTES, "block");
                position += SIZE_BYTES;
                size += blocks.decompressUpTo(source, position, packed, target, at + size, frameEnd - size);
                position += packed;
            }
        }
        if (size != expected) {
            throw new MalformedDataException("lz4 frames of " + size + " bytes, " + expected + " expected");
        }
        return size;
    }

    /** A size that is at most what is left. */
    private static int sizeAt(byte[] source, int position, int to, int left, String what) {
        if (to - position < SIZE_BYTES) {
            throw new MalformedDataException("lz4 data ends inside the size of a " + what);
        }
        int size = (int) INT.get(source, position);
        if (size < 0 || size > left) {
            throw new MalformedDataException("an lz4 " + what + " of " + Integer.toUnsignedLong(size) + " bytes where "
                    + Math.max(0, left) + " are left");
        }
        return size;
    }

    @Override
    public void close() {
        blocks.close();
    }
}
