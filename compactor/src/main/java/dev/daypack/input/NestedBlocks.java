package dev.daypack.input;

import dev.daypack.encoding.BinaryVector;

/**
 * One column of a source, entry by entry, from its first row to its last: out of the part's pages
 * ({@link NestedReader}), or from wherever it was put meanwhile. Each entry has a repetition level (0 where a row
 * begins), a definition level, and a value if that is the column's highest. Entries come in blocks of at most
 * {@value NestedReader#BLOCK_ENTRIES}, which may begin and end inside a row. A block is announced by
 * {@link #nextBlock}, its levels and values are then taken. Not thread-safe.
 */
public interface NestedBlocks extends RowReader {

    /** Name of the part, for messages. */
    String partName();

    /**
     * Announces the next entries of the rows before {@code endRow}.
     *
     * @return how many entries the block has; 0 when all those rows are whole
     * @throws PartRejectedException if the bytes are broken or the chunk has fewer rows than its footer says
     */
    int nextBlock(long endRow, Decompressors decompressors);

    /** How many values the block has. */
    int blockPresent();

    /** Takes the levels of the block; to be called before the values are. */
    void takeLevels(byte[] repetitionsInto, byte[] definitionsInto, int at);

    /** Whether the values of the block are ids of {@link #dictionary}. */
    boolean isInDictionary();

    /** What the ids of the block stand for; the same object from block to block, unless it has grown. */
    ValueDictionary dictionary();

    /** Takes the values of the block as dictionary ids. */
    void takeIds(int[] into, int at);

    /** Takes the values of the block of an INT or LONG column, sign-extended. */
    void takeLongs(long[] into, int at);

    /** Takes the values of the block of a BINARY column, appended. */
    void takeBinaries(BinaryVector into);
}
