package dev.daypack.output;

import dev.daypack.encoding.BinaryVector;
import dev.daypack.input.ValueDictionary;
import dev.daypack.memory.BufferPool;

/**
 * The dictionary that all spilled chunks of a column share, for the whole table: of the dictionaries of the sources the
 * values that occur, each hashed once a source. Sources whose dictionaries do not fit are spilled as values. Not
 * thread-safe.
 */
final class SpillDictionary implements AutoCloseable {

    static final int MAX_ENTRIES = 1 << 17;

    /** Of an entry in the interner, beside the bytes of a binary value. */
    private static final long ENTRY_BYTES = 40;

    private final Interner interner;
    private final BufferPool pool;
    private final long maxBytes;
    private final DictionaryMapping mapping;
    private ValueDictionary view;
    private long rows;

    /** @param maxBytes that the values may take in memory */
    SpillDictionary(boolean isBinary, long maxBytes, BufferPool pool) {
        this.interner = new Interner(isBinary, pool);
        this.mapping = new DictionaryMapping(interner);
        this.maxBytes = maxBytes;
        this.pool = pool;
    }

    /** Whether ids of a source's dictionary can become ids of this one, whichever they are. */
    boolean accepts(ValueDictionary source, long sourceRows) {
        if (mapping.isMapped(source)) {
            return true;
        }
        int size = source.size();
        return !DictionaryMapping.isNearlyUnique(size, sourceRows)
                && interner.size() + size <= MAX_ENTRIES
                && bytes(interner.size(), interner.binaries()) + bytes(size, source.binaries()) <= maxBytes;
    }

    private static long bytes(int size, BinaryVector binaries) {
        return ENTRY_BYTES * size + (binaries == null ? 0 : binaries.byteCount());
    }

    /** Makes ids of a source's dictionary, which was accepted, ids of this one; -1, a null, stays. */
    void map(ValueDictionary source, int[] ids, int from, int to) {
        mapping.map(source, ids, from, to);
        rows += to - from;
    }

    /** No more ids of the present source will come. */
    void endSource() {
        mapping.forget();
    }

    /** Its values so far; the same object until there are more. */
    ValueDictionary view() {
        if (view == null || view.size() != interner.size()) {
            closeView();
            view = new ValueDictionary(pool, interner.size(), interner.hashes(), interner.binaries());
        }
        return view;
    }

    private void closeView() {
        if (view != null) {
            view.close();
            view = null;
        }
    }

    /** How many rows it serves. */
    long rows() {
        return rows;
    }

    @Override
    public void close() {
        closeView();
        interner.close();
    }
}
