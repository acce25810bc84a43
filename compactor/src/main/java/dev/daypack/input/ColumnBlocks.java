package dev.daypack.input;

import dev.daypack.encoding.BinaryVector;

/**
 * The rows of one flat column of a source, from its first to its last, in blocks of at most
 * {@value ColumnReader#BLOCK_ROWS} rows: out of the part's pages ({@link ColumnReader}), or from wherever they were put
 * meanwhile. A block is announced by {@link #nextBlock} and taken by exactly one of the {@code take} methods, or
 * passed over.
 *
 * <p>Null rows become -1 among ids, and 0 or an empty value among values, with a mark in the null mask. Not
 * thread-safe.
 */
public interface ColumnBlocks extends RowReader {

    /** What {@link #blockRun} says of a block whose rows may differ. */
    int NO_RUN = -2;

    /**
     * Announces the next rows.
     *
     * @param maxRows at least 1
     * @return how many rows the block has, from 1 to {@code maxRows}
     * @throws PartRejectedException if the bytes are broken or the chunk has fewer rows than its footer says
     */
    int nextBlock(int maxRows, Decompressors decompressors);

    /** Null rows of the block. */
    int blockNulls();

    /** Whether the block's rows are ids of {@link #dictionary}. */
    boolean isInDictionary();

    /** What the ids of the block stand for; the same object from block to block, unless it has grown. */
    ValueDictionary dictionary();

    /** How many rows the dictionary serves. */
    long rows();

    /**
     * The id that all rows of the block share, if that is known at once, -1 if all are null, else {@link #NO_RUN}. Only
     * for a block that {@link #isInDictionary}.
     */
    int blockRun();

    /** Takes the block without looking at its values. */
    void pass();

    /** Takes the block as dictionary ids; null rows become -1. */
    void takeIds(int[] into, int at);

    /** Takes the block of an INT column. */
    void takeInts(int[] into, int at, NullMask nulls);

    /** Takes the block of a LONG column, or of an INT column sign-extended. */
    void takeLongs(long[] into, int at, NullMask nulls);

    /** Takes the block of a BINARY column: one value for each row, appended. */
    void takeBinaries(BinaryVector into, NullMask nulls);
}
