package dev.daypack.encoding;

import java.util.Objects;

/**
 * The bytes {@code [position, to)} that a decoder has still to read, with the varints of Parquet. Fields are open to
 * the decoders of this package, which keep {@code from <= position <= to}. Not thread-safe.
 */
final class Section {

    private static final byte[] NOTHING = {};

    byte[] bytes = NOTHING;
    int from;
    int to;
    int position;

    void reset(byte[] bytes, int from, int to) {
        Objects.checkFromToIndex(from, to, bytes.length);
        this.bytes = bytes;
        this.from = from;
        this.to = to;
        position = from;
    }

    int left() {
        return to - position;
    }

    /** Moves over {@code count} bytes and returns where they start. */
    int take(long count, String what) {
        if (count < 0 || count > left()) {
            throw malformed(what + " needs " + count + " bytes, there are " + left());
        }
        int start = position;
        position += (int) count;
        return start;
    }

    /** Makes the next {@code count} bytes all that is left. */
    void narrow(int count, String what) {
        position = take(count, what);
        to = position + count;
    }

    int takeByte(String what) {
        return bytes[take(1, what)] & 0xff;
    }

    /** Four bytes, least significant first. */
    int takeInt(String what) {
        return (int) LittleEndian.INT.get(bytes, take(4, what));
    }

    /** ULEB128 of at most 32 bits, to be read as unsigned. */
    int takeVarInt(String what) {
        int value = 0;
        for (int shift = 0; shift < 35; shift += 7) {
            int next = takeByte(what);
            value |= (next & 0x7f) << shift;
            if (next < 0x80) {
                if (shift == 28 && next > 0x0f) {
                    break;
                }
                return value;
            }
        }
        throw malformed(what + " is a varint of more than 32 bits");
    }

    /** ULEB128 of at most 32 bits that must be below 2^31. */
    int takeCount(String what) {
        int value = takeVarInt(what);
        if (value < 0) {
            throw malformed(what + " is " + Integer.toUnsignedString(value));
        }
        return value;
    }

    /** ULEB128 of at most 64 bits, zigzag. */
    long takeZigZag(String what) {
        long value = 0;
        for (int shift = 0; shift < 70; shift += 7) {
            int next = takeByte(what);
            value |= (next & 0x7fL) << shift;
            if (next < 0x80) {
                if (shift == 63 && next > 1) {
                    break;
                }
                return (value >>> 1) ^ -(value & 1);
            }
        }
        throw malformed(what + " is a varint of more than 64 bits");
    }

    MalformedDataException malformed(String reason) {
        return new MalformedDataException(reason + " (at byte " + (position - from) + " of " + (to - from) + ")");
    }

    /** A count of values that a caller asks for; a negative one is a bug of the caller. */
    static void checkCount(int count) {
        if (count < 0) {
            throw new IllegalArgumentException("count " + count);
        }
    }
}
