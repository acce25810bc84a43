package dev.daypack.encoding;

import java.util.Objects;

/**
 * A list of byte strings: value i is {@code bytes[ends[i-1] .. ends[i])}, with 0 before the first. Appended to,
 * cleared and reused. Owns two arrays; {@link #close} gives them back. Not thread-safe.
 */
public final class BinaryVector implements AutoCloseable {

    private final Buffers buffers;
    private byte[] bytes;
    private int[] ends;
    private int count;

    /** With arrays of its own, which need not be given back. */
    public BinaryVector(int countCapacity, int byteCapacity) {
        this(Buffers.HEAP, countCapacity, byteCapacity);
    }

    public BinaryVector(Buffers buffers, int countCapacity, int byteCapacity) {
        this.buffers = buffers;
        this.ends = buffers.ints(Math.max(1, countCapacity));
        this.bytes = buffers.bytes(byteCapacity);
    }

    public int count() {
        return count;
    }

    /** The backing bytes; value i starts at {@link #start} and has {@link #length} bytes. */
    public byte[] bytes() {
        return bytes;
    }

    public int start(int index) {
        return index == 0 ? 0 : ends[index - 1];
    }

    public int end(int index) {
        return ends[index];
    }

    public int length(int index) {
        return end(index) - start(index);
    }

    /** Sum of the lengths of all values. */
    public int byteCount() {
        return count == 0 ? 0 : ends[count - 1];
    }

    /** Sum of the lengths of the values {@code [from, to)}. */
    public int byteCount(int from, int to) {
        return from == to ? 0 : end(to - 1) - start(from);
    }

    public void clear() {
        count = 0;
    }

    public void append(byte[] source, int offset, int length) {
        int from = byteCount();
        reserve(1, length);
        System.arraycopy(source, offset, bytes, from, length);
        ends[count++] = from + length;
    }

    /** Appends {@code count} values of {@code length} bytes each that stand one after the other. */
    public void appendFixed(byte[] source, int offset, int length, int count) {
        int at = byteCount();
        int total = Math.multiplyExact(length, count);
        reserve(count, total);
        System.arraycopy(source, offset, bytes, at, total);
        for (int i = count(); i < count() + count; i++) {
            at += length;
            ends[i] = at;
        }
        added(count);
    }

    /** Appends values of given lengths, {@code total} bytes in all, that stand one after the other. */
    void appendAll(byte[] source, int offset, int[] lengths, int count, int total) {
        int at = byteCount();
        reserve(count, total);
        System.arraycopy(source, offset, bytes, at, total);
        for (int i = 0; i < count; i++) {
            at += lengths[i];
            ends[count() + i] = at;
        }
        added(count);
    }

    /** Appends the values {@code [from, to)} of another vector. */
    public void appendRange(BinaryVector source, int from, int to) {
        Objects.checkFromToIndex(from, to, source.count);
        int total = source.byteCount(from, to);
        reserve(to - from, total);
        int shift = byteCount() - (from == to ? 0 : source.start(from));
        if (from < to) {
            System.arraycopy(source.bytes, source.start(from), bytes, byteCount(), total);
        }
        for (int i = from; i < to; i++) {
            ends[count + i - from] = source.ends[i] + shift;
        }
        added(to - from);
    }

    /** Makes room for more values and more bytes, at once. */
    public void reserve(int moreValues, int moreBytes) {
        int values = Math.addExact(count, moreValues);
        int needed = Math.addExact(byteCount(), moreBytes);
        if (values > ends.length) {
            int[] larger = buffers.ints(grown(values, ends.length));
            System.arraycopy(ends, 0, larger, 0, count);
            buffers.giveBack(ends);
            ends = larger;
        }
        if (needed > bytes.length) {
            byte[] larger = buffers.bytes(grown(needed, bytes.length));
            System.arraycopy(bytes, 0, larger, 0, byteCount());
            buffers.giveBack(bytes);
            bytes = larger;
        }
    }

    /**
     * Where each value ends in {@link #bytes}; decoders fill it after {@link #reserve} and then call {@link #added}.
     */
    int[] ends() {
        return ends;
    }

    /** Takes values into the list whose bytes and ends have been put in place. */
    void added(int moreValues) {
        count += moreValues;
    }

    private static int grown(int needed, int present) {
        return (int) Math.min(Integer.MAX_VALUE - 8L, Math.max(needed, present * 3L / 2));
    }

    @Override
    public void close() {
        if (bytes != null) {
            buffers.giveBack(ends);
            buffers.giveBack(bytes);
            ends = null;
            bytes = null;
        }
    }
}
