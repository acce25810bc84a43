package dev.daypack.merge;

/**
 * The keys of one open source, block by block: non-decreasing inside a block and from block to block (the input has
 * checked or made it so). A block stays valid until the next call of {@link #next}.
 */
public interface KeyStream extends AutoCloseable {

    /** Moves to the next block; false when there is none. A block has at least one key. */
    boolean next();

    /** Keys of the block: {@code keys()[0 .. size())}. */
    long[] keys();

    int size();

    /** Frees what the source holds. Called once, as soon as its last key is taken. */
    @Override
    void close();
}
