package dev.daypack.output;

import dev.daypack.encoding.BinaryVector;
import dev.daypack.input.NullMask;
import dev.daypack.input.ValueKind;
import dev.daypack.memory.BufferPool;
import java.util.Arrays;

/**
 * The values of one column for the rows of one row group, in one of two forms: ids of a dictionary (-1 for a null), or
 * the values themselves with a null mask. As long as all ids are the same, they are one number and take no array. Owns
 * pool arrays; {@link #close} gives them back. Not thread-safe.
 */
final class ColumnValues implements AutoCloseable {

    private final ValueKind kind;
    private final BufferPool pool;
    private final int rows;

    private boolean isIds;

    /** Null while the first {@link #runRows} rows are all there is, and have one id. */
    private int[] ids;

    private int runId;
    private int runRows;

    /** Whether ids are numbered as the rows first show them, in the present order. */
    private boolean isInFirstSightOrder;

    private int[] ints;
    private long[] longs;
    private BinaryVector binaries;
    private NullMask nulls = new NullMask();

    /** A vector of ids, to be filled. */
    static ColumnValues ofIds(ValueKind kind, int rows, BufferPool pool) {
        ColumnValues values = new ColumnValues(kind, rows, pool);
        values.isIds = true;
        return values;
    }

    /** A vector of values, to be filled. */
    static ColumnValues ofValues(ValueKind kind, int rows, BufferPool pool) {
        ColumnValues values = new ColumnValues(kind, rows, pool);
        values.makeRoom();
        return values;
    }

    private ColumnValues(ValueKind kind, int rows, BufferPool pool) {
        this.kind = kind;
        this.rows = rows;
        this.pool = pool;
    }

    private void makeRoom() {
        switch (kind) {
            case INT -> ints = pool.ints(rows);
            case LONG -> longs = pool.longs(rows);
            case BINARY -> binaries = new BinaryVector(pool, rows, 4096);
        }
    }

    ValueKind kind() {
        return kind;
    }

    int rows() {
        return rows;
    }

    boolean isIds() {
        return isIds;
    }

    /** The ids, which may be changed. */
    int[] ids() {
        if (ids == null) {
            ids = pool.ints(rows);
            Arrays.fill(ids, 0, runRows, runId);
        }
        return ids;
    }

    /** Appends rows of one id after the first {@code at}. */
    void appendRun(int id, int at, int count) {
        if (ids == null && runRows == at && (at == 0 || runId == id)) {
            runId = id;
            runRows += count;
        } else {
            Arrays.fill(ids(), at, at + count, id);
        }
    }

    /** Whether all rows have one id, known without a look at them. */
    boolean isRun() {
        return isIds && ids == null && runRows == rows;
    }

    /** Of all rows; only if {@link #isRun}. */
    int runId() {
        return runId;
    }

    /** Whether ids are numbered, from 0 without gaps, in the order in which the rows first show them. */
    boolean isInFirstSightOrder() {
        return isInFirstSightOrder;
    }

    void numberedByFirstSight() {
        isInFirstSightOrder = true;
    }

    int[] ints() {
        return ints;
    }

    long[] longs() {
        return longs;
    }

    BinaryVector binaries() {
        return binaries;
    }

    NullMask nulls() {
        return nulls;
    }

    boolean isNull(int row) {
        return isIds ? ids()[row] < 0 : nulls.isNull(row);
    }

    /**
     * Turns the first {@code count} ids into the values that they stand for; from then on this is a vector of values.
     *
     * @param bitsById fixed-width values
     * @param binariesById binary values, or null
     */
    void toValues(int count, long[] bitsById, BinaryVector binariesById) {
        int[] source = ids();
        ids = null;
        isIds = false;
        makeRoom();
        for (int row = 0; row < count; row++) {
            int id = source[row];
            if (id < 0) {
                nulls.set(row);
            }
            switch (kind) {
                case INT -> ints[row] = id < 0 ? 0 : (int) bitsById[id];
                case LONG -> longs[row] = id < 0 ? 0 : bitsById[id];
                case BINARY -> appendFrom(binariesById, id);
            }
        }
        pool.giveBack(source);
    }

    private void appendFrom(BinaryVector from, int id) {
        if (id < 0) {
            binaries.append(from.bytes(), 0, 0);
        } else {
            binaries.append(from.bytes(), from.start(id), from.length(id));
        }
    }

    /** Turns the first {@code count} values, binary ones, into ids of an interner, where more will follow. */
    void toIds(int count, Interner interner) {
        int[] newIds = pool.ints(rows);
        for (int row = 0; row < count; row++) {
            newIds[row] = nulls.isNull(row) ? -1 : interner.intern(binaries, row);
        }
        toIds(newIds);
    }

    /** Takes over ids, a pool array; from then on this is a vector of ids. */
    void toIds(int[] newIds) {
        giveBack();
        nulls = new NullMask();
        ids = newIds;
        isIds = true;
    }

    /** Brings the rows into output order: row i becomes what row {@code order[i]} was. */
    void reorder(int[] order) {
        if (isIds) {
            isInFirstSightOrder = isRun();
            ids = isRun() ? null : reordered(ids(), order);
            return;
        }
        switch (kind) {
            case INT -> ints = reordered(ints, order);
            case LONG -> {
                long[] moved = pool.longs(rows);
                for (int i = 0; i < rows; i++) {
                    moved[i] = longs[order[i]];
                }
                pool.giveBack(longs);
                longs = moved;
            }
            case BINARY -> reorderBinaries(order);
        }
        if (nulls.count() > 0) {
            NullMask moved = new NullMask();
            for (int i = 0; i < rows; i++) {
                if (nulls.isNull(order[i])) {
                    moved.set(i);
                }
            }
            nulls = moved;
        }
    }

    private int[] reordered(int[] from, int[] order) {
        int[] moved = pool.ints(rows);
        for (int i = 0; i < rows; i++) {
            moved[i] = from[order[i]];
        }
        pool.giveBack(from);
        return moved;
    }

    private void reorderBinaries(int[] order) {
        BinaryVector moved = new BinaryVector(pool, rows, Math.max(1, binaries.byteCount()));
        for (int i = 0; i < rows; i++) {
            int from = order[i];
            moved.append(binaries.bytes(), binaries.start(from), binaries.length(from));
        }
        binaries.close();
        binaries = moved;
    }

    private void giveBack() {
        if (ids != null) {
            pool.giveBack(ids);
        }
        if (ints != null) {
            pool.giveBack(ints);
        }
        if (longs != null) {
            pool.giveBack(longs);
        }
        if (binaries != null) {
            binaries.close();
        }
        ids = null;
        runRows = 0;
        ints = null;
        longs = null;
        binaries = null;
    }

    @Override
    public void close() {
        giveBack();
    }
}
