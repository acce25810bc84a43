package dev.daypack.output;

import dev.daypack.encoding.BinaryVector;
import dev.daypack.input.ValueKind;
import dev.daypack.memory.BufferPool;
import java.util.Arrays;

/**
 * The dictionary of one output column chunk: its distinct values in the order in which the output's rows first show
 * them. That order, and whether there is a dictionary at all, depend on the output's rows alone, not on the
 * dictionaries of the inputs.
 *
 * @param size number of values
 * @param bits fixed-width values by id; empty for binary ones
 * @param binaries binary values by id; null for fixed-width ones
 * @param owned given back by {@link #close}
 */
record OutputDictionary(int size, long[] bits, BinaryVector binaries, Runnable owned) implements AutoCloseable {

    /** Readers hold a dictionary whole; beyond so many entries, or bytes, a column has none. */
    static final int MAX_ENTRIES = 1 << 17;

    static final int MAX_BYTES = 2 << 20;

    /** ... unless the values, one by one, would take more than this: then it may have so many more. */
    static final int WIDE_PLAIN_BYTES = 32 << 20;

    static final int WIDE_MAX_BYTES = 48 << 20;

    /** Where most of the first rows differ, there is no point in looking at the rest. */
    private static final int PROBE_ROWS = 16 << 10;

    private static final int PROBE_MAX_ENTRIES = 12 << 10;

    /**
     * Builds the dictionary and leaves the column as ids of it; or, if there are too many distinct values, leaves it as
     * values and returns null.
     *
     * @param interner what ids stand for, if the column has ids
     */
    static OutputDictionary build(ColumnValues values, Interner interner, BufferPool pool) {
        if (!values.isIds()) {
            return ofValues(values, pool);
        }
        OutputDictionary dictionary =
                values.isInFirstSightOrder() ? ofNumbered(values, interner) : ofIds(values, interner, pool);
        if (dictionary == null) {
            values.toValues(values.rows(), interner.hashes(), interner.binaries());
        }
        return dictionary;
    }

    private static OutputDictionary ofIds(ColumnValues values, Interner interner, BufferPool pool) {
        int[] newIds = pool.ints(Math.max(1, interner.size()));
        int[] oldIds = pool.ints(Math.max(1, Math.min(interner.size(), MAX_ENTRIES)));
        try {
            Arrays.fill(newIds, 0, interner.size(), -1);
            int size = firstSights(values, newIds, oldIds, interner);
            return size < 0 ? null : picked(size, oldIds, interner, pool);
        } finally {
            pool.giveBack(newIds);
            pool.giveBack(oldIds);
        }
    }

    /** Of ids that are numbered in the order of first sight already; null if they are too many. */
    private static OutputDictionary ofNumbered(ColumnValues values, Interner interner) {
        int size = interner.size();
        boolean tooMany =
                size > MAX_ENTRIES || (size > PROBE_MAX_ENTRIES && entriesOfProbe(values) > PROBE_MAX_ENTRIES);
        BinaryVector binaries = interner.binaries();
        long bytes = 8L * size + (binaries == null ? 0 : binaries.byteCount());
        if (tooMany || (bytes > MAX_BYTES && bytes > maxBytes(plainBytes(values.ids(), values.rows(), interner)))) {
            return null;
        }
        return new OutputDictionary(size, interner.hashes(), binaries, () -> {});
    }

    private static int entriesOfProbe(ColumnValues values) {
        int largest = -1;
        if (values.rows() > PROBE_ROWS) {
            for (int row = 0; row < PROBE_ROWS; row++) {
                largest = Math.max(largest, values.ids()[row]);
            }
        }
        return largest + 1;
    }

    /** Numbers the ids anew in the order of first sight; returns how many there are, or -1 if they are too many. */
    private static int firstSights(ColumnValues values, int[] newIds, int[] oldIds, Interner interner) {
        int[] ids = values.ids();
        int most = Math.min(interner.size(), MAX_ENTRIES);
        int next = 0;
        long bytes = 0;
        long maxBytes = maxBytes(plainBytes(ids, values.rows(), interner));
        for (int row = 0; row < values.rows(); row++) {
            if (row == PROBE_ROWS && next > PROBE_MAX_ENTRIES) {
                return undo(ids, row, oldIds);
            }
            int id = ids[row];
            if (id >= 0) {
                int known = newIds[id];
                if (known < 0) {
                    bytes += entryBytes(interner, id);
                    if (next == most || bytes > maxBytes) {
                        return undo(ids, row, oldIds);
                    }
                    oldIds[next] = id;
                    known = next++;
                    newIds[id] = known;
                }
                ids[row] = known;
            }
        }
        return next;
    }

