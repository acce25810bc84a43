package dev.daypack.output;

import dev.daypack.memory.BufferPool;
import dev.daypack.merge.Runs;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;

/**
 * How the rows of one output row group come together. The <em>region</em> is where every column is decoded: the
 * slices of the sources one after another, each in the order of its source's rows. The output takes region row
 * {@code order[i]} as its row i; when the region is in output order already there is no {@code order}, and nothing is
 * moved.
 *
 * <p>One plan serves all columns of the row group. {@code order} is a pool array, given back by {@link #close}.
 */
final class RowGroupPlan implements AutoCloseable {

    private final BufferPool pool;
    private final long firstRow;
    private final int rows;
    private final List<Slice> slices;
    private int[] order;

    private RowGroupPlan(BufferPool pool, long firstRow, int rows, List<Slice> slices, int[] order) {
        this.pool = pool;
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
        if (order != null) {
            pool.giveBack(order);
            order = null;
        }
    }

    /**
     * @param runs the merged order of the row group's rows
     * @param sourceCount how many sources the table has
     * @param permutations for each source, its rows by sorted position, or null if it is in order
     */
    static RowGroupPlan of(
            Runs runs, int sourceCount, IntFunction<int[]> permutations, long firstRow, BufferPool pool) {
        Part[] bySource = new Part[sourceCount];
        List<Part> parts = parts(runs, bySource);
        int rows = Math.toIntExact(runs.rows());
        List<Slice> slices = new ArrayList<>(parts.size());
        int regionStart = 0;
        boolean inOrder = parts.size() == runs.count();
        for (Part part : parts) {
            part.regionStart = regionStart;
            part.permutation = permutations.apply(part.source);
            inOrder &= part.permutation == null;
            slices.add(part.slice());
            regionStart += part.rows;
        }
        int[] order = inOrder ? null : order(runs, bySource, pool);
        return new RowGroupPlan(pool, firstRow, rows, slices, order);
    }

    /** One entry for each source, in the order of their first runs. */
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
        int[] permutation;

        /** Region row, counted from the slice's start, by source row minus {@code lowestRow}. */
        private int[] placeOfRow;

        private int lowestRow;

        Part(int source, long firstPosition) {
            this.source = source;
            this.firstPosition = firstPosition;
        }

        Slice slice() {
            if (permutation == null) {
                return new Slice(source, regionStart, rows, new long[] {firstPosition}, new int[] {rows}, true);
            }
            int from = Math.toIntExact(firstPosition);
            int[] sourceRows = Arrays.copyOfRange(permutation, from, from + rows);
            Arrays.sort(sourceRows);
            lowestRow = sourceRows[0];
            placeOfRow = new int[sourceRows[rows - 1] - lowestRow + 1];
            for (int i = 0; i < rows; i++) {
                placeOfRow[sourceRows[i] - lowestRow] = i;
            }
            return ranges(sourceRows);
        }

        private Slice ranges(int[] sourceRows) {
            int count = 1;
            for (int i = 1; i < rows; i++) {
                count += sourceRows[i] == sourceRows[i - 1] + 1 ? 0 : 1;
            }
            long[] starts = new long[count];
            int[] lengths = new int[count];
            int range = -1;
            for (int i = 0; i < rows; i++) {
                if (i == 0 || sourceRows[i] != sourceRows[i - 1] + 1) {
                    starts[++range] = sourceRows[i];
                }
                lengths[range]++;
            }
            return new Slice(source, regionStart, rows, starts, lengths, false);
        }

        /** Writes the region rows of one run; returns the next output row. */
        int place(long start, int length, int[] order, int row) {
            int next = row;
            if (permutation == null) {
                int region = regionStart + Math.toIntExact(start - firstPosition);
                for (int i = 0; i < length; i++) {
                    order[next++] = region++;
                }
                return next;
            }
            int position = Math.toIntExact(start);
            for (int i = 0; i < length; i++) {
                order[next++] = regionStart + placeOfRow[permutation[position + i] - lowestRow];
            }
            return next;
        }
    }
}
