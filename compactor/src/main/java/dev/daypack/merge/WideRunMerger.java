package dev.daypack.merge;

import java.util.List;

/**
 * Merges sources whose keys are byte strings into the order of (key, ordinal, row), by the rules of {@link RunMerger}:
 * sources open when the front reaches their lower bound and are closed with their last key, bounds and order are
 * checked and not trusted, ties go to the lower ordinal, a winner's lead is found by galloping.
 *
 * <p>Cost: some comparisons of keys a run, O(log open sources); no allocation a row. After an exception only
 * {@link #close} is of use. Not thread-safe.
 */
public final class WideRunMerger implements Merger {

    private final WideFront front;
    private boolean usable = true;
    private long rows;

    /**
     * @param sources in the order that breaks ties; opened at most once each
     * @param fanInLimit how many may be open at once, 1 .. 1,048,576
     * @throws IllegalArgumentException if a source has a negative number of rows or the limit is out of range
     */
    public WideRunMerger(List<WideKeySource> sources, int fanInLimit) {
        if (fanInLimit < 1 || fanInLimit > LoserTree.MAX_SLOTS) {
            throw new IllegalArgumentException(
                    "fan-in limit must be in 1 .. " + LoserTree.MAX_SLOTS + ", not " + fanInLimit);
        }
        front = new WideFront(sources, fanInLimit);
    }

    @Override
    public int next(int maxRows, Runs into) {
        return next(maxRows, into, null);
    }

    /** As {@link #next(int, Runs)}, and adds the keys of those rows, if they are wanted: null if not. */
    public int next(int maxRows, Runs into, KeyBlock keysInto) {
        if (maxRows < 1) {
            throw new IllegalArgumentException("maxRows must be at least 1, not " + maxRows);
        }
        if (!usable) {
            throw new IllegalStateException("the merge is closed or has failed");
        }
        usable = false;
        int done = 0;
        while (done < maxRows && front.openWhatIsDue()) {
            OpenWideSource winner = front.winner();
            int length = front.lead(Math.min(maxRows - done, winner.rowsInBlock()));
            into.append(winner.ordinal(), winner.row(), length);
            if (keysInto != null) {
                winner.copyKeys(length, keysInto);
            }
            winner.take(length);
            front.moveOn();
            done += length;
        }
        rows += done;
        usable = true;
        return done;
    }

    @Override
    public int maxOpenSources() {
        return front.maxOpenCount();
    }

    @Override
    public long rows() {
        return rows;
    }

    @Override
    public void close() {
        usable = false;
        front.close();
    }
}
