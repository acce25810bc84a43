package dev.daypack.output;

import dev.daypack.encoding.BinaryVector;
import dev.daypack.input.ValueDictionary;
import java.util.Arrays;

/**
 * Turns ids of the sources' dictionaries into ids of one {@link Interner} that they share, so that a value is hashed
 * once for each source and not once for each row. Not thread-safe.
 */
final class DictionaryMapping {

    private final Interner interner;
    private ValueDictionary mapped;
    private int[] mapping = {};

    DictionaryMapping(Interner interner) {
        this.interner = interner;
    }

    boolean isMapped(ValueDictionary dictionary) {
        return dictionary == mapped;
    }

    /** The ids that were given out are of use no more. */
    void forget() {
        mapped = null;
    }

    /**
     * Maps {@code ids[from .. to)}; -1, a null, stays.
     *
     * @param idsAhead how many more may come of this dictionary, with these
     */
    void map(ValueDictionary dictionary, int[] ids, int from, int to, int idsAhead) {
        if (dictionary != mapped) {
            start(dictionary, idsAhead);
        }
        for (int i = from; i < to; i++) {
            int id = ids[i];
            if (id >= 0) {
                int shared = mapping[id];
                ids[i] = shared >= 0 ? shared : (mapping[id] = intern(dictionary, id));
            }
        }
    }

    private void start(ValueDictionary dictionary, int idsAhead) {
        mapped = dictionary;
        int size = dictionary.size();
        if (mapping.length < size) {
            mapping = new int[Math.max(size, mapping.length * 2)];
        }
        Arrays.fill(mapping, 0, size, -1);
        if (idsAhead >= size) {
            for (int id = 0; id < size; id++) {
                mapping[id] = intern(dictionary, id);
            }
        }
    }

    private int intern(ValueDictionary dictionary, int id) {
        long hash = dictionary.hashes()[id];
        BinaryVector binaries = dictionary.binaries();
        return binaries == null ? interner.intern(hash) : interner.intern(binaries, id, hash);
    }
}
