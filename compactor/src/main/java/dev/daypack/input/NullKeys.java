package dev.daypack.input;

/** What is done with rows whose sort column is null. */
public enum NullKeys {
    /** The part is refused: a row without a time has no place in the order. */
    REJECT,
    /** They come before all others, whichever the direction. */
    FIRST,
    /** They come after all others, whichever the direction. */
    LAST
}
