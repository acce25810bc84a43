package dev.daypack.output;

import dev.daypack.memory.BufferPool;

/**
 * A nested column for the rows of one row group, in output order: levels of its entries, values of those that have one,
 * and for each row where both begin. Owns pool arrays; {@link #close} gives them back. Not thread-safe.
 */
final class NestedColumn implements AutoCloseable {

    private final BufferPool pool;
    private final int rows;
    private final byte[] repetitions;
    private final byte[] definitions;
    private final int[] firstEntries;
    private final int[] firstValues;
    private final ColumnValues values;
    private final Interner interner;

    /**
     * @param firstEntries by row, with the number of entries behind the last
     * @param firstValues by row, with the number of values behind the last
     * @param values without nulls
     * @param interner what they stand for, if they are ids
     */
    NestedColumn(
            BufferPool pool,
            int rows,
            byte[] repetitions,
            byte[] definitions,
            int[] firstEntries,
            int[] firstValues,
            ColumnValues values,
            Interner interner) {
        this.pool = pool;
        this.rows = rows;
        this.repetitions = repetitions;
        this.definitions = definitions;
        this.firstEntries = firstEntries;
        this.firstValues = firstValues;
        this.values = values;
        this.interner = interner;
    }

    int rows() {
        return rows;
    }

    /** By entry. */
    byte[] repetitions() {
        return repetitions;
    }

    /** By entry. */
    byte[] definitions() {
        return definitions;
    }

    /** The first entry of a row; of the row after the last, how many entries there are. */
    int firstEntry(int row) {
        return firstEntries[row];
    }

    /** The first value of a row; of the row after the last, how many values there are. */
    int firstValue(int row) {
        return firstValues[row];
    }

    ColumnValues values() {
        return values;
    }

    /** What the values stand for, as long as they are ids. */
    Interner interner() {
        return interner;
    }

    @Override
    public void close() {
        pool.giveBack(repetitions);
        pool.giveBack(definitions);
        pool.giveBack(firstEntries);
        pool.giveBack(firstValues);
        values.close();
        interner.close();
    }
}
