package dev.daypack.codec;

import dev.daypack.encoding.MalformedDataException;
import java.io.IOException;
import java.util.Objects;
import org.xerial.snappy.Snappy;
import org.xerial.snappy.SnappyError;

/**
 * Snappy's raw format. The native code writes as many bytes as the length prefix says, so the prefix is read here and
 * must equal the expected size before it is called.
 */
final class SnappyCodec implements Codec {

    @Override
    public int decompress(byte[] source, int from, int length, byte[] target, int at, int expected) {
        Objects.checkFromIndexSize(from, length, source.length);
        Objects.checkFromIndexSize(at, expected, target.length);
        if (length == 0 && expected == 0) {
            return 0;
        }
        long claimed = lengthPrefix(source, from, length);
        if (claimed != expected) {
            throw new MalformedDataException("snappy length prefix " + claimed + ", " + expected + " bytes expected");
        }
        int size;
        try {
            size = Snappy.uncompress(source, from, length, target, at);
        } catch (IOException | SnappyError e) {
            throw new MalformedDataException("broken snappy data of " + length + " bytes", e);
        }
        if (size != expected) {
            throw new MalformedDataException("snappy gave " + size + " bytes, " + expected + " expected");
        }
        return size;
    }

    /** ULEB128 of at most 32 bits. */
    private static long lengthPrefix(byte[] source, int from, int length) {
        long value = 0;
        for (int i = 0; i < Math.min(5, length); i++) {
            value |= (source[from + i] & 0x7fL) << (7 * i);
            if (source[from + i] >= 0) {
                return value;
            }
        }
        throw new MalformedDataException("snappy length prefix is broken");
    }

    @Override
    public int maxCompressedLength(int length) {
        return Math.toIntExact(32L + length + length / 6);
    }

    @Override
    public int compress(byte[] source, int from, int length, byte[] target, int at) {
        Objects.checkFromIndexSize(from, length, source.length);
        Objects.checkFromIndexSize(at, maxCompressedLength(length), target.length);
        try {
            return Snappy.compress(source, from, length, target, at);
        } catch (IOException e) {
            throw new IllegalStateException("snappy does not compress " + length + " bytes", e);
        }
    }

    @Override
    public void close() {
        // nothing held
    }
}
