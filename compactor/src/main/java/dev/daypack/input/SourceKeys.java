package dev.daypack.input;

import dev.daypack.input.PartRejectedException.Reason;
import dev.daypack.memory.BufferPool;
import dev.daypack.merge.KeySorter;
import dev.daypack.merge.KeySource;
import dev.daypack.merge.KeyStream;
import java.util.OptionalLong;

/**
 * The sort keys of one source, in sorted order. Order inside a source is checked, not assumed, while the keys are
 * decoded, once. A source that is not too large is held as it is decoded, and sorted if it must be, as long as there is
 * room; any other is packed, and spilled where there is no room for that either ({@link SortedRuns}).
 *
 * <p>Not thread-safe, but for {@link #prepare}.
 */
public final class SourceKeys implements KeySource, SourceOrder {

    /** A window, a page and a block: what is in hand of a source that is read block by block. */
    private static final long STREAMED_BYTES = 3 << 20;

    /** What a packed key takes, about; only to choose between two ways. */
    static final int PACKED_KEY_BYTES = 4;

    /** Keys that would take so much more room than a reader are read a second time rather than spilled. */
    private static final long WORTH_READING_TWICE = 8 * STREAMED_BYTES;

    private final Table table;
    private final Table.Source source;
    private final InputLimits limits;
    private final BufferPool pool;
    private final KeyRoom room;
    private final Decompressors decompressors;

    private final long lowerBound;
    private final long upperBound;
    private long inversions;

    /** Null as long as the source is in order, for all that is known, and when its rows are planned. */
    private Permutation order;

    private long rowsPlanned;

    /** Read, and not asked for yet. */
    private KeyStream prepared;

    public SourceKeys(Table table, Table.Source source, InputLimits limits, KeyRoom room, Decompressors decompressors) {
        this.table = table;
        this.source = source;
        this.limits = limits;
        this.pool = room.pool();
        this.room = room;
        this.decompressors = decompressors;
        OptionalLong smallest = source.group().claim().minimum(table.key().first());
        if (smallest.isPresent()) {
            this.lowerBound = smallest.getAsLong();
            this.upperBound =
                    source.group().claim().maximum(table.key().first()).orElse(Long.MAX_VALUE);
        } else {
            Scan scan = scan();
            this.lowerBound = scan.minimum();
            this.upperBound = scan.maximum();
        }
    }

    @Override
    public long rows() {
        return source.rows();
    }

    @Override
    public long lowerBound() {
        return lowerBound;
    }

    /** No key is larger, for all that is known: where it is not, more sources are open at once than was reckoned. */
    public long upperBound() {
        return upperBound;
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
        if (prepared != null) {
            prepared.close();
            prepared = null;
        }
        if (order != null) {
            order.close();
            order = null;
        }
    }

    /**
     * Reads the keys before they are asked for. Other sources of the same room may be prepared meanwhile, and nothing
     * else done with it.
     *
     * @param own of use to nobody else during the call
     */
    public void prepare(Decompressors own) {
        prepared = read(own);
    }

    @Override
    public KeyStream open() {
        KeyStream opened = prepared != null ? prepared : read(decompressors);
        prepared = null;
        return opened;
    }

    private KeyStream read(Decompressors with) {
        long[] array = source.rows() <= room.plan().heldRows() ? tryHold((int) source.rows()) : null;
        if (array != null) {
            return openHeld(array, with);
        }
        long packedBytes = PACKED_KEY_BYTES * source.rows();
        if (packedBytes >= WORTH_READING_TWICE && packedBytes > room.leftBytes() && room.tryHold(STREAMED_BYTES)) {
            if (isSorted(with)) {
                return new Streamed();
            }
            room.giveBack(STREAMED_BYTES);
        }
        return openSpilled(with);
    }

    /** An array for so many keys, counted as long as it is, or null. */
    private long[] tryHold(int rows) {
        if (room.leftBytes() < (long) Long.BYTES * rows) {
            return null;
        }
        long[] array = pool.longs(rows);
        if (room.tryHold((long) Long.BYTES * array.length)) {
            return array;
        }
        pool.giveBack(array);
        return null;
    }