    private static int undo(int[] ids, int rows, int[] oldIds) {
        for (int row = 0; row < rows; row++) {
            ids[row] = ids[row] < 0 ? -1 : oldIds[ids[row]];
        }
        return -1;
    }

    private static OutputDictionary picked(int size, int[] oldIds, Interner interner, BufferPool pool) {
        BinaryVector from = interner.binaries();
        if (from != null) {
            BinaryVector values = new BinaryVector(pool, size, 1024);
            for (int id = 0; id < size; id++) {
                values.append(from.bytes(), from.start(oldIds[id]), from.length(oldIds[id]));
            }
            return new OutputDictionary(size, new long[0], values, values::close);
        }
        long[] bits = pool.longs(Math.max(1, size));
        for (int id = 0; id < size; id++) {
            bits[id] = interner.bits(oldIds[id]);
        }
        return new OutputDictionary(size, bits, null, () -> pool.giveBack(bits));
    }

    private static OutputDictionary ofValues(ColumnValues values, BufferPool pool) {
        Interner interner = new Interner(values.kind() == ValueKind.BINARY, pool);
        int[] ids = pool.ints(values.rows());
        if (intern(values, interner, ids)) {
            values.toIds(ids);
            return new OutputDictionary(interner.size(), interner.hashes(), interner.binaries(), interner::close);
        }
        pool.giveBack(ids);
        interner.close();
        return null;
    }

    /** False if there are too many. */
    private static boolean intern(ColumnValues values, Interner interner, int[] ids) {
        long bytes = 0;
        long maxBytes =
                maxBytes(values.binaries() == null ? 0 : values.binaries().byteCount());
        for (int row = 0; row < values.rows(); row++) {
            boolean tooMany = interner.size() > MAX_ENTRIES
                    || bytes > maxBytes
                    || (row == PROBE_ROWS && interner.size() > PROBE_MAX_ENTRIES);
            if (tooMany) {
                return false;
            }
            int known = interner.size();
            ids[row] = values.isNull(row) ? -1 : intern(interner, values, row);
            bytes += interner.size() == known ? 0 : entryBytes(interner, known);
        }
        return interner.size() <= MAX_ENTRIES && bytes <= maxBytes;
    }

    private static long maxBytes(long plainBytes) {
        return plainBytes > WIDE_PLAIN_BYTES ? WIDE_MAX_BYTES : MAX_BYTES;
    }

    /** Of binary values, without their lengths; 0 for fixed-width ones. */
    private static long plainBytes(int[] ids, int rows, Interner interner) {
        if (interner.binaries() == null) {
            return 0;
        }
        long bytes = 0;
        for (int row = 0; row < rows; row++) {
            bytes += ids[row] < 0 ? 0 : interner.length(ids[row]);
        }
        return bytes;
    }

    /** An upper bound for fixed-width values, exact for binary ones: with the four bytes of their length. */
    private static int entryBytes(Interner interner, int id) {
        return 8 + interner.length(id);
    }

    private static int intern(Interner interner, ColumnValues values, int row) {
        return switch (values.kind()) {
            case INT -> interner.intern(values.ints()[row]);
            case LONG -> interner.intern(values.longs()[row]);
            case BINARY -> interner.intern(values.binaries(), row);
        };
    }

    /** Of binary values; in proportion to the entries. */
    int longestBytes() {
        int longest = 0;
        for (int id = 0; id < size; id++) {
            longest = Math.max(longest, binaries.length(id));
        }
        return longest;
    }

    /** Bytes of the values in PLAIN encoding. */
    long plainBytes(int valuePlainBytes) {
        return (long) size * valuePlainBytes + (binaries == null ? 0 : binaries.byteCount());
    }

    @Override
    public void close() {
        owned.run();
    }
}
