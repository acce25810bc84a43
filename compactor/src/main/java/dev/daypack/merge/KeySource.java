package dev.daypack.merge;

/**
 * A sorted sequence of keys that the merge opens when its front reaches it. Keys are signed 64-bit: the input maps
 * every sort column to that order. The merge takes sources in the order of a list; the place in that list (the
 * ordinal) breaks ties.
 */
public interface KeySource {

    /** How many keys it has. */
    long rows();

    /** No key is smaller than this; the merge need not open the source before its front gets there. */
    long lowerBound();

    /** Starts reading. Called once, and not at all if {@link #rows} is 0. */
    KeyStream open();
}
