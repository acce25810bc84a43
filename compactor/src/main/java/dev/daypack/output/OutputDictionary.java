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
 */
record OutputDictionary(int size, long[] bits, BinaryVector binaries) {

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
        OutputDictionary dictionary = ofIds(values, interner);
        if (dictionary == null) {
            values.toValues(values.rows(), interner.hashes(), interner.binaries());
        }
        return dictionary;
    }

    private static OutputDictionary ofIds(ColumnValues values, Interner interner) {
        int[] ids = values.ids();
        int[] newIds = new int[interner.size()];
        Arrays.fill(newIds, -1);
        int[] oldIds = firstSights(ids, values.rows(), newIds, interner);
        if (oldIds == null) {
            return null;
        }
        for (int row = 0; row < values.rows(); row++) {
            if (ids[row] >= 0) {
                ids[row] = newIds[ids[row]];
            }
        }
        return values.kind() == ValueKind.BINARY
                ? new OutputDictionary(oldIds.length, new long[0], picked(interner.binaries(), oldIds))
                : new OutputDictionary(oldIds.length, picked(interner, oldIds), null);
    }

    /** Numbers the ids in the order of first sight; null if they are too many. */
    private static int[] firstSights(int[] ids, int rows, int[] newIds, Interner interner) {
        int[] oldIds = new int[Math.min(newIds.length, MAX_ENTRIES)];
        int next = 0;
        long bytes = 0;
        long maxBytes = maxBytes(plainBytes(ids, rows, interner));
        for (int row = 0; row < rows; row++) {
            if (row == PROBE_ROWS && next > PROBE_MAX_ENTRIES) {
                return null;
            }
            int id = ids[row];
            if (id >= 0 && newIds[id] < 0) {
                bytes += entryBytes(interner, id);
                if (next == oldIds.length || bytes > maxBytes) {
                    return null;
                }
                oldIds[next] = id;
                newIds[id] = next++;
            }
        }
        return Arrays.copyOf(oldIds, next);
    }

    private static long[] picked(Interner interner, int[] oldIds) {
        long[] bits = new long[oldIds.length];
        for (int id = 0; id < bits.length; id++) {
            bits[id] = interner.bits(oldIds[id]);
        }
        return bits;
    }

    private static BinaryVector picked(BinaryVector from, int[] oldIds) {
        BinaryVector values = new BinaryVector(oldIds.length, 1024);
        for (int oldId : oldIds) {
            values.append(from.bytes(), from.start(oldId), from.length(oldId));
        }
        return values;
    }

    private static OutputDictionary ofValues(ColumnValues values, BufferPool pool) {
        Interner interner = new Interner(values.kind() == ValueKind.BINARY);
        int[] ids = pool.ints(values.rows());
        long bytes = 0;
        long maxBytes =
                maxBytes(values.binaries() == null ? 0 : values.binaries().byteCount());
        for (int row = 0; row < values.rows(); row++) {
            boolean tooMany = interner.size() > MAX_ENTRIES
                    || bytes > maxBytes
                    || (row == PROBE_ROWS && interner.size() > PROBE_MAX_ENTRIES);
            if (tooMany) {
                pool.giveBack(ids);
                return null;
            }
            int known = interner.size();
            ids[row] = values.isNull(row) ? -1 : intern(interner, values, row);
            bytes += interner.size() == known ? 0 : entryBytes(interner, known);
        }
        if (interner.size() > MAX_ENTRIES || bytes > maxBytes) {
            pool.giveBack(ids);
            return null;
        }
        values.toIds(ids);
        return new OutputDictionary(interner.size(), interner.hashes(), interner.binaries());
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

    /** Bytes of the values in PLAIN encoding. */
    long plainBytes(int valuePlainBytes) {
        return (long) size * valuePlainBytes + (binaries == null ? 0 : binaries.byteCount());
    }
}
