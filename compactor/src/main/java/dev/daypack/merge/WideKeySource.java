package dev.daypack.merge;

/**
 * A sorted sequence of keys that are byte strings, compared byte by byte, unsigned; otherwise as {@link KeySource}. The
 * input makes such keys of sort columns that do not fit a number, and of several columns together.
 */
public interface WideKeySource {

    /** How many keys it has. */
    long rows();

    /** No key is smaller than this; not changed by anybody. Not asked for if {@link #rows} is 0. */
    byte[] lowerBound();

    /** Starts reading. Called once, and not at all if {@link #rows} is 0. */
    WideKeyStream open();
}