    private KeyStream openHeld(long[] array, Decompressors with) {
        int rows = Math.toIntExact(source.rows());
        Held held = new Held(array, rows);
        try (ColumnReader reader = reader()) {
            for (int done = 0; done < rows; ) {
                done += readBlock(reader, held.keys, done, rows, with);
            }
            if (!KeySorter.isSorted(held.keys, rows)) {
                sort(held.keys, rows);
            }
        } catch (RuntimeException | Error e) {
            held.close();
            throw e;
        }
        return held;
    }

    private void sort(long[] keys, int rows) {
        synchronized (room) {
            inversions = room.sort(keys, rows);
            order = new Permutation(room, "the order of " + source.part().name(), rows);
            order.add(room.permutation(), 0, rows, 0);
            order.finish();
        }
    }

    private KeyStream openSpilled(Decompressors with) {
        int blockRows = (int) Math.min(source.rows(), room.plan().sortedRows());
        long[] keys = pool.longs(blockRows);
        SortedRuns runs = new SortedRuns(room, source.part().name(), source.rows());
        try (ColumnReader reader = reader()) {
            while (reader.position() < source.rows()) {
                int end = (int) Math.min(blockRows, source.rows() - reader.position());
                for (int done = 0; done < end; ) {
                    done += readBlock(reader, keys, done, end, with);
                }
                runs.add(keys, end);
            }
            runs.finish();
        } catch (RuntimeException | Error e) {
            runs.close();
            throw e;
        } finally {
            pool.giveBack(keys);
        }
        inversions = runs.inversions();
        if (inversions == 0) {
            runs.order().close();
        } else {
            order = runs.order();
        }
        return runs.keys().stream(room.plan().streamBytes());
    }

    private ColumnReader reader() {
        return source.reader(table.keyIndex(), limits, pool);
    }

    /** Reads keys to {@code into[at .. end)}, not always all of them; returns how many. */
    private int readBlock(ColumnReader reader, long[] into, int at, int end, Decompressors with) {
        int count = reader.nextBlock(Math.min(ColumnReader.BLOCK_ROWS, end - at), with);
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
    private record Scan(long minimum, long maximum) {}

    private Scan scan() {
        long[] keys = pool.longs(ColumnReader.BLOCK_ROWS);
        try (ColumnReader reader = reader()) {
            long minimum = Long.MAX_VALUE;
            long maximum = Long.MIN_VALUE;
            while (reader.position() < source.rows()) {
                int count = readBlock(reader, keys, 0, ColumnReader.BLOCK_ROWS, decompressors);
                for (int i = 0; i < count; i++) {
                    minimum = Math.min(minimum, keys[i]);
                    maximum = Math.max(maximum, keys[i]);
                }
            }
            return new Scan(minimum, maximum);
        } finally {
            pool.giveBack(keys);
        }
    }

    /** Reads as far as the keys are in order. */
    private boolean isSorted(Decompressors with) {
        long[] keys = pool.longs(ColumnReader.BLOCK_ROWS);
        try (ColumnReader reader = reader()) {
            long previous = Long.MIN_VALUE;
            boolean isSorted = true;
            while (isSorted && reader.position() < source.rows()) {
                int count = readBlock(reader, keys, 0, ColumnReader.BLOCK_ROWS, with);
                isSorted = keys[0] >= previous && KeySorter.isSorted(keys, count);
                previous = keys[count - 1];
            }
            return isSorted;
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
                room.giveBack((long) Long.BYTES * keys.length);
                pool.giveBack(keys);
                keys = null;
            }
        }
    }

    /** Block by block, of a source whose order was checked. Its room is held already. */
    private final class Streamed implements KeyStream {
        private final ColumnReader reader;
        private long[] keys;
        private int size;

        Streamed() {
            this.reader = reader();
            this.keys = pool.longs(ColumnReader.BLOCK_ROWS);
        }

        @Override
        public boolean next() {
            if (reader.position() == source.rows()) {
                return false;
            }
            size = readBlock(reader, keys, 0, ColumnReader.BLOCK_ROWS, decompressors);
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
            room.giveBack(STREAMED_BYTES);
            if (keys != null) {
                pool.giveBack(keys);
                keys = null;
            }
        }
    }
}
