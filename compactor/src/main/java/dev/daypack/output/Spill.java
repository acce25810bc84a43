package dev.daypack.output;

import dev.daypack.input.Decompressors;
import dev.daypack.input.RowReader;

/**
 * Moves rows of one column out of parts, whose readers are too many or too large to be kept, to scratch space.
 *
 * @param <R> what reads such rows
 */
interface Spill<R extends RowReader> extends AutoCloseable {

    /** Whether rows of this reader can be spilled for less than it costs to read them again. */
    boolean isOfUse(R reader);

    /**
     * Reads the rows that are left and writes them to scratch space.
     *
     * @param rows of the source
     * @return a reader of what was spilled, which is a {@link SpilledRows}; {@code reader} is to be closed
     */
    R spill(R reader, long rows, Decompressors decompressors);

    /** Gives back what is of use only while a row group is being read. */
    void rest();

    /** Frees the scratch space. */
    @Override
    void close();
}
