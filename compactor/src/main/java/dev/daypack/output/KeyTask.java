package dev.daypack.output;

import java.util.List;
import java.util.Optional;

/**
 * Makes the chunks of the sort columns, row group by row group, before those of all others, and gives the rows their
 * identities on the way: those of the input by what was decoded, those of the output by the encoded pages, read back.
 * Not thread-safe; the row groups follow each other.
 */
interface KeyTask {

    /**
     * The sort columns of the next row group.
     *
     * @param job gets its identities
     * @param into takes the bytes of one chunk each
     * @return the chunks, in the order of the key
     * @throws ConservationException if the rows are not in order, or what was encoded is not what the inputs hold
     */
    List<EncodedChunk> run(RowGroupJob job, Workbench.Tools tools, List<ChunkBytes> into);

    /** Value of the first sort column in the first row where it has one, for people. */
    Optional<String> firstValue();

    /** Value of the first sort column in the last row where it has one, for people. */
    Optional<String> lastValue();
}
