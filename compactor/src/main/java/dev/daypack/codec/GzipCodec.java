package dev.daypack.codec;

import dev.daypack.encoding.MalformedDataException;
import java.util.Objects;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/**
 * Gzip (RFC 1952): one member or several after each other, each with its CRC and length checked. Bytes after the last
 * member are refused.
 */
final class GzipCodec implements Codec {

    private static final int TRAILER_BYTES = 8;
    /** Deflate, no flags, no time, no extra flags, unknown system: equal bytes give equal members. */
    private static final byte[] HEADER = {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, (byte) 0xff};

    private final Inflater inflater = new Inflater(true);
    /** Made at first use: most codecs only read. */
    private Deflater deflater;

    private final CRC32 crc = new CRC32();
    private final byte[] overflow = new byte[1];

    @Override
    public int decompress(byte[] source, int from, int length, byte[] target, int at, int expected) {
        Objects.checkFromIndexSize(from, length, source.length);
        Objects.checkFromIndexSize(at, expected, target.length);
        int end = from + length;
        int position = from;
        int size = 0;
        while (position < end) {
            int body = GzipHeader.end(source, position, end);
            int room = expected - size;
            int made = inflate(source, body, end, target, at + size, room);
            int trailer = body + Math.toIntExact(inflater.getBytesRead());
            checkTrailer(source, trailer, end, target, at + size, made);
            size += made;
            position = trailer + TRAILER_BYTES;
        }
        if (size != expected) {
            throw new MalformedDataException("gzip gave " + size + " bytes, " + expected + " expected");
        }
        return size;
    }

    private int inflate(byte[] source, int from, int to, byte[] target, int at, int room) {
        inflater.reset();
        inflater.setInput(source, from, to - from);
        int made = 0;
        try {
            while (!inflater.finished()) {
                boolean full = made == room;
                int more = full ? inflater.inflate(overflow, 0, 1) : inflater.inflate(target, at + made, room - made);
                if (full && more > 0) {
                    throw new MalformedDataException("gzip gives more bytes than expected");
                }
                if (more == 0 && !inflater.finished()) {
                    throw new MalformedDataException("gzip data ends early");
                }
                made += more;
            }
        } catch (DataFormatException e) {
            throw new MalformedDataException("broken gzip data: " + e.getMessage(), e);
        }
        return made;
    }

    private void checkTrailer(byte[] source, int trailer, int end, byte[] target, int at, int made) {
        if (end - trailer < TRAILER_BYTES) {
            throw new MalformedDataException("gzip member has no trailer");
        }
        crc.reset();
        crc.update(target, at, made);
        if (GzipHeader.intAt(source, trailer) != (int) crc.getValue()) {
            throw new MalformedDataException("gzip CRC does not match");
        }
        if (GzipHeader.intAt(source, trailer + 4) != made) {
            throw new MalformedDataException("gzip length does not match");
        }
    }

    @Override
    public int maxCompressedLength(int length) {
        // Stored blocks add 5 bytes to 16 KiB; an eighth covers zlib's variants too.
        return Math.toIntExact(64L + length + length / 8);
    }

    @Override
    public int compress(byte[] source, int from, int length, byte[] target, int at) {
        Objects.checkFromIndexSize(from, length, source.length);
        int room = maxCompressedLength(length);
        Objects.checkFromIndexSize(at, room, target.length);
        System.arraycopy(HEADER, 0, target, at, HEADER.length);
        if (deflater == null) {
            deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
        }
        deflater.reset();
        deflater.setInput(source, from, length);
        deflater.finish();
        int body = deflater.deflate(target, at + HEADER.length, room - HEADER.length - TRAILER_BYTES);
        if (!deflater.finished()) {
            throw new IllegalStateException("deflate needs more than " + room + " bytes for " + length);
        }
        crc.reset();
        crc.update(source, from, length);
        int trailer = at + HEADER.length + body;
        GzipHeader.setInt(target, trailer, (int) crc.getValue());
        GzipHeader.setInt(target, trailer + 4, length);
        return trailer + TRAILER_BYTES - at;
    }

    @Override
    public void close() {
        inflater.end();
        if (deflater != null) {
            deflater.end();
        }
    }
}
