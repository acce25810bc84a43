package dev.daypack.output;

import dev.daypack.memory.BufferPool;
import dev.daypack.merge.Runs;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * How the rows of one output row group come together. The <em>region</em> is where every column is decoded: the
 * slices of the sources one after another, each in the order of its source's rows. The output takes region row
 * {@code order[i]} as its row i; when the region is in output order already there is no {@code order}, and nothing is
 * moved.
 *
 * <p>One plan serves all columns of the row group. {@code order} is a pool array, and the ranges of the slices are in
 * the ledger, until {@link #close}.
 */
final class RowGroupPlan implements AutoCloseable {

    /** Where a range starts and how long it is. */
    private static final long RANGE_BYTES = Long.BYTES + Integer.BYTES;

    private final BufferPool pool;
    private final long firstRow;
    private final int rows;
    private final List<Slice> slices;
    private final long reservedBytes;
    private int[] order;
    private boolean isClosed;

    private RowGroupPlan(
            BufferPool pool, long firstRow, int rows, List<Slice> slices, long reservedBytes, int[] order) {
        this.pool = pool;
        this.reservedBytes = reservedBytes;
        this.firstRow = firstRow;
        this.rows = rows;
        this.slices = slices;
        this.order = order;
    }

    /** Number of the row group's first row in the output. */
    long firstRow() {
        return firstRow;
    }

    int rows() {
        return rows;
    }

    List<Slice> slices() {
        return slices;
    }

    /** Region row by output row, or null if they are the same. */
    int[] order() {
        return order;
    }

    @Override
    public void close() {
        if (!isClosed) {
            isClosed = true;
            pool.ledger().release(reservedBytes);
        }
        if (order != null) {
            pool.giveBack(order);
            order = null;
        }
    }

    /**
     * @param runs the merged order of the row group's rows
     * @param sourceCount how many sources the table has
     * @param orders of the sources' rows
     */
    static RowGroupPlan of(Runs runs, int sourceCount, RowOrders orders, long firstRow, BufferPool pool) {
        Part[] bySource = new Part[sourceCount];
        List<Part> parts = parts(runs, bySource);
        int rows = Math.toIntExact(runs.rows());
        List<Slice> slices = new ArrayList<>(parts.size());
        long reservedBytes = 0;
        boolean isPlanned = false;
        try {
            int regionStart = 0;
            boolean inOrder = parts.size() == runs.count();
            for (Part part : parts) {
                part.regionStart = regionStart;
                if (!orders.isInOrder(part.source)) {
                    inOrder = false;
                    part.take(orders, pool);
                }
                int ranges = part.ranges == null ? 1 : part.ranges.ranges();
                pool.ledger().reserve(RANGE_BYTES * ranges);
                reservedBytes += RANGE_BYTES * ranges;
                slices.add(part.slice(ranges));
                regionStart += part.rows;
            }
            int[] order = inOrder ? null : order(runs, bySource, pool);
            isPlanned = true;
            return new RowGroupPlan(pool, firstRow, rows, slices, reservedBytes, order);
        } finally {
            parts.forEach(part -> part.giveBack(pool));
            if (!isPlanned) {
                pool.ledger().release(reservedBytes);
            }
        }
    }

    /**
     * One entry for each source: in the order of their runs, if each has but one, else in the order of the sources, so
     * that rows of equal keys stand in ascending places of the region.
     */
    private static List<Part> parts(Runs runs, Part[] bySource) {
        List<Part> parts = new ArrayList<>();
        for (int run = 0; run < runs.count(); run++) {
            int source = runs.source(run);
            Part part = bySource[source];
            if (part == null) {
                part = new Part(source, runs.start(run));
                bySource[source] = part;
                parts.add(part);
            }
            part.rows += runs.length(run);
        }
        if (parts.size() < runs.count()) {
            parts.sort(Comparator.comparingInt(part -> part.source));
        }
        return parts;
    }

    private static int[] order(Runs runs, Part[] bySource, BufferPool pool) {
        int[] order = pool.ints(Math.toIntExact(runs.rows()));
        int row = 0;
        for (int run = 0; run < runs.count(); run++) {
            row = bySource[runs.source(run)].place(runs.start(run), runs.length(run), order, row);
        }
        return order;
    }

    /** A slice while it is being laid out. */
    private static final class Part {
        final int source;
        final long firstPosition;
        int rows;
        int regionStart;

        /** Of a source that is out of order: its rows by sorted position, from the first position on. */
        private int[] sourceRows;

        private RowRanks ranges;

        Part(int source, long firstPosition) {
            this.source = source;
            this.firstPosition = firstPosition;
        }

        void take(RowOrders orders, BufferPool pool) {
            sourceRows = pool.ints(rows);
            orders.copyRows(source, firstPosition, rows, sourceRows);
            ranges = new RowRanks(sourceRows, rows, pool);
        }

        Slice slice(int count) {
            long[] starts = {firstPosition};
            int[] lengths = {rows};
            if (ranges != null) {
                starts = new long[count];
                lengths = new int[count];
                ranges.copyRanges(starts, lengths);
            }
            return new Slice(source, regionStart, rows, starts, lengths, ranges == null);
        }

        /** Writes the region rows of one run; returns the next output row. */
        int place(long start, int length, int[] order, int row) {
            int next = row;
            int position = Math.toIntExact(start - firstPosition);
            if (ranges == null) {
                int region = regionStart + position;
                for (int i = 0; i < length; i++) {
                    order[next++] = region++;
                }
                return next;
            }
            for (int i = 0; i < length; i++) {
                order[next++] = regionStart + ranges.rank(sourceRows[position + i]);
            }
            return next;
        }

        void giveBack(BufferPool pool) {
            if (sourceRows != null) {
                pool.giveBack(sourceRows);
                sourceRows = null;
            }
            if (ranges != null) {
                ranges.close();
                ranges = null;
            }
        }
    }
}
