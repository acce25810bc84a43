package dev.daypack.codec;

import dev.daypack.encoding.MalformedDataException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import org.brotli.dec.BrotliInputStream;

/**
 * One Brotli stream (RFC 7932), by Google's reference decoder in plain Java (org.brotli). It has no native code, so the
 * JVM checks every access; it gives no more bytes than are asked for, and holds a window of at most 16 MiB for the time
 * of a call. It is read only: the library has no encoder.
 */
final class BrotliDecompressor implements Decompressor {

    /** The buffer for single bytes is not used. */
    private static final int BYTE_BUFFER = 1;
    /** What the library says of bytes after the stream. */
    private static final String UNUSED = "Unused bytes after end";

    private final byte[] overflow = new byte[1];

    @Override
    public int decompress(byte[] source, int from, int length, byte[] target, int at, int expected) {
        Objects.checkFromIndexSize(from, length, source.length);
        Objects.checkFromIndexSize(at, expected, target.length);
        if (length == 0 && expected == 0) {
            return 0;
        }
        Source bytes = new Source(source, from, length);
        unpack(bytes, length, target, at, expected);
        if (bytes.available() > 0 || (!bytes.isEndSeen && !needsLastByte(source, from, length, target, at, expected))) {
            throw new MalformedDataException("bytes follow the brotli stream");
        }
        return expected;
    }

    /**
     * Whether the stream ends with the last byte. The library looks for bytes after a stream only if it has met the end
     * of its source, and it has not where the last byte just filled its buffer. Without that byte it does: then all is
     * there, or still too much, or too little.
     */
    private boolean needsLastByte(byte[] source, int from, int length, byte[] target, int at, int expected) {
        try {
            unpack(new Source(source, from, length - 1), length - 1, target, at, expected);
            return false;
        } catch (MalformedDataException e) {
            return !(e.getCause() instanceof IOException broken
                    && broken.getCause() != null
                    && UNUSED.equals(broken.getCause().getMessage()));
        }
    }

    private void unpack(Source bytes, int length, byte[] target, int at, int expected) {
        int size = 0;
        try (BrotliInputStream in = new BrotliInputStream(bytes, BYTE_BUFFER)) {
            while (size < expected) {
                int more = in.read(target, at + size, expected - size);
                if (more < 0) {
                    throw new MalformedDataException("brotli gave " + size + " bytes, " + expected + " expected");
                }
                size += more;
            }
            if (in.read(overflow, 0, 1) >= 0) {
                throw new MalformedDataException("brotli gives more bytes than the expected " + expected);
            }
        } catch (IOException | IndexOutOfBoundsException e) {
            throw new MalformedDataException("broken brotli data of " + length + " bytes", e);
        }
    }

    @Override
    public void close() {
        // nothing held
    }

    /** Bytes that remember whether their end was met. */
    private static final class Source extends InputStream {

        private final byte[] bytes;
        private final int end;
        private int position;
        private boolean isEndSeen;

        Source(byte[] bytes, int from, int length) {
            this.bytes = bytes;
            this.end = from + length;
            this.position = from;
        }

        @Override
        public int read() {
            isEndSeen |= position == end;
            return position == end ? -1 : bytes[position++] & 0xff;
        }

        @Override
        public int read(byte[] into, int at, int count) {
            int size = Math.min(count, end - position);
            isEndSeen |= position == end;
            System.arraycopy(bytes, position, into, at, size);
            position += size;
            return size == 0 && count > 0 ? -1 : size;
        }

        @Override
        public int available() {
            return end - position;
        }
    }
}
