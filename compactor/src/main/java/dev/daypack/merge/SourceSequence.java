package dev.daypack.merge;

import java.util.List;

/**
 * Takes sources one after the other, each from its first row to its last: the order of (ordinal, row), where there are
 * no keys. Nothing is read.
 *
 * <pre>
 *   source 0  ------>|
 *   source 1         |-->|
 *   source 2         .   |----------->     (source, start, length), cut where a row group ends
 * </pre>
 *
 * <p>Cost: O(1) a source and a row group. Not thread-safe.
 */
public final class SourceSequence implements Merger {

    private final long[] sourceRows;
    private int source;
    private long taken;
    private long rows;
    private boolean isClosed;

    /**
     * @param sourceRows by ordinal
     * @throws IllegalArgumentException if a source has a negative number of rows
     */
    public SourceSequence(List<Long> sourceRows) {
        this.sourceRows = sourceRows.stream().mapToLong(Long::longValue).toArray();
        for (int i = 0; i < this.sourceRows.length; i++) {
            if (this.sourceRows[i] < 0) {
                throw new IllegalArgumentException("source " + i + " has a negative number of rows");
            }
        }
    }

    @Override
    public int next(int maxRows, Runs into) {
        if (maxRows < 1) {
            throw new IllegalArgumentException("maxRows must be at least 1, not " + maxRows);
        }
        if (isClosed) {
            throw new IllegalStateException("the merge is closed");
        }
        int done = 0;
        while (done < maxRows && source < sourceRows.length) {
            int length = (int) Math.min(maxRows - done, sourceRows[source] - taken);
            if (length > 0) {
                into.append(source, taken, length);
                taken += length;
                done += length;
            }
            if (taken == sourceRows[source]) {
                source++;
                taken = 0;
            }
        }
        rows += done;
        return done;
    }

    /** 1, or 0 if there were no rows: a source is done with before the next one begins. */
    @Override
    public int maxOpenSources() {
        return rows == 0 ? 0 : 1;
    }

    @Override
    public long rows() {
        return rows;
    }

    @Override
    public void close() {
        isClosed = true;
    }
}
