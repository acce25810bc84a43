package dev.daypack.output;

/** Makes the chunks of one column, row group by row group, and proves each. Not thread-safe. */
interface ChunkTask extends AutoCloseable {

    /**
     * The chunk of the next row group.
     *
     * @param into takes its bytes
     * @throws ConservationException if what was encoded is not what the inputs hold
     */
    EncodedChunk run(RowGroupJob job, Workbench.Tools tools, ChunkBytes into);

    /** Conservation digest over the row groups done so far. */
    long digest();

    /** After the last row group: every row of every source was taken exactly once. */
    void checkAllTaken();

    @Override
    void close();
}
