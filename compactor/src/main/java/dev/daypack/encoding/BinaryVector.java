package dev.daypack.encoding;

import java.util.Arrays;

/**
 * A list of byte strings: value i is {@code bytes[ends[i-1] .. ends[i])}, with 0 before the first. Appended to,
 * cleared and reused. Not thread-safe.
 */
public final class BinaryVector {

    private byte[] bytes;
    private int[] ends;
    private int count;

    public BinaryVector(int countCapacity, int byteCapacity) {
        ends = new int[Math.max(1, countCapacity)];
        bytes = new byte[byteCapacity];
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

    public void clear() {
        count = 0;
    }

    public void append(byte[] source, int offset, int length) {
        int from = byteCount();
        reserve(1, length);
        System.arraycopy(source, offset, bytes, from, length);
        ends[count++] = from + length;
    }

    /** Makes room for more values and more bytes, at once. */
    public void reserve(int moreValues, int moreBytes) {
        int values = Math.addExact(count, moreValues);
        int needed = Math.addExact(byteCount(), moreBytes);
        if (values > ends.length) {
            ends = Arrays.copyOf(ends, grown(values, ends.length));
        }
        if (needed > bytes.length) {
            bytes = Arrays.copyOf(bytes, grown(needed, bytes.length));
        }
    }

    private static int grown(int needed, int present) {
        return (int) Math.min(Integer.MAX_VALUE - 8L, Math.max(needed, present * 3L / 2));
    }
}
