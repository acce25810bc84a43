package dev.daypack.memory;

import dev.daypack.encoding.Buffers;
import java.lang.reflect.Array;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Lends arrays and takes them back, so that a run allocates its buffers once. Capacities come in few sizes, so that an
 * array fits many uses; a large one is at most a sixteenth larger than was asked for. What is lent is held in the
 * ledger. What is given back is set aside for reuse as long as there is room, and let go of when something else needs
 * it. Thread-safe.
 */
public final class BufferPool implements Buffers {

    private static final int SMALLEST_LOG2 = 10;

    /** Larger arrays come in {@link #STEPS} sizes for each doubling, so that little of them is wasted. */
    private static final int LARGE_LOG2 = 13;

    private static final int STEPS_LOG2 = 4;
    private static final int STEPS = 1 << STEPS_LOG2;
    private static final int CLASSES = 32 * STEPS;

    private final MemoryLedger ledger;
    private final Shelf<byte[]> bytes;
    private final Shelf<int[]> ints;
    private final Shelf<long[]> longs;

    /** @param ledger of a run; it has one pool */
    public BufferPool(MemoryLedger ledger) {
        this.ledger = ledger;
        this.bytes = new Shelf<>(Byte.BYTES);
        this.ints = new Shelf<>(Integer.BYTES);
        this.longs = new Shelf<>(Long.BYTES);
        ledger.whenShort(this::letGo);
    }

    private BufferPool(MemoryLedger ledger, BufferPool shared) {
        this.ledger = ledger;
        this.bytes = shared.bytes;
        this.ints = shared.ints;
        this.longs = shared.longs;
    }

    /** The same arrays, lent to a part of the work: its ledger, a part of this one's, counts them. */
    public BufferPool lending(MemoryLedger part) {
        return new BufferPool(part, this);
    }

    public MemoryLedger ledger() {
        return ledger;
    }

    @Override
    public byte[] bytes(int capacity) {
        int size = sizeClass(capacity);
        byte[] kept = bytes.take(size, ledger);
        try {
            return kept != null ? kept : new byte[size];
        } catch (OutOfMemoryError e) {
            ledger.release(size);
            throw e;
        }
    }

    @Override
    public int[] ints(int capacity) {
        int size = sizeClass(capacity);
        int[] kept = ints.take(size, ledger);
        try {
            return kept != null ? kept : new int[size];
        } catch (OutOfMemoryError e) {
            ledger.release((long) size * Integer.BYTES);
            throw e;
        }
    }

    /** An array of at least so many, with any content. */
    public long[] longs(int capacity) {
        int size = sizeClass(capacity);
        long[] kept = longs.take(size, ledger);
        try {
            return kept != null ? kept : new long[size];
        } catch (OutOfMemoryError e) {
            ledger.release((long) size * Long.BYTES);
            throw e;
        }
    }

    @Override
    public void giveBack(byte[] array) {
        bytes.keep(array, array.length, ledger);
    }

    @Override
    public void giveBack(int[] array) {
        ints.keep(array, array.length, ledger);
    }

    public void giveBack(long[] array) {
        longs.keep(array, array.length, ledger);
    }

    /** Lets go of everything kept for reuse. */
    public void trim() {
        letGo(Long.MAX_VALUE);
    }

    /** The largest first: they are the least likely to fit the next use. */
    private void letGo(long wantedBytes) {
        long gone = 0;
        for (int shelf = CLASSES - 1; shelf >= 0 && gone < wantedBytes; shelf--) {
            gone += longs.clear(shelf, wantedBytes - gone, ledger);
            gone += ints.clear(shelf, wantedBytes - gone, ledger);
            gone += bytes.clear(shelf, wantedBytes - gone, ledger);
        }
    }

    /** The bytes that an array of so many elements really takes, for plans. */
    public static long lentBytes(int elements, int elementBytes) {
        return (long) sizeClass(elements) * elementBytes;
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
    private static final class Shelf<A> {
        private final int elementBytes;
        private final Deque<A>[] kept;

        @SuppressWarnings({"unchecked", "rawtypes"})
        Shelf(int elementBytes) {
            this.elementBytes = elementBytes;
            kept = new Deque[CLASSES];
            for (int i = 0; i < CLASSES; i++) {
                kept[i] = new ArrayDeque<>(0);
            }
        }

        /** A kept array of exactly this size, or null: then the caller makes one, which is in the ledger already. */
        A take(int size, MemoryLedger ledger) {
            long arrayBytes = (long) size * elementBytes;
            A array;
            synchronized (this) {
                array = kept[shelf(size)].pollLast();
                if (array != null) {
                    ledger.takeBack(arrayBytes);
                }
            }
            ledger.reserve(arrayBytes);
            return array;
        }

        void keep(A array, int size, MemoryLedger ledger) {
            long arrayBytes = (long) size * elementBytes;
            ledger.release(arrayBytes);
            synchronized (this) {
                if (ledger.setAside(arrayBytes)) {
                    kept[shelf(size)].addLast(array);
                }
            }
        }

        /** Lets go of arrays of one shelf, no more than it takes. */
        synchronized long clear(int shelf, long wantedBytes, MemoryLedger ledger) {
            long gone = 0;
            while (gone < wantedBytes) {
                A array = kept[shelf].pollFirst();
                if (array == null) {
                    break;
                }
                gone += (long) Array.getLength(array) * elementBytes;
            }
            ledger.takeBack(gone);
            return gone;
        }
    }
}
