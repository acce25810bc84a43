package dev.daypack.memory;

import java.lang.reflect.Array;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Lends arrays and takes them back, so that a run allocates its buffers once. Capacities come in few sizes, so that an
 * array fits many uses. Everything lent or kept for reuse is in the ledger; what is given back while the ledger is over
 * its limit is let go. Thread-safe.
 */
public final class BufferPool {

    private static final int SMALLEST_LOG2 = 10;

    /** Larger arrays come in {@link #STEPS} sizes for each doubling, so that little of them is wasted. */
    private static final int LARGE_LOG2 = 18;

    private static final int STEPS_LOG2 = 2;
    private static final int STEPS = 1 << STEPS_LOG2;
    private static final int CLASSES = 32 * STEPS;

    private final MemoryLedger ledger;
    private final Shelf<byte[]> bytes = new Shelf<>(1);
    private final Shelf<int[]> ints = new Shelf<>(4);
    private final Shelf<long[]> longs = new Shelf<>(8);

    public BufferPool(MemoryLedger ledger) {
        this.ledger = ledger;
    }

    public MemoryLedger ledger() {
        return ledger;
    }

    /** An array of at least {@code capacity} bytes with any content. */
    public byte[] bytes(int capacity) {
        int size = sizeClass(capacity);
        byte[] kept = bytes.take(size);
        try {
            return kept != null ? kept : new byte[size];
        } catch (OutOfMemoryError e) {
            ledger.release(size);
            throw e;
        }
    }

    public int[] ints(int capacity) {
        int size = sizeClass(capacity);
        int[] kept = ints.take(size);
        try {
            return kept != null ? kept : new int[size];
        } catch (OutOfMemoryError e) {
            ledger.release((long) size * Integer.BYTES);
            throw e;
        }
    }

    public long[] longs(int capacity) {
        int size = sizeClass(capacity);
        long[] kept = longs.take(size);
        try {
            return kept != null ? kept : new long[size];
        } catch (OutOfMemoryError e) {
            ledger.release((long) size * Long.BYTES);
            throw e;
        }
    }

    public void giveBack(byte[] array) {
        bytes.keep(array, array.length);
    }

    public void giveBack(int[] array) {
        ints.keep(array, array.length);
    }

    public void giveBack(long[] array) {
        longs.keep(array, array.length);
    }

    /** Lets go of everything kept for reuse. */
    public void trim() {
        bytes.clear();
        ints.clear();
        longs.clear();
    }

    private static int sizeClass(int capacity) {
        if (capacity > 1 << 30) {
            throw new IllegalArgumentException("a buffer of " + capacity + " elements is beyond the limit of 2^30");
        }
        int half = Integer.highestOneBit(Math.max(1, capacity - 1));
        if (capacity <= 1 << LARGE_LOG2) {
            return Math.max(1 << SMALLEST_LOG2, half << 1);
        }
        int step = half / STEPS;
        return (capacity + step - 1) / step * step;
    }

    /** Place of a size on the shelves. */
    private static int shelf(int size) {
        int log2 = Integer.SIZE - 1 - Integer.numberOfLeadingZeros(size);
        return log2 * STEPS + ((size >>> (log2 - STEPS_LOG2)) & (STEPS - 1));
    }

    /** The arrays of one type that wait for their next use, by size class. */
    private final class Shelf<A> {
        private final int elementBytes;
        private final Deque<A>[] kept;

        @SuppressWarnings({"unchecked", "rawtypes"})
        Shelf(int elementBytes) {
            this.elementBytes = elementBytes;
            kept = new Deque[CLASSES];
            for (int i = 0; i < CLASSES; i++) {
                kept[i] = new ArrayDeque<>();
            }
        }

        /** A kept array of exactly this size, or null: then the caller makes one, which is in the ledger already. */
        A take(int size) {
            synchronized (this) {
                A array = kept[shelf(size)].pollLast();
                if (array != null) {
                    return array;
                }
            }
            ledger.reserve((long) size * elementBytes);
            return null;
        }

        void keep(A array, int size) {
            if (!ledger.hasRoomFor(0)) {
                ledger.release((long) size * elementBytes);
                return;
            }
            synchronized (this) {
                kept[shelf(size)].addLast(array);
            }
        }

        synchronized void clear() {
            for (int i = 0; i < CLASSES; i++) {
                for (A array = kept[i].pollLast(); array != null; array = kept[i].pollLast()) {
                    ledger.release((long) Array.getLength(array) * elementBytes);
                }
            }
        }
    }
}
