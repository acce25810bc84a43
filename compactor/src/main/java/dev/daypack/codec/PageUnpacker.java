package dev.daypack.codec;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdIOException;
import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import dev.daypack.encoding.MalformedDataException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;
import org.brotli.dec.BrotliInputStream;

/**
 * Unpacks pages that are too large to be held, piece by piece, in any codec that pages are read with. Slower than
 * {@link Decompressor}, and holds a few hundred KiB, or the window that the codec asks for. Stateless.
 */
public final class PageUnpacker {

    private static final int BUFFER_BYTES = 128 << 10;

    private PageUnpacker() {}

    /**
     * Unpacks one page.
     *
     * @param packed its bytes, and no more; not closed
     * @param expected the bytes that must come out
     * @param windowLog no zstd window of more than 2 to the power of this is held
     * @throws WindowTooLargeException if more would have to be held
     * @throws MalformedDataException if the page is broken or holds more or fewer bytes; some may have been appended
     */
    public static void unpack(
            Compression compression, InputStream packed, int expected, int windowLog, UnpackedSink into) {
        try {
            switch (compression) {
                case UNCOMPRESSED -> copy(packed, expected, into);
                case SNAPPY -> SnappyUnpacker.unpack(new ByteFeed(packed), expected, into);
                case LZ4_RAW -> Lz4Unpacker.unpackBlock(new ByteFeed(packed), expected, into);
                case LZ4 -> Lz4Unpacker.unpackFrames(new ByteFeed(packed), expected, into);
                case GZIP -> copy(new GZIPInputStream(packed, BUFFER_BYTES), expected, into);
                case BROTLI -> copy(new BrotliInputStream(packed, BUFFER_BYTES), expected, into);
                case ZSTD -> unpackZstd(packed, expected, windowLog, into);
            }
        } catch (IOException | IndexOutOfBoundsException e) {
            throw new MalformedDataException("broken " + compression + " data: " + e.getMessage(), e);
        }
    }

    private static void unpackZstd(InputStream packed, int expected, int windowLog, UnpackedSink into)
            throws IOException {
        try (ZstdInputStreamNoFinalizer unpacked = new ZstdInputStreamNoFinalizer(packed)) {
            unpacked.setLongMax(windowLog);
            copy(unpacked, expected, into);
        } catch (ZstdIOException e) {
            if (e.getErrorCode() == Zstd.errFrameParameterWindowTooLarge()) {
                throw new WindowTooLargeException("a zstd window of more than " + (1L << windowLog) + " bytes", e);
            }
            throw e;
        }
    }

    private static void copy(InputStream unpacked, int expected, UnpackedSink into) throws IOException {
        byte[] buffer = new byte[BUFFER_BYTES];
        long size = 0;
        for (int more = unpacked.read(buffer); more >= 0; more = unpacked.read(buffer)) {
            size += more;
            if (size > expected) {
                throw new MalformedDataException("more bytes than the expected " + expected);
            }
            into.append(buffer, 0, more);
        }
        if (size != expected) {
            throw new MalformedDataException(size + " bytes, " + expected + " expected");
        }
    }
}
