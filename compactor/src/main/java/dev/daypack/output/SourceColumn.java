package dev.daypack.output;

import dev.daypack.input.ColumnReader;
import dev.daypack.input.Decompressors;
import dev.daypack.input.InputLimits;
import dev.daypack.input.Table;
import dev.daypack.memory.BufferPool;
import java.util.HashMap;
import java.util.Map;

/**
 * The readers of one column over all sources: opened when a row group first needs a source, kept while the next one
 * goes on in it, closed when its last row is taken. When memory is short a reader is closed in between too, and its
 * place remembered. Rows are counted here a second time: at the end every row of every
 * source must have been taken exactly once.
 *
 * <p>Row groups use it one after another; not thread-safe.
 */
final class SourceColumn implements AutoCloseable {

    private final Table table;
    private final int column;
    private final InputLimits limits;
    private final BufferPool pool;
    private final Map<Integer, ColumnReader> readers = new HashMap<>();
    private final Map<Integer, ColumnReader.Bookmark> bookmarks = new HashMap<>();
    private final long[] rowsTaken;

    SourceColumn(Table table, int column, InputLimits limits, BufferPool pool) {
        this.table = table;
        this.column = column;
        this.limits = limits;
        this.pool = pool;
        this.rowsTaken = new long[table.sources().size()];
    }

    /** A reader that stands at a row of a source. */
    ColumnReader readerAt(int source, long row, Decompressors decompressors) {
        ColumnReader reader = readers.get(source);
        if (reader != null && reader.position() > row) {
            // Only a source that is out of order goes back; its chunk is read again from the start.
            reader.close();
            reader = null;
        }
        if (reader == null) {
            Table.Source from = table.sources().get(source);
            reader = new ColumnReader(from.part(), table.columns().get(column), from.chunk(column), limits, pool);
            readers.put(source, reader);
            ColumnReader.Bookmark bookmark = bookmarks.remove(source);
            if (bookmark != null && bookmark.firstRow() <= row) {
                reader.resume(bookmark, decompressors);
            }
        }
        reader.skip(row - reader.position(), decompressors);
        return reader;
    }

    /** The present row group has taken what it needs of a source. */
    void taken(Slice slice) {
        int source = slice.source();
        rowsTaken[source] += slice.rows();
        ColumnReader reader = readers.get(source);
        if (rowsTaken[source] == table.sources().get(source).rows()) {
            if (slice.isInOrder()) {
                reader.checkEnd();
            }
            reader.close();
            readers.remove(source);
        } else if (pool.ledger().hasRoomFor(0)) {
            reader.park();
        } else {
            bookmarks.put(source, reader.bookmark());
            reader.close();
            readers.remove(source);
        }
    }

    /** Rows of each source taken so far. */
    long[] rowsTaken() {
        return rowsTaken;
    }

    @Override
    public void close() {
        readers.values().forEach(ColumnReader::close);
        readers.clear();
    }
}
