package dev.daypack.output;

import dev.daypack.encoding.BinaryVector;
import dev.daypack.input.ValueDictionary;
import dev.daypack.memory.BufferPool;
import java.util.Arrays;

/**
 * The dictionary that all spilled chunks of a column share, for the whole table: of the dictionaries of the sources the
 * values that occur, each hashed once a source. Sources whose dictionaries do not fit are spilled as values. Not
 * thread-safe.
 */
final class SpillDictionary implements AutoCloseable {

    static final int MAX_ENTRIES = 1 << 17;

    /** Smaller dictionaries are shared whatever they hold. */
    private static final int LARGE_DICTIONARY = 4096;

    /** Of an entry in the interner, beside the bytes of a binary value. */
    private static final long ENTRY_BYTES = 40;

    private final Interner interner;
    private final BufferPool pool;
    private final long maxBytes;
    private ValueDictionary mapped;
    private int[] mapping = {};
    private ValueDictionary view;
    private long rows;

    /** @param maxBytes that the values may take in memory */
    SpillDictionary(boolean isBinary, long maxBytes, BufferPool pool) {
        this.interner = new Interner(isBinary, pool);
        this.maxBytes = maxBytes;
        this.pool = pool;
    }

    /** Whether ids of a source's dictionary can become ids of this one, whichever they are. */
    boolean accepts(ValueDictionary source, long sourceRows) {
        if (source == mapped) {
            return true;
        }
        int size = source.size();
        boolean isNearlyUnique = size >= LARGE_DICTIONARY && size > sourceRows / 2;
        return !isNearlyUnique
                && interner.size() + size <= MAX_ENTRIES
                && bytes(interner.size(), interner.binaries()) + bytes(size, source.binaries()) <= maxBytes;
    }

    private static long bytes(int size, BinaryVector binaries) {
        return ENTRY_BYTES * size + (binaries == null ? 0 : binaries.byteCount());
    }

    /** Makes ids of a source's dictionary, which was accepted, ids of this one; -1, a null, stays. */
    void map(ValueDictionary source, int[] ids, int from, int to) {
        if (source != mapped) {
            mapped = source;
            if (mapping.length < source.size()) {
                mapping = new int[Math.max(source.size(), 2 * mapping.length)];
            }
            Arrays.fill(mapping, 0, source.size(), -1);
        }
        for (int i = from; i < to; i++) {
            int id = ids[i];
            if (id >= 0) {
                int shared = mapping[id];
                ids[i] = shared >= 0 ? shared : (mapping[id] = intern(source, id));
            }
        }
        rows += to - from;
    }

    private int intern(ValueDictionary source, int id) {
        BinaryVector binaries = source.binaries();
        long hash = source.hashes()[id];
        return binaries == null ? interner.intern(hash) : interner.intern(binaries, id, hash);
    }

    /** No more ids of the present source will come. */
    void endSource() {
        mapped = null;
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
