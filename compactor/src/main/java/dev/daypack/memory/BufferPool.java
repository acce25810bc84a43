package dev.daypack.memory;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Lends arrays and takes them back, so that a run allocates its buffers once. Capacities are powers of two, so that
 * an array fits many uses. Everything lent or kept for reuse is in the ledger; what is given back while the ledger is
 * over its limit is let go. Thread-safe.
 */
public final class BufferPool {

    private static final int SMALLEST_LOG2 = 10;
    private static final int CLASSES = 32;

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
        return kept != null ? kept : new byte[size];
    }

    public int[] ints(int capacity) {
        int size = sizeClass(capacity);
        int[] kept = ints.take(size);
        return kept != null ? kept : new int[size];
    }

    public long[] longs(int capacity) {
        int size = sizeClass(capacity);
        long[] kept = longs.take(size);
        return kept != null ? kept : new long[size];
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
        return Math.max(1 << SMALLEST_LOG2, Integer.highestOneBit(Math.max(1, capacity - 1)) << 1);
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
                A array = kept[Integer.numberOfTrailingZeros(size)].pollLast();
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
                kept[Integer.numberOfTrailingZeros(size)].addLast(array);
            }
        }

        synchronized void clear() {
            for (int i = 0; i < CLASSES; i++) {
                while (kept[i].pollLast() != null) {
                    ledger.release((1L << i) * elementBytes);
                }
            }
        }
    }
}
