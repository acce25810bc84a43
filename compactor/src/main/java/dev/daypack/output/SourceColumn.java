package dev.daypack.output;

import dev.daypack.input.Decompressors;
import dev.daypack.input.Resumable;
import dev.daypack.input.RowReader;
import dev.daypack.input.Table;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/**
 * The readers of one column over all sources: opened when a row group first needs a source, parked while the next one
 * goes on in it, closed when its last row is taken. Where there is no room to park a reader, the rest of its rows is
 * spilled, so that its pages are fetched and decoded once, however many row groups need a few rows of it. So is a
 * source out of order that several row groups need, since they take its rows in no order of its pages. Rows are counted
 * here a second time: at the end every row of every source must have been taken exactly once.
 *
 * <p>Row groups use it one after another; not thread-safe.
 */
final class SourceColumn<R extends RowReader> implements AutoCloseable {

    private final Table table;
    private final String column;
    private final Function<Table.Source, R> opener;
    private final Spill<R> spill;
    private final Parking parking;
    private final Map<Integer, R> readers = new HashMap<>();
    private final Map<Integer, Resumable.Bookmark> bookmarks = new HashMap<>();
    private final long[] rowsTaken;

    /** By source: the end of the last row that was taken. */
    private final long[] takenUpTo;

    /** By source: what its parked reader takes. */
    private final long[] parkedBytes;

    /**
     * @param column its name, for messages
     * @param spill closed with this
     * @param opener makes a reader of the column that stands at the first row of a source
     */
    SourceColumn(Table table, String column, Spill<R> spill, Parking parking, Function<Table.Source, R> opener) {
        this.table = table;
        this.column = column;
        this.opener = opener;
        this.spill = spill;
        this.parking = parking;
        this.rowsTaken = new long[table.sources().size()];
        this.takenUpTo = new long[table.sources().size()];
        this.parkedBytes = new long[table.sources().size()];
    }

    /** Takes the next rows of a reader, to a place in the region. */
    interface Taker<R> {
        void take(R reader, int rows, int at);
    }

    /** Reads the rows of one row group, slice by slice. */
    void read(RowGroupPlan plan, Decompressors decompressors, BooleanSupplier isCancelled, Taker<R> taker) {
        try {
            long usualRows = plan.rows() / Math.max(1, plan.slices().size());
            for (Slice slice : plan.slices()) {
                if (isCancelled.getAsBoolean()) {
                    throw new CancellationException("the run was asked to stop");
                }
                read(slice, usualRows, decompressors, taker);
            }
        } finally {
            spill.rest();
        }
    }

    private void read(Slice slice, long usualRows, Decompressors decompressors, Taker<R> taker) {
        if (slice.isInOrder() && slice.rangeStarts()[0] != rowsTaken[slice.source()]) {
            throw new ConservationException("column " + column + " would take row " + slice.rangeStarts()[0]
                    + " of source " + slice.source() + " after row " + rowsTaken[slice.source()]);
        }
        open(slice, usualRows, decompressors);
        boolean isOneRange = slice.rangeStarts().length == 1;
        if (!isOneRange
                && readers.get(slice.source()) instanceof SpilledRows spilled
                && spilled.gather(slice.rangeStarts(), slice.rangeRows())) {
            taker.take(readers.get(slice.source()), slice.rows(), slice.regionStart());
        } else {
            readRanges(slice, decompressors, taker);
        }
        taken(slice, decompressors);
    }

    private void readRanges(Slice slice, Decompressors decompressors, Taker<R> taker) {
        int at = slice.regionStart();
        for (int range = 0; range < slice.rangeStarts().length; range++) {
            int rows = slice.rangeRows()[range];
            R reader = readerAt(slice, slice.rangeStarts()[range], decompressors);
            taker.take(reader, rows, at);
            checkEnd(slice.source(), reader);
            at += rows;
        }
    }

    /** @param usualRows that the present row group takes of a source, on average */
    private void open(Slice slice, long usualRows, Decompressors decompressors) {
        int source = slice.source();
        parking.leave(parkedBytes[source]);
        parkedBytes[source] = 0;
        if (!readers.containsKey(source)) {
            readers.put(source, opener.apply(table.sources().get(source)));
            // One that ends in the next row group is read twice, which costs less than to write it out.
            boolean isScattered = !slice.isInOrder() && slice.rows() < rows(source) && rows(source) > 2 * usualRows;
            if (isScattered && rowsTaken[source] == 0) {
                spill(source, decompressors);
            }
        }
    }

    private long rows(int source) {
        return table.sources().get(source).rows();
    }

    /** The rest of a source goes to scratch space. */
    private void spill(int source, Decompressors decompressors) {
        try (R pages = readers.get(source)) {
            readers.put(source, spill.spill(pages, rows(source), decompressors));
        }
    }

    /** A reader that stands at a row of a source. */
    private R readerAt(Slice slice, long row, Decompressors decompressors) {
        int source = slice.source();
        R reader = readers.get(source);
        if (reader instanceof SpilledRows spilled) {
            spilled.seek(row, end(slice));
            return reader;
        }
        if (reader.position() > row) {
            reader.close();
            reader = opener.apply(table.sources().get(source));
            readers.put(source, reader);
        }
        Resumable.Bookmark bookmark = bookmarks.remove(source);
        if (bookmark != null && bookmark.firstRow() <= row && reader instanceof Resumable closedBefore) {
            closedBefore.resume(bookmark, decompressors);
        }
        reader.skip(row - reader.position(), decompressors);
        return reader;
    }

    /** The end of the last range, which come in the order of the source. */
    private static long end(Slice slice) {
        int last = slice.rangeStarts().length - 1;
        return slice.rangeStarts()[last] + slice.rangeRows()[last];
    }

    /** Whatever order the rows are taken in, the last one comes once: then nothing may follow it. */
    private void checkEnd(int source, R reader) {
        if (reader.position() == rows(source)) {
            reader.checkEnd();
        }
    }

    /** The present row group has taken what it needs of a source. */
    private void taken(Slice slice, Decompressors decompressors) {
        int source = slice.source();
        rowsTaken[source] += slice.rows();
        takenUpTo[source] = Math.max(takenUpTo[source], end(slice));
        R reader = readers.get(source);
        if (rowsTaken[source] == rows(source)) {
            if (reader instanceof SpilledRows spilled) {
                spilled.checkTaken();
            }
            reader.close();
            readers.remove(source);
        } else if (!(reader instanceof SpilledRows)) {
            park(source, reader, decompressors);
        }
    }

    private void park(int source, R reader, Decompressors decompressors) {
        boolean holdsNothing = reader.heldBytes() == 0;
        parkedBytes[source] = holdsNothing ? 0 : parking.enter(reader.heldBytes());
        if (parkedBytes[source] > 0) {
            reader.park();
        } else if (!holdsNothing && hasAllBehind(source, reader) && spill.isOfUse(reader)) {
            spill(source, decompressors);
        } else {
            if (reader instanceof Resumable resumable) {
                bookmarks.put(source, resumable.bookmark());
            }
            reader.close();
            readers.remove(source);
        }
    }

    /** Whether just the rows that the reader has passed are taken: then its rest is the rest of the source. */
    private boolean hasAllBehind(int source, R reader) {
        return rowsTaken[source] == takenUpTo[source] && reader.position() == takenUpTo[source];
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
        for (long bytes : parkedBytes) {
            parking.leave(bytes);
        }
        spill.close();
    }
}
