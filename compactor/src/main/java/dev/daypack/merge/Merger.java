package dev.daypack.merge;

/**
 * Merges sorted sources into the order of (key, ordinal, row) and gives it as runs. {@link RunMerger} does it for keys
 * that are numbers, {@link WideRunMerger} for keys that are byte strings; their rules are the same. {@link
 * SourceSequence} is what is left of it where there are no keys.
 */
public interface Merger extends AutoCloseable {

    /**
     * Appends the runs of the next rows.
     *
     * @param maxRows at least 1
     * @return how many rows: {@code maxRows}, or what is left if that is less; 0 at the end
     * @throws KeyOrderException if a source's key is below its lower bound or below the key before it
     * @throws RowCountException if a source has more or fewer keys than it claimed
     * @throws FanInExceededException if too many sources overlap
     */
    int next(int maxRows, Runs into);

    /** How many sources were open at once, at most. */
    int maxOpenSources();

    /** Rows merged so far. */
    long rows();

    /** Closes what is open, all of it, also after an exception; a second call does nothing. */
    @Override
    void close();
}
