package dev.daypack.output;

import dev.daypack.input.Decompressors;
import dev.daypack.input.RowReader;
import dev.daypack.input.Table;
import dev.daypack.memory.BufferPool;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/**
 * The readers of one column over all sources: opened when a row group first needs a source, kept while the next one
 * goes on in it, closed when its last row is taken. When memory is short a reader is closed in between too, and its
 * place remembered. Rows are counted here a second time: at the end every row of every source must have been taken
 * exactly once.
 *
 * <p>Row groups use it one after another; not thread-safe.
 */
final class SourceColumn<R extends RowReader> implements AutoCloseable {

    /** What a parked reader may hold whatever else there is. */
    private static final long SMALL_BYTES = 1 << 20;

    /** A reader that holds more is parked only if there is room for so many like it. */
    private static final long LARGE_SHARE = 8;

    private final Table table;
    private final String column;
    private final Function<Table.Source, R> opener;
    private final BufferPool pool;
    private final Map<Integer, R> readers = new HashMap<>();
    private final Map<Integer, RowReader.Bookmark> bookmarks = new HashMap<>();
    private final long[] rowsTaken;

    /**
     * @param column its name, for messages
     * @param opener makes a reader of the column that stands at the first row of a source
     */
    SourceColumn(Table table, String column, BufferPool pool, Function<Table.Source, R> opener) {
        this.table = table;
        this.column = column;
        this.opener = opener;
        this.pool = pool;
        this.rowsTaken = new long[table.sources().size()];
    }

    /** Takes the next rows of a reader, to a place in the region. */
    interface Taker<R> {
        void take(R reader, int rows, int at);
    }

    /** Reads the rows of one row group, slice by slice. */
    void read(RowGroupPlan plan, Decompressors decompressors, BooleanSupplier isCancelled, Taker<R> taker) {
        for (Slice slice : plan.slices()) {
            if (isCancelled.getAsBoolean()) {
                throw new CancellationException("the run was asked to stop");
            }
            if (slice.isInOrder() && slice.rangeStarts()[0] != rowsTaken[slice.source()]) {
                throw new ConservationException("column " + column + " would take row " + slice.rangeStarts()[0]
                        + " of source " + slice.source() + " after row " + rowsTaken[slice.source()]);
            }
            int at = slice.regionStart();
            for (int range = 0; range < slice.rangeStarts().length; range++) {
                int rows = slice.rangeRows()[range];
                R reader = readerAt(slice.source(), slice.rangeStarts()[range], decompressors);
                taker.take(reader, rows, at);
                checkEnd(slice.source(), reader);
                at += rows;
            }
            taken(slice);
        }
    }

    /** A reader that stands at a row of a source. */
    private R readerAt(int source, long row, Decompressors decompressors) {
        R reader = readers.get(source);
        if (reader != null && reader.position() > row) {
            // Only a source that is out of order goes back; its chunk is read again from the start.
            reader.close();
            reader = null;
        }
        if (reader == null) {
            reader = opener.apply(table.sources().get(source));
            readers.put(source, reader);
            RowReader.Bookmark bookmark = bookmarks.remove(source);
            if (bookmark != null && bookmark.firstRow() <= row) {
                reader.resume(bookmark, decompressors);
            }
        }
        reader.skip(row - reader.position(), decompressors);
        return reader;
    }

    /** Whatever order the rows are taken in, the last one comes once: then nothing may follow it. */
    private void checkEnd(int source, R reader) {
        if (reader.position() == table.sources().get(source).rows()) {
            reader.checkEnd();
        }
    }

    /** The present row group has taken what it needs of a source. */
    private void taken(Slice slice) {
        int source = slice.source();
        rowsTaken[source] += slice.rows();
        R reader = readers.get(source);
        if (rowsTaken[source] == table.sources().get(source).rows()) {
            reader.close();
            readers.remove(source);
        } else if (pool.ledger().hasRoomFor(reader.heldBytes() <= SMALL_BYTES ? 0 : LARGE_SHARE * reader.heldBytes())) {
            reader.park();
        } else {
            bookmarks.put(source, reader.bookmark());
            reader.close();
            readers.remove(source);
        }
    }

    /** After the last row group: every row of every source was taken exactly once. */
    void checkAllTaken() {
        for (int source = 0; source < rowsTaken.length; source++) {
            long expected = table.sources().get(source).rows();
            if (rowsTaken[source] != expected) {
                throw new ConservationException("column " + column + ": " + rowsTaken[source] + " of " + expected
                        + " rows were taken from "
                        + table.sources().get(source).part().name());
            }
        }
    }

    @Override
    public void close() {
        readers.values().forEach(RowReader::close);
        readers.clear();
    }
}
