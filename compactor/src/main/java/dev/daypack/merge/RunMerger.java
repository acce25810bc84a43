package dev.daypack.merge;

import java.util.List;

/**
 * Merges sorted sources into the order of (key, ordinal, row) and gives it as runs. The ordinal is a source's place in
 * the list.
 *
 * <p>Sources open late. A source that is not open yet takes part with its lower bound: it is opened when (lower bound,
 * ordinal) comes before (key, ordinal) of the winner among the open ones, for only then could one of its keys be next.
 * So sources that follow each other are open one at a time, also where the last key of one is the first of the next.
 * A source is closed as soon as its last key is taken. Lower bounds are not trusted: a key below is an exception, never
 * a wrong order.
 *
 * <p>Row by row while the winners alternate, through a {@link LoserTree}; when one source stays the winner, its lead
 * over the runner-up and over the next unopened source is searched by galloping, and taken at once. A source that is
 * alone gives whole blocks.
 *
 * <p>Fan-in: at most {@code fanInLimit} sources are open at once, and {@link FanInExceededException} says when that is
 * not enough. A pass between is itself a {@link KeySource}: a range of sources that are neighbours in the list (so that
 * ties keep their order) is merged by a RunMerger of its own, whose keys and runs are spilled; the spilled keys take
 * the range's place in the list, with its smallest lower bound and the sum of its rows, and the runs of the last pass
 * are carried back to the first sources by looking them up in the spilled runs.
 *
 * <p>Cost: one allocation per opened source, none per row or run. After an exception only {@link #close} is of use.
 * Not thread-safe.
 */
public final class RunMerger implements Merger {

    /** A run of so many rows, still going on, makes it worth looking for its end. */
    private static final int GALLOP_AFTER_ROWS = 4;

    private final MergeFront front;
    private boolean usable = true;
    private long runs;
    private long rows;

    /**
     * @param sources in the order that breaks ties; opened at most once each
     * @param fanInLimit how many may be open at once, 1 .. 1,048,576
     * @throws IllegalArgumentException if a source has a negative number of rows or the limit is out of range
     */
    public RunMerger(List<KeySource> sources, int fanInLimit) {
        if (fanInLimit < 1 || fanInLimit > LoserTree.MAX_SLOTS) {
            throw new IllegalArgumentException(
                    "fan-in limit must be in 1 .. " + LoserTree.MAX_SLOTS + ", not " + fanInLimit);
        }
        front = new MergeFront(sources, fanInLimit);
    }

    @Override
    public int next(int maxRows, Runs into) {
        return merge(maxRows, into, null);
    }

    /**
     * As {@link #next(int, Runs)}, and copies the keys of those rows to {@code keysInto[0 .. rows)}.
     *
     * @throws IllegalArgumentException if there is no room for {@code maxRows} keys
     */
    public int next(int maxRows, Runs into, long[] keysInto) {
        if (keysInto.length < maxRows) {
            throw new IllegalArgumentException("room for " + keysInto.length + " keys, not for " + maxRows);
        }
        return merge(maxRows, into, keysInto);
    }

    @Override
    public int maxOpenSources() {
        return front.maxOpenCount();
    }

    /** Runs appended so far; rows that were joined to the run before do not count. */
    public long runs() {
        return runs;
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

    /** {@code keysInto} is null if the keys are not wanted. */
    private int merge(int maxRows, Runs into, long[] keysInto) {
        if (maxRows < 1) {
            throw new IllegalArgumentException("maxRows must be at least 1, not " + maxRows);
        }
        if (!usable) {
            throw new IllegalStateException("the merge is closed or has failed");
        }
        usable = false;
        int runsBefore = into.count();
        int done = 0;
        while (done < maxRows && front.openWhatIsDue()) {
            done = takeRun(done, maxRows, into, keysInto);
            if (done < maxRows && front.openCount() > 1) {
                done = takeRows(done, maxRows, into, keysInto);
            }
        }
        runs += into.count() - runsBefore;
        rows += done;
        usable = true;
        return done;
    }

    /** The winner's whole lead, as far as it lies in its block. Returns how many rows are done. */
    private int takeRun(int done, int end, Runs into, long[] keysInto) {
        OpenSource winner = front.winner();
        int length = front.lead(Math.min(end - done, winner.rowsInBlock()));
        into.append(winner.ordinal(), winner.row(), length);
        if (keysInto != null) {
            winner.copyKeys(length, keysInto, done);
        }
        winner.take(length);
        if (winner.rowsInBlock() == 0) {
            front.moveToNextBlock();
        } else {
            front.moveOn(winner.key());
        }
        return done + length;
    }

    /** Row by row, until a run, the end of a block or a source to be opened comes up. Returns how many are done. */
    private int takeRows(int done, int end, Runs into, long[] keysInto) {
        OpenSource winner = front.winner();
        while (done < end && !front.isOpeningDue()) {
            int runLength = into.appendRow(winner.ordinal(), winner.row());
            if (keysInto != null) {
                keysInto[done] = winner.key();
            }
            done++;
            winner.take(1);
            if (winner.rowsInBlock() == 0) {
                front.moveToNextBlock();
                return done;
            }
            OpenSource next = front.moveOn(winner.key());
            if (next == winner && runLength >= GALLOP_AFTER_ROWS) {
                return done;
            }
            winner = next;
        }
        return done;
    }
}
