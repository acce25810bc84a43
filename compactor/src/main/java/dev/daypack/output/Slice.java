package dev.daypack.output;

import dev.daypack.input.Table;

/**
 * The rows that one source gives to one output row group. They are decoded one after another, in the order of the
 * source's rows, to {@code regionStart} and on.
 *
 * @param source ordinal
 * @param regionStart place of the first of them in the region
 * @param rows how many
 * @param rangeStarts first rows of the ranges of source rows, ascending
 * @param rangeRows lengths of those ranges; they sum to {@code rows}
 * @param isInOrder whether the source is, so that its slices follow each other from its first row to its last
 */
record Slice(int source, int regionStart, int rows, long[] rangeStarts, int[] rangeRows, boolean isInOrder) {

    /** Says that these rows of a column will be read soon. */
    void announce(Table.Source from, int column) {
        int last = rangeStarts.length - 1;
        from.willNeed(column, rangeStarts[0], rangeStarts[last] + rangeRows[last] - rangeStarts[0]);
    }
}
