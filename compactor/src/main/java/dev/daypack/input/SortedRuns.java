package dev.daypack.input;

import dev.daypack.merge.KeySorter;
import dev.daypack.merge.KeySource;
import dev.daypack.merge.RunMerger;
import dev.daypack.merge.Runs;
import java.util.ArrayList;
import java.util.List;

/**
 * Brings the narrow keys of one source into order that is not held as a whole. It comes in blocks, which are sorted one
 * by one. A block that goes on where the one before ended is joined to it, else it begins a new run; at the end the
 * runs are merged, in several passes if there are too many. Ties go to the earlier run, that is, to the earlier row.
 *
 * <pre>
 *   blocks of rows    [1 2 3][4 6 5][2 7 8][9 9 9]
 *   sorted            [1 2 3  4 5 6][2 7 8  9 9 9]      two runs, with the rows that their keys came from
 *   merged            [1 2 2 3 4 5 6 7 8 9 9 9]
 * </pre>
 *
 * <p>A source in order is one run and costs nothing but its keys. Not thread-safe.
 */
final class SortedRuns implements AutoCloseable {

    private static final int MERGED_ROWS = 4096;

    private final KeyRoom room;
    private final String part;
    private final long rows;
    private List<Run> runs = new ArrayList<>();
    private long inversions;
    private long rowsAdded;

    /** Of the last block: its last key as it stood, and its largest. */
    private long previous = Long.MIN_VALUE;

    private long largest = Long.MIN_VALUE;

    /**
     * @param part for messages
     * @param rows of the source
     */
    SortedRuns(KeyRoom room, String part, long rows) {
        this.room = room;
        this.part = part;
        this.rows = rows;
    }

    /** Keys in order, and the rows that they came from, counted from the first of these rows in the source. */
    private record Run(SortedKeys keys, Permutation order, long firstRow) {

        void close() {
            keys.close();
            order.close();
        }
    }

    /** Adds the keys of the next rows, and sorts them where they are. */
    void add(long[] keys, int count) {
        inversions += keys[0] < previous ? 1 : 0;
        previous = keys[count - 1];
        // Outside of the lock, which others wait for.
        boolean isSorted = KeySorter.isSorted(keys, count);
        synchronized (room) {
            int steps = isSorted ? 0 : room.sort(keys, count);
            inversions += steps;
            if (runs.isEmpty() || keys[0] < largest) {
                endRun();
                runs.add(newRun(rows - rowsAdded, rowsAdded));
            }
            Run run = runs.get(runs.size() - 1);
            if (steps == 0) {
                run.order.addInPlace(count);
            } else {
                run.order.add(room.permutation(), 0, count, Math.toIntExact(rowsAdded - run.firstRow));
            }
        }
        runs.get(runs.size() - 1).keys.append(keys, 0, count);
        largest = keys[count - 1];
        rowsAdded += count;
    }

    private Run newRun(long expectedRows, long firstRow) {
        return new Run(
                new SortedKeys(room, "the sort keys of " + part, expectedRows),
                new Permutation(room, "the order of " + part, expectedRows),
                firstRow);
    }

    private void endRun() {
        if (!runs.isEmpty()) {
            Run last = runs.get(runs.size() - 1);
            last.keys.finish();
            last.order.finish();
        }
    }

    /** Rows added whose key is smaller than that of the row before. */
    long inversions() {
        return inversions;
    }

    /** All rows were added: merges what has to be merged. */
    void finish() {
        endRun();
        int fanIn = room.plan().mergedRuns();
        while (runs.size() > 1) {
            runs = RunPasses.pass(runs, fanIn, this::merge, Run::close);
        }
    }

    private Run merge(List<Run> group) {
        synchronized (room) {
            return mergeAlone(group);
        }
    }

    private Run mergeAlone(List<Run> group) {
        int streamBytes = room.plan().runStreamBytes(group.size());
        List<KeySource> sources = new ArrayList<>();
        RunRows order = new RunRows();
        long expectedRows = 0;
        for (Run run : group) {
            sources.add(new NarrowForm.Stored(run.keys, streamBytes));
            order.add(run.order, run.keys.rows(), run.firstRow - group.get(0).firstRow);
            expectedRows += run.keys.rows();
        }
        Run merged = newRun(expectedRows, group.get(0).firstRow);
        long[] keys = room.pool().longs(MERGED_ROWS);
        int[] mergedRows = room.pool().ints(MERGED_ROWS);
        try (RunMerger merger = new RunMerger(sources, sources.size())) {
            Runs taken = new Runs();
            int count;
            while ((count = merger.next(MERGED_ROWS, taken, keys)) > 0) {
                merged.keys.append(keys, 0, count);
                order.take(taken, mergedRows);
                merged.order.add(mergedRows, 0, count, 0);
                taken.clear();
            }
            merged.keys.finish();
            merged.order.finish();
        } catch (RuntimeException e) {
            merged.close();
            throw e;
        } finally {
            room.pool().giveBack(keys);
            room.pool().giveBack(mergedRows);
        }
        group.forEach(Run::close);
        return merged;
    }

    /** The keys of all rows, in order; closed by the caller or with their stream. Only after {@link #finish}. */
    SortedKeys keys() {
        return runs.get(0).keys;
    }

    /** The row at each sorted position; closed by the caller. Only after {@link #finish}. */
    Permutation order() {
        return runs.get(0).order;
    }

    /** Gives everything back, after a failure. */
    @Override
    public void close() {
        runs.forEach(Run::close);
    }
}
