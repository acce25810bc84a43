package dev.daypack.output;

import java.util.Arrays;
import java.util.List;

/**
 * Checks that rows of equal keys stand in the order of (source, row of the source), from row group to row group. The
 * keys are those read back from the output, so the check does not lean on the merge. Not thread-safe.
 */
final class TieOrder {

    private boolean isFirst = true;
    private long lastKey;
    private int lastSource;
    private long lastRow;

    /** @param keys of the row group's rows, in output order, as read back */
    void check(RowGroupPlan plan, long[] keys) {
        int[] order = plan.order();
        List<Slice> slices = plan.slices();
        int[] starts = slices.stream().mapToInt(Slice::regionStart).toArray();
        int first = regionRow(order, 0);
        if (!isFirst && keys[0] == lastKey) {
            Slice slice = slices.get(sliceOf(starts, first));
            long row = sourceRow(slice, first);
            if (slice.source() < lastSource || (slice.source() == lastSource && row <= lastRow)) {
                throw swapped(keys[0]);
            }
        }
        int rows = plan.rows();
        if (order == null) {
            checkBoundaries(slices, keys);
        } else {
            checkRows(slices, starts, order, keys, rows);
        }
        int last = regionRow(order, rows - 1);
        Slice slice = slices.get(sliceOf(starts, last));
        isFirst = false;
        lastKey = keys[rows - 1];
        lastSource = slice.source();
        lastRow = sourceRow(slice, last);
    }

    /** Inside a slice the rows are in the order of its source; only where one slice follows another can it break. */
    private static void checkBoundaries(List<Slice> slices, long[] keys) {
        for (int slice = 1; slice < slices.size(); slice++) {
            int row = slices.get(slice).regionStart();
            boolean isTie = keys[row] == keys[row - 1];
            if (isTie && slices.get(slice - 1).source() >= slices.get(slice).source()) {
                throw swapped(keys[row]);
            }
        }
    }

    private static void checkRows(List<Slice> slices, int[] starts, int[] order, long[] keys, int rows) {
        if (isBySource(slices)) {
            checkAscending(order, keys, rows);
            return;
        }
        for (int i = 1; i < rows; i++) {
            if (keys[i] == keys[i - 1] && !follows(slices, starts, order[i - 1], order[i])) {
                throw swapped(keys[i]);
            }
        }
    }

    private static boolean isBySource(List<Slice> slices) {
        for (int slice = 1; slice < slices.size(); slice++) {
            if (slices.get(slice - 1).source() >= slices.get(slice).source()) {
                return false;
            }
        }
        return true;
    }

    /** Where the slices stand in the order of the sources, the region's rows do too. */
    private static void checkAscending(int[] order, long[] keys, int rows) {
        for (int i = 1; i < rows; i++) {
            if (keys[i] == keys[i - 1] && order[i] <= order[i - 1]) {
                throw swapped(keys[i]);
            }
        }
    }

    private static int regionRow(int[] order, int row) {
        return order == null ? row : order[row];
    }

    /** Inside a slice, region rows are in the order of the source's rows. */
    private static boolean follows(List<Slice> slices, int[] starts, int before, int after) {
        int one = sliceOf(starts, before);
        int other = sliceOf(starts, after);
        return one == other
                ? before < after
                : slices.get(one).source() < slices.get(other).source();
    }

    private static int sliceOf(int[] starts, int regionRow) {
        int found = Arrays.binarySearch(starts, regionRow);
        return found >= 0 ? found : -found - 2;
    }

    private static long sourceRow(Slice slice, int regionRow) {
        int range = 0;
        int left = regionRow - slice.regionStart();
        while (left >= slice.rangeRows()[range]) {
            left -= slice.rangeRows()[range++];
        }
        return slice.rangeStarts()[range] + left;
    }

    private static ConservationException swapped(long key) {
        return new ConservationException("rows of the equal key " + key + " changed places");
    }
}
