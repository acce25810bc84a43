package dev.daypack.merge;

/** The keys of one open source, block by block, as {@link KeyStream}. */
public interface WideKeyStream extends AutoCloseable {

    /** Moves to the next block; false when there is none. A block has at least one key. */
    boolean next();

    /** The keys of the block, in order; valid until the next call of {@link #next}. */
    KeyBlock keys();

    /** Frees what the source holds. Called once, as soon as its last key is taken. */
    @Override
    void close();
}
