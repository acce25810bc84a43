package dev.daypack.store;

/** What became of the removal of one generation of an object. */
public enum DeleteOutcome {
    /** It was there, and is gone. */
    DELETED,
    /** Nothing stands at the key. */
    MISSING,
    /** Another generation stands at the key; it was left alone. */
    CHANGED
}
