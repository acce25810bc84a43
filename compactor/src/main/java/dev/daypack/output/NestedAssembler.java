package dev.daypack.output;

import dev.daypack.input.ColumnSchema;
import dev.daypack.input.Decompressors;
import dev.daypack.input.NestedBlocks;
import dev.daypack.memory.BufferPool;
import dev.daypack.memory.MemoryExceededException;

/**
 * Decodes the slices of one nested column one after another, takes the input side of the conservation digest on the
 * way, and gathers the rows into output order, each with its levels and values. Not thread-safe.
 */
final class NestedAssembler implements AutoCloseable {

    /** However small memory is, a row group may take so much. */
    private static final long FREE_BYTES = 64 << 20;

    /** Arrays of half as many more can still be had. */
    private static final int MAX_ENTRIES = 1 << 29;

    private final ColumnSchema column;
    private final int rows;
    private final BufferPool pool;
    private final NestedDigest digest;

    private byte[] repetitions;
    private byte[] definitions;
    private final int[] firstEntries;
    private final int[] firstValues;
    private int rowCount;
    private int entryCount;
    private int valueCount;
    private boolean isFinished;
    private boolean areHandedOver;

    private final NestedValues values;

    NestedAssembler(ColumnSchema column, int rows, BufferPool pool) {
        this.column = column;
        this.rows = rows;
        this.pool = pool;
        this.digest = new NestedDigest(column.maxDefinition());
        repetitions = pool.bytes(rows);
        definitions = pool.bytes(rows);
        firstEntries = pool.ints(rows + 1);
        firstValues = pool.ints(rows + 1);
        values = new NestedValues(column.kind(), rows, pool);
    }

    /** Of all rows appended, once they are finished. */
    NestedDigest digest() {
        return digest;
    }

    /**
     * Appends the next rows of a reader.
     *
     * @param identities of the region's rows
     */
    void append(NestedBlocks reader, int count, long[] identities, Decompressors decompressors) {
        long endRow = reader.position() + count;
        int block;
        while ((block = reader.nextBlock(endRow, decompressors)) > 0) {
            reserve(reader, block);
            reader.takeLevels(repetitions, definitions, entryCount);
            int firstDigested = values.take(reader);
            int end = entryCount + block;
            digest.add(repetitions, definitions, entryCount, end, values.digested(), firstDigested, identities);
            findRows(end);
        }
    }

    private void reserve(NestedBlocks reader, int moreEntries) {
        int entries = Math.addExact(entryCount, moreEntries);
        checkRoom(reader, entries);
        if (entries > Math.min(repetitions.length, definitions.length)) {
            repetitions = grown(repetitions, entries);
            definitions = grown(definitions, entries);
        }
    }

    /** The rows of a row group are planned by their mean; those that are far above it must not take all memory. */
    private void checkRoom(NestedBlocks reader, int entries) {
        long bytes = 2 * (2L * entries + values.heldBytes());
        if (bytes > Math.max(FREE_BYTES, pool.ledger().limitBytes()) || entries > MAX_ENTRIES) {
            throw new MemoryExceededException(reader.partName() + ", column " + column.name() + ", row "
                    + reader.position() + ": so far " + rowCount + " rows of one row group have " + entries
                    + " elements, which take " + bytes + " bytes of memory ("
                    + pool.ledger().limitBytes()
                    + "); set memory to " + 2 * bytes + " or more, or row-group-rows to less than "
                    + Math.max(2, rowCount));
        }
    }

    private byte[] grown(byte[] levels, int entries) {
        byte[] larger = pool.bytes(Math.toIntExact(Math.max(entries, entryCount * 3L / 2)));
        System.arraycopy(levels, 0, larger, 0, entryCount);
        pool.giveBack(levels);
        return larger;
    }

    /** Notes where rows begin among the entries up to {@code end}, whose levels stand in the arrays. */
    private void findRows(int end) {
        int max = column.maxDefinition();
        for (int entry = entryCount; entry < end; entry++) {
            if (repetitions[entry] == 0) {
                firstEntries[rowCount] = entry;
                firstValues[rowCount] = valueCount;
                rowCount++;
            }
            valueCount += definitions[entry] == max ? 1 : 0;
        }
        entryCount = end;
    }

    /**
     * Everything is appended.
     *
     * @param order region row by output row, or null if they are the same
     */
    NestedColumn finish(int[] order, long[] identities) {
        digest.end(identities);
        if (rowCount != rows) {
            throw new ConservationException(
                    "column " + column.name() + " has " + rowCount + " rows where " + rows + " belong");
        }
        firstEntries[rows] = entryCount;
        firstValues[rows] = valueCount;
        NestedColumn gathered = order == null ? asItIs() : gather(order);
        isFinished = true;
        return gathered;
    }

    /** Rows that are in order are not moved: the arrays go over to the column. */
    private NestedColumn asItIs() {
        ColumnValues into = values.likeThese();
        values.copy(0, valueCount, into, 0);
        areHandedOver = true;
        return new NestedColumn(
                pool, rows, repetitions, definitions, firstEntries, firstValues, into, values.interner());
    }

    private NestedColumn gather(int[] order) {
        byte[] repetitionsInto = pool.bytes(entryCount);
        byte[] definitionsInto = pool.bytes(entryCount);
        int[] entriesInto = pool.ints(rows + 1);
        int[] valuesInto = pool.ints(rows + 1);
        int entry = 0;
        int value = 0;
        ColumnValues into = values.likeThese();
        NestedColumn gathered = new NestedColumn(
                pool, rows, repetitionsInto, definitionsInto, entriesInto, valuesInto, into, values.interner());
        for (int i = 0; i < rows; i++) {
            int row = order[i];
            int from = firstEntries[row];
            int count = firstEntries[row + 1] - from;
            System.arraycopy(repetitions, from, repetitionsInto, entry, count);
            System.arraycopy(definitions, from, definitionsInto, entry, count);
            int valueFrom = firstValues[row];
            int present = firstValues[row + 1] - valueFrom;
            values.copy(valueFrom, present, into, value);
            entriesInto[i] = entry;
            valuesInto[i] = value;
            entry += count;
            value += present;
        }
        entriesInto[rows] = entry;
        valuesInto[rows] = value;
        return gathered;
    }

    @Override
    public void close() {
        if (!areHandedOver) {
            pool.giveBack(repetitions);
            pool.giveBack(definitions);
            pool.giveBack(firstEntries);
            pool.giveBack(firstValues);
        }
        values.close();
        if (!isFinished) {
            values.interner().close();
        }
    }
}
