package dev.daypack.codec;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import dev.daypack.encoding.MalformedDataException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Objects;

/**
 * Zstandard frames, one or several after each other. Frames are written with their content size and without a checksum,
 * since pages carry a CRC. Each direction makes its native memory at first use.
 */
public final class ZstdCodec implements Codec {

    public static final int DEFAULT_LEVEL = 3;

    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int MAGIC = 0xFD2FB528;
    private static final int SKIPPABLE_MAGIC = 0x184D2A50;
    private static final int SKIPPABLE_MASK = 0xFFFFFFF0;

    private final int level;
    private ZstdDecompressCtx decompressor;
    private ZstdCompressCtx compressor;

    /** @param level 1 (fast) to 22 (small); negative ones are faster still */
    public ZstdCodec(int level) {
        if (level < Zstd.minCompressionLevel() || level > Zstd.maxCompressionLevel()) {
            throw new IllegalArgumentException("zstd level " + level + " is not between " + Zstd.minCompressionLevel()
                    + " and " + Zstd.maxCompressionLevel());
        }
        this.level = level;
    }

    @Override
    public int decompress(byte[] source, int from, int length, byte[] target, int at, int expected) {
        Objects.checkFromIndexSize(from, length, source.length);
        Objects.checkFromIndexSize(at, expected, target.length);
        if (length == 0) {
            return requireSize(0, expected);
        }
        if (decompressor == null) {
            decompressor = new ZstdDecompressCtx();
        }
        try {
            checkFrames(source, from, from + length, expected);
            return requireSize(decompressor.decompressByteArray(target, at, expected, source, from, length), expected);
        } catch (ZstdException e) {
            throw new MalformedDataException("broken zstd data of " + length + " bytes: " + e.getMessage(), e);
        }
    }

    /**
     * Walks over the frames: each must be of the present format (the native library has decoders for those of before
     * 2016, which nothing writes into Parquet), and those that tell their content size must not exceed the expected
     * one.
     */
    private static void checkFrames(byte[] source, int from, int to, int expected) {
        long claimed = 0;
        int position = from;
        while (position < to) {
            int magic = to - position < 4 ? 0 : (int) INT.get(source, position);
            long size = magic == MAGIC || (magic & SKIPPABLE_MASK) == SKIPPABLE_MAGIC
                    ? Zstd.findFrameCompressedSize(source, position, to - position)
                    : 0;
            if (size <= 0 || size > to - position) {
                throw new MalformedDataException(
                        "no whole zstd frame at byte " + (position - from) + " of " + (to - from));
            }
            claimed += magic == MAGIC ? Math.max(0, Zstd.getFrameContentSize(source, position, (int) size)) : 0;
            if (claimed > expected) {
                throw new MalformedDataException("zstd frames of " + claimed + " bytes, " + expected + " expected");
            }
            position += (int) size;
        }
    }

    private static int requireSize(int size, int expected) {
        if (size != expected) {
            throw new MalformedDataException("zstd gave " + size + " bytes, " + expected + " expected");
        }
        return size;
    }

    @Override
    public int maxCompressedLength(int length) {
        return Math.toIntExact(Zstd.compressBound(length));
    }

    @Override
    public int compress(byte[] source, int from, int length, byte[] target, int at) {
        Objects.checkFromIndexSize(from, length, source.length);
        int room = maxCompressedLength(length);
        Objects.checkFromIndexSize(at, room, target.length);
        if (compressor == null) {
            compressor = new ZstdCompressCtx();
            compressor.setLevel(level);
            compressor.setContentSize(true);
            compressor.setChecksum(false);
        }
        return compressor.compressByteArray(target, at, room, source, from, length);
    }

    @Override
    public void close() {
        if (decompressor != null) {
            decompressor.close();
        }
        if (compressor != null) {
            compressor.close();
        }
    }
}
