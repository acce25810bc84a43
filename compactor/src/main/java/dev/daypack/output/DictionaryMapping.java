package dev.daypack.output;

import dev.daypack.encoding.BinaryVector;
import dev.daypack.input.ValueDictionary;
import java.util.Arrays;

/**
 * Turns ids of the sources' dictionaries into ids of one {@link Interner} that they share, so that a value is hashed
 * once for each source and not once for each row. Not thread-safe.
 */
final class DictionaryMapping {

    /** Smaller dictionaries are shared whatever they hold. */
    private static final int LARGE_DICTIONARY = 4096;

    private final Interner interner;
    private ValueDictionary mapped;
    private int[] mapping = {};

    DictionaryMapping(Interner interner) {
        this.interner = interner;
    }

    /** Some writers keep a dictionary although every row has a value of its own; to share it would hash every row. */
    static boolean isNearlyUnique(int size, long rows) {
        return size >= LARGE_DICTIONARY && size > rows / 2;
    }

    boolean isMapped(ValueDictionary dictionary) {
        return dictionary == mapped;
    }

    /** The ids that were given out are of use no more. */
    void forget() {
        mapped = null;
    }

    /**
     * Maps {@code ids[from .. to)}; -1, a null, stays. An entry is shared when its first row comes, so that shared ids
     * are numbered in the order of the rows.
     */
    void map(ValueDictionary dictionary, int[] ids, int from, int to) {
        if (dictionary != mapped) {
            start(dictionary);
        }
        int[] shared = mapping;
        for (int i = from; i < to; i++) {
            int id = ids[i];
            if (id >= 0) {
                int known = shared[id];
                ids[i] = known >= 0 ? known : share(dictionary, id);
            }
        }
    }

    /** The like for one id, not -1. */
    int map(ValueDictionary dictionary, int id) {
        if (dictionary != mapped) {
            start(dictionary);
        }
        return mapping[id] >= 0 ? mapping[id] : share(dictionary, id);
    }

    private int share(ValueDictionary dictionary, int id) {
        long hash = dictionary.hashes()[id];
        BinaryVector binaries = dictionary.binaries();
        mapping[id] = binaries == null ? interner.intern(hash) : interner.intern(binaries, id, hash);
        return mapping[id];
    }

    private void start(ValueDictionary dictionary) {
        mapped = dictionary;
        int size = dictionary.size();
        if (mapping.length < size) {
            mapping = new int[Math.max(size, mapping.length * 2)];
        }
        Arrays.fill(mapping, 0, size, -1);
    }
}
