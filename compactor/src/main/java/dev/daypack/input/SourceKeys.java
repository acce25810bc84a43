package dev.daypack.input;

import dev.daypack.input.PartRejectedException.Reason;
import dev.daypack.memory.BufferPool;
import dev.daypack.memory.MemoryShare;
import dev.daypack.merge.KeySorter;
import dev.daypack.merge.KeySource;
import dev.daypack.merge.KeyStream;
import java.util.OptionalLong;

/**
 * The sort keys of one source, in sorted order. Order inside a source is checked, not assumed: a source that is not
 * too large is held whole and sorted if it must be; a larger one is read once to check it, and then again block by
 * block. Only a large source that is out of order is held whole, and sorted, within the memory setting.
 *
 * <p>Not thread-safe; {@link #permutation} may be read by others after the merge has taken the source's first row.
 */
public final class SourceKeys implements KeySource, SourceOrder {

    /** 2 MiB of keys: the sources of an ordinary day are held. */
    private static final int HELD_ROWS = 256 << 10;

    /** A window, a page and a block: what is in hand of a source that is read block by block. */
    private static final long STREAMED_BYTES = 3 << 20;

    private final Table table;
    private final Table.Source source;
    private final InputLimits limits;
    private final BufferPool pool;
    private final MemoryShare share;
    private final Decompressors decompressors;
    private final KeySorter sorter;
    private final Permutation permutation;

    private long lowerBound;
    private long inversions;

    public SourceKeys(
            Table table,
            Table.Source source,
            InputLimits limits,
            BufferPool pool,
            MemoryShare share,
            Decompressors decompressors,
            KeySorter sorter) {
        this.table = table;
        this.source = source;
        this.limits = limits;
        this.pool = pool;
        this.share = share;
        this.decompressors = decompressors;
        this.sorter = sorter;
        this.permutation = new Permutation(source, pool, share);
        OptionalLong claimed = source.group().claim().minimum(table.key().first());
        this.lowerBound = claimed.isPresent() ? claimed.getAsLong() : scan().minimum();
    }

    @Override
    public long rows() {
        return source.rows();
    }

    @Override
    public long lowerBound() {
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
    public void close() {
        permutation.giveBack();
    }

    @Override
    public void planned(int rows) {
        permutation.planned(rows);
    }

    @Override
    public KeyStream open() {
        if (source.rows() <= HELD_ROWS) {
            return openHeld();
        }
        if (scan().inversions() == 0) {
            return new Streamed();
        }
        return openHeld();
    }

    private KeyStream openHeld() {
        share.take(heldBytes(), source.part().name());
        int rows = Math.toIntExact(source.rows());
        Held held = new Held(pool.longs(rows), rows);
        try {
            readAll(held.keys, rows);
            inversions = sorter.sort(held.keys, rows);
            if (inversions > 0) {
                permutation.hold(sorter.permutation(), rows);
            }
        } catch (RuntimeException e) {
            held.close();
            throw e;
        }
        return held;
    }

    private void readAll(long[] keys, int rows) {
        try (ColumnReader reader = reader()) {
            int done = 0;
            while (done < rows) {
                done += readBlock(reader, keys, done);
            }
        }
    }

    /** Keys, and for a source out of order, permutation and scratch. */
    private long heldBytes() {
        return Math.multiplyExact(source.rows(), source.rows() <= HELD_ROWS ? 8L : 24L);
    }

    private ColumnReader reader() {
        return source.reader(table.keyIndex(), limits, pool);
    }

    private int readBlock(ColumnReader reader, long[] into, int at) {
        int count = reader.nextBlock(ColumnReader.BLOCK_ROWS, decompressors);
        if (reader.blockNulls() > 0) {
            throw nullKey(source.part(), table.key().first(), table.key().nullKeys(), reader, count);
        }
        reader.takeLongs(into, at, null);
        table.key().first().toKeys(into, at, at + count);
        return count;
    }

    /** Of a block of {@code count} rows that was announced and not taken. */
    static PartRejectedException nullKey(
            Part part, KeyColumn column, NullKeys nullKeys, ColumnReader reader, int count) {
        String place = "the sort column is null in " + reader.blockNulls() + " of the " + count + " rows from row "
                + reader.position() + " of its row group; ";
        return new PartRejectedException(
                Reason.BAD_KEY,
                part.name(),
                column.column().name(),
                -1,
                place
                        + (nullKeys == NullKeys.REJECT
                                ? "a row without a value there has no place in the order;"
                                        + " null-keys: first or last gives it one"
                                : "the file's statistics claim that there are none;"
                                        + " write the file anew with right statistics, or without"));
    }

    /** What one pass over the keys tells. */
    private record Scan(long minimum, long inversions) {}

    private Scan scan() {
        long[] keys = pool.longs(ColumnReader.BLOCK_ROWS);
        try (ColumnReader reader = reader()) {
            long minimum = Long.MAX_VALUE;
            long steps = 0;
            long previous = Long.MIN_VALUE;
            while (reader.position() < source.rows()) {
                int count = readBlock(reader, keys, 0);
                for (int i = 0; i < count; i++) {
                    steps += keys[i] < previous ? 1 : 0;
                    previous = keys[i];
                    minimum = Math.min(minimum, previous);
                }
            }
            return new Scan(minimum, steps);
        } finally {
            pool.giveBack(keys);
        }
    }

    /** All keys at once. */
    private final class Held implements KeyStream {
        private long[] keys;
        private final int size;
        private boolean delivered;

        Held(long[] keys, int size) {
            this.keys = keys;
            this.size = size;
        }

        @Override
        public boolean next() {
            boolean first = !delivered;
            delivered = true;
            return first;
        }

        @Override
        public long[] keys() {
            return keys;
        }

        @Override
        public int size() {
            return size;
        }

        @Override
        public void close() {
            if (keys != null) {
                pool.giveBack(keys);
                keys = null;
                share.giveBack(heldBytes());
            }
        }
    }

    /** Block by block, of a source whose order was checked. */
    private final class Streamed implements KeyStream {
        private final ColumnReader reader;
        private long[] keys;
        private int size;

        Streamed() {
            share.take(STREAMED_BYTES, source.part().name());
            this.reader = reader();
            this.keys = pool.longs(ColumnReader.BLOCK_ROWS);
        }

        @Override
        public boolean next() {
            if (reader.position() == source.rows()) {
                return false;
            }
            size = readBlock(reader, keys, 0);
            return true;
        }

        @Override
        public long[] keys() {
            return keys;
        }

        @Override
        public int size() {
            return size;
        }

        @Override
        public void close() {
            reader.close();
            share.giveBack(STREAMED_BYTES);
            if (keys != null) {
                pool.giveBack(keys);
                keys = null;
            }
        }
    }
}
