package dev.daypack.merge;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Objects;

/**
 * A list of keys that are byte strings and compare byte by byte, unsigned: key i is
 * {@code bytes()[start(i) .. end(i))}. A key is put together from pieces and ended by {@link #endKey}; until then its
 * pieces count as bytes, not as a key. Filled, read, cleared and reused. Not thread-safe.
 *
 * <p>At most 2^31 - 9 bytes; {@link ArithmeticException} beyond.
 */
public final class KeyBlock {

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final int MAX_CAPACITY = Integer.MAX_VALUE - 8;

    private byte[] bytes;
    private int byteCount;
    private int[] starts;
    private int[] ends;
    private int count;
    private int keyStart;

    /** Grows as needed from this. */
    public KeyBlock(int keys, int bytes) {
        this.bytes = new byte[Math.max(Long.BYTES, bytes)];
        this.starts = new int[Math.max(1, keys)];
        this.ends = new int[starts.length];
    }

    /** How many keys. */
    public int count() {
        return count;
    }

    /** Of all keys, with those of the key that is being put together. */
    public int byteCount() {
        return byteCount;
    }

    public byte[] bytes() {
        return bytes;
    }

    public int start(int key) {
        return starts[key];
    }

    public int end(int key) {
        return ends[key];
    }

    /** A copy of one key. */
    public byte[] copy(int key) {
        return Arrays.copyOfRange(bytes, starts[key], ends[key]);
    }

    /** Heap held now, in bytes. */
    public long heapBytes() {
        return bytes.length + 8L * starts.length;
    }

    public void clear() {
        count = 0;
        byteCount = 0;
        keyStart = 0;
    }

    /** Adds one byte to the key that is being put together. */
    public void put(int value) {
        reserve(1);
        bytes[byteCount++] = (byte) value;
    }

    /** Adds eight bytes, the highest first. */
    public void putLong(long value) {
        reserve(Long.BYTES);
        LONG.set(bytes, byteCount, value);
        byteCount += Long.BYTES;
    }

    public void put(byte[] source, int from, int length) {
        reserve(length);
        System.arraycopy(source, from, bytes, byteCount, length);
        byteCount += length;
    }

    /** Turns all bits from a place, as told by {@link #byteCount}, to the end: that turns the order round. */
    public void invert(int from) {
        for (int i = from; i < byteCount; i++) {
            bytes[i] = (byte) ~bytes[i];
        }
    }

    /** What was put since the last key is a key. */
    public void endKey() {
        if (count == starts.length) {
            int capacity = (int) Math.min(MAX_CAPACITY, Math.max(16L, count * 3L / 2));
            starts = Arrays.copyOf(starts, capacity);
            ends = Arrays.copyOf(ends, capacity);
        }
        starts[count] = keyStart;
        ends[count] = byteCount;
        keyStart = byteCount;
        count++;
    }

    /** Adds all keys of another block. */
    public void addAll(KeyBlock other) {
        for (int key = 0; key < other.count; key++) {
            put(other.bytes, other.starts[key], other.ends[key] - other.starts[key]);
            endKey();
        }
    }

    /** Brings the keys into another order: key i becomes what key {@code order[i]} was. Bytes are not moved. */
    public void reorder(int[] order) {
        Objects.checkFromIndexSize(0, count, order.length);
        int[] newStarts = new int[count];
        int[] newEnds = new int[count];
        for (int i = 0; i < count; i++) {
            newStarts[i] = starts[order[i]];
            newEnds[i] = ends[order[i]];
        }
        starts = newStarts;
        ends = newEnds;
    }

    /** Compares key {@code key} with one of another block, or of this. */
    public int compare(int key, KeyBlock other, int otherKey) {
        return compare(bytes, starts[key], ends[key], other.bytes, other.starts[otherKey], other.ends[otherKey]);
    }

    public int compare(int key, byte[] other) {
        return compare(bytes, starts[key], ends[key], other, 0, other.length);
    }

    /** The order of all keys; most are told apart by their first eight bytes. */
    public static int compare(byte[] one, int oneFrom, int oneTo, byte[] other, int otherFrom, int otherTo) {
        if (oneTo - oneFrom >= Long.BYTES && otherTo - otherFrom >= Long.BYTES) {
            long first = (long) LONG.get(one, oneFrom);
            long second = (long) LONG.get(other, otherFrom);
            if (first != second) {
                return Long.compareUnsigned(first, second);
            }
        }
        return Arrays.compareUnsigned(one, oneFrom, oneTo, other, otherFrom, otherTo);
    }

    private void reserve(int more) {
        if (more > bytes.length - byteCount) {
            int needed = Math.addExact(byteCount, more);
            bytes = Arrays.copyOf(bytes, (int) Math.min(MAX_CAPACITY, Math.max(needed, bytes.length * 3L / 2)));
        }
    }
}
