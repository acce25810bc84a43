package dev.daypack.output;

import dev.daypack.encoding.BinaryVector;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * The smallest and largest value of a page or column chunk, in {@link ColumnOrder}. Valid only if {@link #isKnown}:
 * there are none of a column without an order, of nulls only, where a NaN is among the values, or where a bound is
 * longer than {@value #MAX_BOUND_BYTES} bytes. Zero is written as -0 below and +0 above, as the format asks.
 * Not thread-safe.
 */
final class Bounds {

    static final int MAX_BOUND_BYTES = 64;

    private static final long NEGATIVE_ZERO_64 = Long.MIN_VALUE;
    private static final long NEGATIVE_ZERO_32 = Integer.MIN_VALUE;

    private final ColumnOrder order;
    private final boolean is64;
    private final int width;

    private boolean isSpoiled;
    private boolean isEmpty = true;
    private long minimum = Long.MAX_VALUE;
    private long maximum = Long.MIN_VALUE;
    private byte[] minimumBytes;
    private byte[] maximumBytes;

    /** @param width bytes of a fixed-width value in a bound: 1, 4 or 8; 0 for binary values */
    Bounds(ColumnOrder order, int width) {
        this.order = order;
        this.width = width;
        this.is64 = width == 8;
        this.isSpoiled = order == ColumnOrder.NONE;
    }

    /** Takes in fixed-width values. */
    void add(long[] bits, int from, int to) {
        if (isSpoiled || from == to) {
            return;
        }
        long low = Long.MAX_VALUE;
        long high = Long.MIN_VALUE;
        switch (order) {
            case FLOATING -> {
                for (int i = from; i < to; i++) {
                    long sortable = bits[i] ^ ((bits[i] >> 63) & Long.MAX_VALUE);
                    low = Math.min(low, sortable);
                    high = Math.max(high, sortable);
                }
            }
            case UNSIGNED -> {
                for (int i = from; i < to; i++) {
                    long sortable = order.sortable(bits[i], is64);
                    low = Math.min(low, sortable);
                    high = Math.max(high, sortable);
                }
            }
            default -> {
                for (int i = from; i < to; i++) {
                    low = Math.min(low, bits[i]);
                    high = Math.max(high, bits[i]);
                }
            }
        }
        widen(low, high);
    }

    private void widen(long low, long high) {
        // NaNs sort outside the infinities, so the extremes tell whether there is one.
        if (order == ColumnOrder.FLOATING
                && (ColumnOrder.isNaN(order.bits(low, is64), is64)
                        || ColumnOrder.isNaN(order.bits(high, is64), is64))) {
            isSpoiled = true;
            return;
        }
        minimum = Math.min(minimum, low);
        maximum = Math.max(maximum, high);
        isEmpty = false;
    }

    /**
     * Takes in binary values {@code from .. to}; of a long one only the beginning: enough to see that it is too long.
     */
    void add(BinaryVector values, int from, int to) {
        if (isSpoiled || from == to) {
            return;
        }
        int least = from;
        int most = from;
        for (int i = from + 1; i < to; i++) {
            if (compare(values, i, least) < 0) {
                least = i;
            } else if (compare(values, i, most) > 0) {
                most = i;
            }
        }
        byte[] low = beginning(values, least);
        byte[] high = beginning(values, most);
        if (isEmpty || Arrays.compareUnsigned(low, minimumBytes) < 0) {
            minimumBytes = low;
        }
        if (isEmpty || Arrays.compareUnsigned(high, maximumBytes) > 0) {
            maximumBytes = high;
        }
        isEmpty = false;
    }

    private static int compare(BinaryVector values, int one, int other) {
        byte[] bytes = values.bytes();
        return Arrays.compareUnsigned(
                bytes, values.start(one), values.end(one), bytes, values.start(other), values.end(other));
    }

    private static byte[] beginning(BinaryVector values, int index) {
        int from = values.start(index);
        return Arrays.copyOfRange(values.bytes(), from, Math.min(values.end(index), from + MAX_BOUND_BYTES + 1));
    }

    /** Takes in the bounds of a page. */
    void add(Bounds page) {
        isSpoiled |= page.isSpoiled;
        if (page.isEmpty || isSpoiled) {
            return;
        }
        if (width == 0) {
            minimumBytes = isEmpty || Arrays.compareUnsigned(page.minimumBytes, minimumBytes) < 0
                    ? page.minimumBytes
                    : minimumBytes;
            maximumBytes = isEmpty || Arrays.compareUnsigned(page.maximumBytes, maximumBytes) > 0
                    ? page.maximumBytes
                    : maximumBytes;
        } else {
            minimum = Math.min(minimum, page.minimum);
            maximum = Math.max(maximum, page.maximum);
        }
        isEmpty = false;
    }

    boolean isKnown() {
        return !isSpoiled
                && !isEmpty
                && (width != 0 || (minimumBytes.length <= MAX_BOUND_BYTES && maximumBytes.length <= MAX_BOUND_BYTES));
    }

    /** Compares the minima, then the maxima, of two known bounds: -1 if both ascend, 1 if both descend, else 0. */
    static int direction(Bounds before, Bounds after) {
        int low = before.width == 0
                ? Arrays.compareUnsigned(before.minimumBytes, after.minimumBytes)
                : Long.compare(before.minimum, after.minimum);
        int high = before.width == 0
                ? Arrays.compareUnsigned(before.maximumBytes, after.maximumBytes)
                : Long.compare(before.maximum, after.maximum);
        if (low == 0 && high == 0) {
            return EQUAL;
        }
        return low <= 0 && high <= 0 ? ASCENDING : low >= 0 && high >= 0 ? DESCENDING : UNORDERED;
    }

    static final int EQUAL = 0;
    static final int ASCENDING = 1;
    static final int DESCENDING = 2;
    static final int UNORDERED = 3;

    /** The lower bound in PLAIN encoding. */
    byte[] minimumBytes() {
        return width == 0 ? minimumBytes : plain(minimum, true);
    }

    /** The upper bound in PLAIN encoding. */
    byte[] maximumBytes() {
        return width == 0 ? maximumBytes : plain(maximum, false);
    }

    private byte[] plain(long sortable, boolean isLower) {
        long bits = order.bits(sortable, is64);
        long negativeZero = is64 ? NEGATIVE_ZERO_64 : NEGATIVE_ZERO_32;
        if (order == ColumnOrder.FLOATING && (bits == 0 || bits == negativeZero)) {
            bits = isLower ? negativeZero : 0;
        }
        ByteBuffer buffer = ByteBuffer.allocate(width).order(ByteOrder.LITTLE_ENDIAN);
        switch (width) {
            case 1 -> buffer.put((byte) bits);
            case 4 -> buffer.putInt((int) bits);
            default -> buffer.putLong(bits);
        }
        return buffer.array();
    }
}
