package dev.daypack.input;

import dev.daypack.encoding.BinaryVector;
import dev.daypack.memory.BufferPool;

/** Dictionaries of source pages, whose constructors are for this package only. */
public final class Dictionaries {

    private Dictionaries() {}

    /** Of fixed-width values, as 64 bits each. */
    public static ValueDictionary ofBits(BufferPool pool, long[] bits) {
        return new ValueDictionary(pool, bits.length, bits);
    }

    /** Of binary values. */
    public static ValueDictionary ofBinaries(BufferPool pool, BinaryVector values) {
        return new ValueDictionary(pool, values);
    }
}
