package dev.daypack.input;

import dev.daypack.memory.BufferPool;
import dev.daypack.memory.MemoryExceededException;
import dev.daypack.memory.MemoryShare;
import dev.daypack.merge.KeyBlock;
import dev.daypack.merge.WideKeySorter;
import dev.daypack.merge.WideKeySource;
import dev.daypack.merge.WideKeyStream;

/**
 * The wide keys of one source, in sorted order. One pass over the sort columns tells the smallest key, the steps back
 * and the bytes; statistics are not asked. Small sources are held then, and sorted if they must be, large ones in order
 * are read again block by block, and large ones out of order are held too, within the memory setting.
 *
 * <p>Not thread-safe; see {@link SourceOrder}.
 */
public final class WideSourceKeys implements WideKeySource, SourceOrder {

    /** Sources of so many bytes of keys are held even if they are in order: that is less than the buffers to read. */
    private static final long HELD_BYTES = 2 << 20;

    /** Windows, pages and blocks of one column that is read block by block. */
    private static final long STREAMED_COLUMN_BYTES = 3 << 20;

    /** More bytes of keys than this do not fit an array. */
    private static final long MAX_HELD_BYTES = 2_000_000_000;

    private final Table table;
    private final Table.Source source;
    private final InputLimits limits;
    private final BufferPool pool;
    private final MemoryShare share;
    private final Decompressors decompressors;
    private final WideKeySorter sorter;
    private final Permutation permutation;

    private byte[] lowerBound;
    private long inversions;
    private long keyBytes;

    public WideSourceKeys(
            Table table,
            Table.Source source,
            InputLimits limits,
            BufferPool pool,
            MemoryShare share,
            Decompressors decompressors,
            WideKeySorter sorter) {
        this.table = table;
        this.source = source;
        this.limits = limits;
        this.pool = pool;
        this.share = share;
        this.decompressors = decompressors;
        this.sorter = sorter;
        this.permutation = new Permutation(source, pool, share);
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

    @Override
    public long inversions() {
        return inversions;
    }

    @Override
    public int[] permutation() {
        return permutation.rows();
    }

    @Override
    public void planned(int rows) {
        permutation.planned(rows);
    }

    @Override
    public void close() {
        permutation.giveBack();
    }

    /** Of a held source: the bytes, where each key starts and ends, and the sorter's scratch; not the permutation. */
    private long heldBytes() {
        return keyBytes + source.rows() * (inversions == 0 ? 8 : 24);
    }

    private void scan() {
        try (WideKeyReader reader = WideKeyReader.of(table, source, limits, pool)) {
            byte[] last = null;
            for (KeyBlock block = reader.next(decompressors); block != null; block = reader.next(decompressors)) {
                int least = -1;
                for (int i = 0; i < block.count(); i++) {
                    boolean isStep =
                            i > 0 ? block.compare(i, block, i - 1) < 0 : last != null && block.compare(0, last) < 0;
                    inversions += isStep ? 1 : 0;
                    // Only the first key, and keys below the one before, can be the smallest.
                    if ((isStep || (last == null && i == 0)) && isLess(block, i, least)) {
                        least = i;
                    }
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

    @Override
    public WideKeyStream open() {
        return heldBytes() > HELD_BYTES && inversions == 0 ? new Streamed() : new Held();
    }

    /** All keys at once. */
    private final class Held implements WideKeyStream {
        private final long takenBytes = heldBytes();
        private KeyBlock keys;
        private boolean isDelivered;

        Held() {
            if (keyBytes > MAX_HELD_BYTES) {
                throw new MemoryExceededException(source.part().name() + " has a row group out of order with "
                        + keyBytes + " bytes of sort keys, more than the " + MAX_HELD_BYTES
                        + " that can be sorted at once; write smaller row groups");
            }
            share.take(takenBytes, source.part().name());
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
            if (steps != inversions) {
                throw new PartRejectedException(
                        PartRejectedException.Reason.BAD_KEY,
                        source.part().name(),
                        table.key().first().column().name(),
                        -1,
                        inversions + " rows were out of order when the sort columns were read first, then " + steps);
            }
            if (steps > 0) {
                permutation.hold(sorter.permutation(), keys.count());
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
                share.giveBack(takenBytes);
                pool.ledger().release(takenBytes);
            }
        }
    }

    /** Block by block, of a source whose order was checked. */
    private final class Streamed implements WideKeyStream {
        private final long takenBytes =
                STREAMED_COLUMN_BYTES * table.key().columns().size();
        private final WideKeyReader reader;
        private KeyBlock keys;

        Streamed() {
            share.take(takenBytes, source.part().name());
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
            share.giveBack(takenBytes);
        }
    }
}
