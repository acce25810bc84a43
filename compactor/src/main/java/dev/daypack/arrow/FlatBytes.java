package dev.daypack.arrow;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * The bytes of one flatbuffer from a stranger, read by position. Every read is checked against the bounds, and every
 * step of a walk is counted, so that offsets that share or repeat their targets cannot make a walk long. Format:
 * <a href="https://flatbuffers.dev/internals/">FlatBuffers internals</a>. Not thread-safe.
 */
final class FlatBytes {

    private static final int OFFSET_BYTES = 4;

    /** So much text costs as much as a look at a table. */
    private static final int BYTES_A_STEP = 64;

    private final ByteBuffer bytes;
    private final int size;
    private int stepsLeft;

    /**
     * @param maxSteps so many tables, strings and vectors may be looked at
     */
    FlatBytes(byte[] buffer, int offset, int length, int maxSteps) {
        bytes = ByteBuffer.wrap(buffer, offset, length).slice().order(ByteOrder.LITTLE_ENDIAN);
        size = length;
        stepsLeft = maxSteps;
    }

    int size() {
        return size;
    }

    int uint8(int position) {
        return bytes.get(checked(position, 1)) & 0xFF;
    }

    int int16(int position) {
        return bytes.getShort(checked(position, 2));
    }

    int uint16(int position) {
        return int16(position) & 0xFFFF;
    }

    int int32(int position) {
        return bytes.getInt(checked(position, 4));
    }

    long int64(int position) {
        return bytes.getLong(checked(position, 8));
    }

    /** Where the offset at a position leads: always forward. */
    int target(int position) {
        long offset = Integer.toUnsignedLong(int32(position));
        if (offset < OFFSET_BYTES) {
            throw new MalformedFlatbufferException("the offset at " + position + " leads nowhere");
        }
        return checked(position + offset, OFFSET_BYTES);
    }

    /** The table that the offset at a position leads to. */
    FlatTable table(int position) {
        return FlatTable.at(this, target(position));
    }

    /** Elements of the vector at a position, all of which lie within the bytes. */
    int length(int vector, int elementBytes) {
        step();
        long length = Integer.toUnsignedLong(int32(vector));
        checked((long) vector + OFFSET_BYTES, length * elementBytes);
        return Math.toIntExact(length);
    }

    /** The string at a position. */
    String text(int position) {
        int length = length(position, 1);
        steps(length / BYTES_A_STEP);
        byte[] text = new byte[length];
        bytes.get(position + OFFSET_BYTES, text);
        return new String(text, StandardCharsets.UTF_8);
    }

    /** Copies all bytes. */
    void copyTo(ByteBuffer target) {
        target.put(bytes.duplicate().clear());
    }

    private void steps(int count) {
        stepsLeft -= count;
        if (stepsLeft < 0) {
            throw new MalformedFlatbufferException("it has too many parts");
        }
    }

    void step() {
        steps(1);
    }

    int checked(long position, long length) {
        if (position < 0 || length < 0 || position > size - length) {
            throw new MalformedFlatbufferException("it points outside of itself, to " + position);
        }
        return Math.toIntExact(position);
    }
}
