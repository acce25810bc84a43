package dev.daypack.input;

import dev.daypack.memory.BufferPool;
import dev.daypack.merge.KeyBlock;
import dev.daypack.merge.WideKeySorter;
import dev.daypack.merge.WideKeySource;
import dev.daypack.merge.WideKeyStream;

/**
 * The wide keys of one source, in sorted order. One pass over the sort columns tells the smallest key, the largest, the
 * steps back and the bytes; statistics are not asked. Then small sources are held, and sorted if they must be, large
 * ones in order are read again block by block, and large ones out of order are held too; whatever there is no room for
 * is packed and spilled ({@link WideSortedRuns}).
 *
 * <p>Not thread-safe.
 */
public final class WideSourceKeys implements WideKeySource, SourceOrder {

    /** Sources of so many bytes of keys are held even if they are in order: that is less than the buffers to read. */
    private static final long HELD_BYTES = 2 << 20;

    /** Windows, pages and blocks of one column that is read block by block. */
    private static final long STREAMED_COLUMN_BYTES = 3 << 20;

    /** More bytes of keys than this do not fit an array. */
    private static final long MAX_HELD_BYTES = 2_000_000_000;

    /** Beside its bytes: where a key starts and ends, and the sorter's arrays. */
    private static final int SORTED_KEY_BYTES = 24;

    private final Table table;
    private final Table.Source source;
    private final InputLimits limits;
    private final BufferPool pool;
    private final KeyRoom room;
    private final Decompressors decompressors;
    private final WideKeySorter sorter;

    private byte[] lowerBound;
    private byte[] upperBound;
    private int longestKeyBytes;
    private long inversions;
    private long keyBytes;

    /** Null as long as the source is not open, if it is in order, and when its rows are planned. */
    private Permutation order;

    private long rowsPlanned;

    public WideSourceKeys(
            Table table,
            Table.Source source,
            InputLimits limits,
            KeyRoom room,
            Decompressors decompressors,
            WideKeySorter sorter) {
        this.table = table;
        this.source = source;
        this.limits = limits;
        this.pool = room.pool();
        this.room = room;
        this.decompressors = decompressors;
        this.sorter = sorter;
        scan();
    }

    @Override
    public long rows() {
        return source.rows();
    }

    @Override
    public byte[] lowerBound() {
        return lowerBound;
    }

    /** The largest key; null if there are no rows. */
    public byte[] upperBound() {
        return upperBound;
    }

    public int longestKeyBytes() {
        return longestKeyBytes;
    }

    @Override
    public long inversions() {
        return inversions;
    }

    @Override
    public boolean isInOrder() {
        return inversions == 0;
    }

    @Override
    public void copyRows(long position, int count, int[] into) {
        order.copy(position, count, into, 0);
    }

    @Override
    public void planned(int rows) {
        rowsPlanned += rows;
        if (rowsPlanned == source.rows()) {
            close();
        }
    }

    @Override
    public void close() {
        if (order != null) {
            order.close();
            order = null;
        }
    }

    /** Of a held source: the bytes, where each key starts and ends, and the sorter's scratch; not the permutation. */
    private long heldBytes() {
        return keyBytes + source.rows() * (inversions == 0 ? 8 : SORTED_KEY_BYTES);
    }

    private void scan() {
        try (WideKeyReader reader = WideKeyReader.of(table, source, limits, pool)) {
            byte[] last = null;
            for (KeyBlock block = reader.next(decompressors); block != null; block = reader.next(decompressors)) {
                int least = -1;
                int most = -1;
                for (int i = 0; i < block.count(); i++) {
                    boolean isStep =
                            i > 0 ? block.compare(i, block, i - 1) < 0 : last != null && block.compare(0, last) < 0;
                    inversions += isStep ? 1 : 0;
                    longestKeyBytes = Math.max(longestKeyBytes, block.end(i) - block.start(i));
                    // Only the first key, and keys below the one before, can be the smallest.
                    if ((isStep || (last == null && i == 0)) && isLess(block, i, least)) {
                        least = i;
                    }
                    // Only a key before a step back, and the last of the block, can be the largest.
                    if (isStep && i > 0 && isMore(block, i - 1, most)) {
                        most = i - 1;
                    }
                }
                if (isMore(block, block.count() - 1, most)) {
                    most = block.count() - 1;
                }
                if (most >= 0) {
                    upperBound = block.copy(most);
                }
                if (least >= 0) {
                    lowerBound = block.copy(least);
                }
                last = block.copy(block.count() - 1);
                keyBytes += block.byteCount();
            }
        }
    }

