package dev.daypack.input;

import dev.daypack.merge.KeyBlock;
import dev.daypack.merge.Runs;
import dev.daypack.merge.WideKeySorter;
import dev.daypack.merge.WideKeySource;
import dev.daypack.merge.WideRunMerger;
import java.util.ArrayList;
import java.util.List;

/** Brings the wide keys of one source into order that is not held as a whole, as {@link SortedRuns} the narrow ones. */
final class WideSortedRuns implements AutoCloseable {

    private final KeyRoom room;
    private final String part;
    private final long rows;
    private final long keyBytes;
    private final WideKeySorter sorter = new WideKeySorter();
    private List<Run> runs = new ArrayList<>();
    private long inversions;
    private long rowsAdded;

    /** Of the last block: its last key as it stood, and its largest; null before the first. */
    private byte[] previous;

    private byte[] largest;

    /**
     * @param part for messages
     * @param rows of the source
     * @param keyBytes of all of them
     */
    WideSortedRuns(KeyRoom room, String part, long rows, long keyBytes) {
        this.room = room;
        this.part = part;
        this.rows = rows;
        this.keyBytes = keyBytes;
    }

    private record Run(SortedWideKeys keys, Permutation order, long firstRow) {

        void close() {
            keys.close();
            order.close();
        }
    }

    /** Adds the keys of the next rows, at least one, and sorts them where they are. */
    void add(KeyBlock keys) {
        int count = keys.count();
        inversions += previous != null && keys.compare(0, previous) < 0 ? 1 : 0;
        previous = keys.copy(count - 1);
        int steps = sorter.sort(keys);
        inversions += steps;
        if (runs.isEmpty() || keys.compare(0, largest) < 0) {
            endRun();
            runs.add(newRun(rows - rowsAdded, rowsAdded));
        }
        Run run = runs.get(runs.size() - 1);
        if (steps == 0) {
            run.order.addInPlace(count);
        } else {
            KeyRoom.checkComplete(sorter.permutation(), count);
            run.order.add(sorter.permutation(), 0, count, Math.toIntExact(rowsAdded - run.firstRow));
        }
        run.keys.append(keys);
        largest = keys.copy(count - 1);
        rowsAdded += count;
    }

    private Run newRun(long expectedRows, long firstRow) {
        return new Run(
                new SortedWideKeys(room, "the sort keys of " + part, keyBytes / Math.max(1, rows) * expectedRows),
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
        int streamBytes = room.plan().runStreamBytes(group.size());
        List<WideKeySource> sources = new ArrayList<>();
        RunRows order = new RunRows();
        long expectedRows = 0;
        for (Run run : group) {
            sources.add(new WideForm.Stored(run.keys, streamBytes));
            order.add(run.order, run.keys.rows(), run.firstRow - group.get(0).firstRow);
            expectedRows += run.keys.rows();
        }
        Run merged = newRun(expectedRows, group.get(0).firstRow);
        int[] mergedRows = room.pool().ints(room.plan().mergedKeys());
        try (WideRunMerger merger = new WideRunMerger(sources, sources.size());
                MergedKeys keys = new MergedKeys(room)) {
            Runs taken = new Runs();
            int count;
            while ((count = keys.next(merger, taken)) > 0) {
                merged.keys.append(keys.keys());
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
            room.pool().giveBack(mergedRows);
        }
        group.forEach(Run::close);
        return merged;
    }

    /** The keys of all rows, in order; closed by the caller or with their stream. Only after {@link #finish}. */
    SortedWideKeys keys() {
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
