package dev.daypack.input;

import dev.daypack.merge.Merger;
import java.util.List;

/**
 * What merging in passes needs to know of one of the two forms of keys. Sources that were merged stay with it until
 * they are merged again, or until it is closed.
 *
 * @param <S> a source of keys of this form
 */
interface KeyForm<S> extends AutoCloseable {

    long rows(S source);

    /** A source without rows. */
    S nothing();

    /** Merges sources by ordinal, the lower one first in ties. */
    Merger merger(List<S> sources);

    /**
     * Merges sources at once and stores their keys.
     *
     * @param rows of all of them
     * @param runs told how they were merged
     */
    S merged(List<S> sources, long rows, PassedRuns runs);

    /** How many sources any of these merges had open at once. */
    int maxOpenSources();

    @Override
    void close();
}