    private boolean isLess(KeyBlock block, int key, int least) {
        return least >= 0
                ? block.compare(key, block, least) < 0
                : lowerBound == null || block.compare(key, lowerBound) < 0;
    }

    private boolean isMore(KeyBlock block, int key, int most) {
        return most >= 0
                ? block.compare(key, block, most) > 0
                : upperBound == null || block.compare(key, upperBound) > 0;
    }

    @Override
    public WideKeyStream open() {
        long readerBytes = STREAMED_COLUMN_BYTES * table.key().columns().size();
        if (heldBytes() > HELD_BYTES && inversions == 0 && room.tryHold(readerBytes)) {
            return new Streamed(readerBytes);
        }
        return keyBytes <= MAX_HELD_BYTES && room.tryHold(heldBytes()) ? new Held() : openSpilled();
    }

    private WideKeyStream openSpilled() {
        WideSortedRuns runs = new WideSortedRuns(room, source.part().name(), source.rows(), keyBytes);
        KeyBlock keys = new KeyBlock(16, 0);
        long reservedBytes = 0;
        try (WideKeyReader reader = WideKeyReader.of(table, source, limits, pool)) {
            for (KeyBlock block = reader.next(decompressors); block != null; block = reader.next(decompressors)) {
                for (int key = 0; key < block.count(); key++) {
                    if (keys.byteCount() + (long) SORTED_KEY_BYTES * keys.count()
                            >= room.plan().sortingBytes()) {
                        runs.add(keys);
                        keys.clear();
                    }
                    keys.put(block.bytes(), block.start(key), block.end(key) - block.start(key));
                    keys.endKey();
                }
                long heldBytes = keys.heapBytes();
                pool.ledger().reserve(heldBytes);
                pool.ledger().release(reservedBytes);
                reservedBytes = heldBytes;
            }
            runs.add(keys);
            checkSteps(runs.inversions());
            runs.finish();
        } catch (RuntimeException e) {
            runs.close();
            throw e;
        } finally {
            pool.ledger().release(reservedBytes);
        }
        if (inversions == 0) {
            runs.order().close();
        } else {
            order = runs.order();
        }
        return runs.keys().stream(room.plan().streamBytes());
    }

    private void checkSteps(long steps) {
        if (steps != inversions) {
            throw new PartRejectedException(
                    PartRejectedException.Reason.BAD_KEY,
                    source.part().name(),
                    table.key().first().column().name(),
                    -1,
                    inversions + " rows were out of order when the sort columns were read first, then " + steps);
        }
    }

    /** All keys at once. */
    private final class Held implements WideKeyStream {
        private final long takenBytes = heldBytes();
        private KeyBlock keys;
        private boolean isDelivered;

        Held() {
            pool.ledger().reserve(takenBytes);
            keys = new KeyBlock(Math.toIntExact(source.rows()), Math.toIntExact(keyBytes));
            try {
                readAndSort();
            } catch (RuntimeException e) {
                close();
                throw e;
            }
        }

        private void readAndSort() {
            try (WideKeyReader reader = WideKeyReader.of(table, source, limits, pool)) {
                for (KeyBlock block = reader.next(decompressors); block != null; block = reader.next(decompressors)) {
                    keys.addAll(block);
                }
            }
            int steps = sorter.sort(keys);
            checkSteps(steps);
            if (steps > 0) {
                KeyRoom.checkComplete(sorter.permutation(), keys.count());
                order = new Permutation(room, "the order of " + source.part().name(), keys.count());
                order.add(sorter.permutation(), 0, keys.count(), 0);
                order.finish();
            }
        }

        @Override
        public boolean next() {
            boolean first = !isDelivered;
            isDelivered = true;
            return first;
        }

        @Override
        public KeyBlock keys() {
            return keys;
        }

        @Override
        public void close() {
            if (keys != null) {
                keys = null;
                room.giveBack(takenBytes);
                pool.ledger().release(takenBytes);
            }
        }
    }

    /** Block by block, of a source whose order was checked. */
    private final class Streamed implements WideKeyStream {
        private final long takenBytes;
        private final WideKeyReader reader;
        private KeyBlock keys;

        /** @param takenBytes held already */
        Streamed(long takenBytes) {
            this.takenBytes = takenBytes;
            reader = WideKeyReader.of(table, source, limits, pool);
        }

        @Override
        public boolean next() {
            keys = reader.next(decompressors);
            return keys != null;
        }

        @Override
        public KeyBlock keys() {
            return keys;
        }

        @Override
        public void close() {
            reader.close();
            room.giveBack(takenBytes);
        }
    }
}
