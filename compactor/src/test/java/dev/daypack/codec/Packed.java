package dev.daypack.codec;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import net.jpountz.lz4.LZ4Factory;

/** Packs pages for tests in every compression, also in those that our own code only reads. */
public final class Packed {

    private static final int BROTLI_STORED_BYTES = 1 << 16;

    private Packed() {}

    /** One page; the same bytes for the same page. */
    public static byte[] page(Compression compression, byte[] page) {
        return switch (compression) {
            case UNCOMPRESSED, SNAPPY, GZIP, ZSTD -> ours(compression, page);
            case LZ4_RAW -> lz4Block(page);
            case LZ4 -> lz4Frames(page, Integer.MAX_VALUE, 1 << 18);
            case BROTLI -> storedBrotli(page);
        };
    }

    private static byte[] ours(Compression compression, byte[] page) {
        try (Codec codec = (Codec) compression.newDecompressor()) {
            byte[] target = new byte[codec.maxCompressedLength(page.length)];
            return Arrays.copyOf(target, codec.compress(page, 0, page.length, target, 0));
        }
    }

    static byte[] lz4Block(byte[] page) {
        return LZ4Factory.safeInstance().fastCompressor().compress(page);
    }

    /** As Hadoop frames it. */
    static byte[] lz4Frames(byte[] page, int frameBytes, int blockBytes) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int at = 0;
        do {
            int frameEnd = at + Math.min(frameBytes, page.length - at);
            writeInt(out, frameEnd - at);
            while (at < frameEnd) {
                int blockEnd = Math.min(frameEnd, at + blockBytes);
                byte[] block = lz4Block(Arrays.copyOfRange(page, at, blockEnd));
                writeInt(out, block.length);
                out.writeBytes(block);
                at = blockEnd;
            }
        } while (at < page.length);
        return out.toByteArray();
    }

    private static void writeInt(ByteArrayOutputStream out, int value) {
        out.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(value).array());
    }

    /** A Brotli stream of uncompressed meta-blocks (RFC 7932, 9.2) with a window of 64 KiB. */
    static byte[] storedBrotli(byte[] page) {
        if (page.length == 0) {
            return new byte[] {6};
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int at = 0; at < page.length; at += BROTLI_STORED_BYTES) {
            int size = Math.min(BROTLI_STORED_BYTES, page.length - at);
            // Not the last, four nibbles of size - 1, uncompressed; before the first one bit for the window.
            int head = (size - 1) << 3 | 1 << 19;
            int bits = at == 0 ? head << 1 : head;
            out.write(bits);
            out.write(bits >>> 8);
            out.write(bits >>> 16);
            out.write(page, at, size);
        }
        out.write(3);
        return out.toByteArray();
    }
}
