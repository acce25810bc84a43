package dev.daypack.encoding;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Objects;

/** A growing byte array that encoders append to, reused from page to page. Not thread-safe. */
public final class ByteBuilder {

    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private byte[] bytes;
    private int size;

    public ByteBuilder(int capacity) {
        bytes = new byte[capacity];
    }

    /** The backing array; valid up to {@link #size}, and only until the next append. */
    public byte[] array() {
        return bytes;
    }

    public int size() {
        return size;
    }

    public void clear() {
        size = 0;
    }

    /** Makes room for {@code count} more bytes and returns the backing array, to be filled from {@link #size}. */
    public byte[] reserve(int count) {
        int needed = Math.addExact(size, count);
        if (needed > bytes.length) {
            bytes = Arrays.copyOf(
                    bytes, (int) Math.min(Integer.MAX_VALUE - 8L, Math.max(needed, bytes.length * 3L / 2)));
        }
        return bytes;
    }

    /** Takes {@code count} bytes, written into the array of {@link #reserve}, into the content. */
    public void advance(int count) {
        size += count;
    }

    public void putByte(int value) {
        reserve(1)[size++] = (byte) value;
    }

    public void putInt(int value) {
        INT.set(reserve(4), size, value);
        size += 4;
    }

    public void putLong(long value) {
        LONG.set(reserve(8), size, value);
        size += 8;
    }

    public void put(byte[] source, int offset, int length) {
        System.arraycopy(source, offset, reserve(length), size, length);
        size += length;
    }

    /** ULEB128. */
    public void putVarInt(int value) {
        putVarLong(Integer.toUnsignedLong(value));
    }

    /** ULEB128. */
    public void putVarLong(long value) {
        reserve(10);
        while ((value & ~0x7fL) != 0) {
            bytes[size++] = (byte) (value | 0x80);
            value >>>= 7;
        }
        bytes[size++] = (byte) value;
    }

    public void putZigZag(long value) {
        putVarLong((value << 1) ^ (value >> 63));
    }

    /** Overwrites the four bytes that {@link #putInt} put at a position. */
    public void setInt(int at, int value) {
        Objects.checkFromIndexSize(at, 4, size);
        INT.set(bytes, at, value);
    }

    /** What {@link #putVarLong} appends, in bytes. */
    public static int varLongBytes(long value) {
        return (70 - Long.numberOfLeadingZeros(value | 1)) / 7;
    }

    /** What {@link #putZigZag} appends, in bytes. */
    public static int zigZagBytes(long value) {
        return varLongBytes((value << 1) ^ (value >> 63));
    }

    public byte[] toArray() {
        return Arrays.copyOf(bytes, size);
    }
}
