package dev.daypack.codec;

import dev.daypack.encoding.MalformedDataException;
import java.util.zip.CRC32;

/** The head of a gzip member (RFC 1952, 2.3): ten fixed bytes, then the optional fields that a flag byte names. */
final class GzipHeader {

    private static final int FIXED_BYTES = 10;
    private static final int HEADER_CRC = 2;
    private static final int EXTRA = 4;
    private static final int NAME = 8;
    private static final int COMMENT = 16;
    private static final int RESERVED = 0xe0;

    private GzipHeader() {}

    /** Where the header that starts at a position ends. */
    static int end(byte[] source, int from, int to) {
        if (to - from < FIXED_BYTES) {
            throw new MalformedDataException("gzip header is cut short");
        }
        if ((intAt(source, from) & 0xffffff) != 0x088b1f) {
            throw new MalformedDataException("no gzip header");
        }
        int flags = source[from + 3];
        if ((flags & RESERVED) != 0) {
            throw new MalformedDataException("gzip header has reserved flags");
        }
        int position = from + FIXED_BYTES;
        if ((flags & EXTRA) != 0) {
            position = require(position + 2, to);
            position = require(position + (shortAt(source, position - 2)), to);
        }
        if ((flags & NAME) != 0) {
            position = afterZero(source, position, to);
        }
        if ((flags & COMMENT) != 0) {
            position = afterZero(source, position, to);
        }
        return (flags & HEADER_CRC) != 0 ? afterCrc(source, from, position, to) : position;
    }

    private static int require(int position, int to) {
        if (position > to) {
            throw new MalformedDataException("gzip header is cut short");
        }
        return position;
    }

    private static int afterZero(byte[] source, int from, int to) {
        for (int i = from; i < to; i++) {
            if (source[i] == 0) {
                return i + 1;
            }
        }
        throw new MalformedDataException("gzip header is cut short");
    }

    private static int afterCrc(byte[] source, int from, int position, int to) {
        require(position + 2, to);
        CRC32 crc = new CRC32();
        crc.update(source, from, position - from);
        if (shortAt(source, position) != (crc.getValue() & 0xffff)) {
            throw new MalformedDataException("gzip header CRC does not match");
        }
        return position + 2;
    }

    private static int shortAt(byte[] bytes, int at) {
        return (bytes[at] & 0xff) | ((bytes[at + 1] & 0xff) << 8);
    }

    static int intAt(byte[] bytes, int at) {
        return shortAt(bytes, at) | shortAt(bytes, at + 2) << 16;
    }

    static void setInt(byte[] bytes, int at, int value) {
        for (int i = 0; i < 4; i++) {
            bytes[at + i] = (byte) (value >>> (8 * i));
        }
    }
}
