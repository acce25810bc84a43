package dev.daypack.merge;

import java.util.List;

/**
 * The open sources of a merge and the one whose key is next, with the sources that wait to be opened behind it. Slots
 * are in order of the ordinals, so that the tree's tie rule is the merge's. Joining and leaving shift the slots and
 * rebuild the tree: O(open sources), twice in the life of a source. Not thread-safe.
 */
final class MergeFront implements AutoCloseable {

    private final int fanInLimit;
    private final OpeningOrder unopened;

    /** Slots 0 .. openCount - 1. */
    private final OpenSource[] open;

    private int openCount;
    private int maxOpenCount;
    private final LoserTree tree;

    /** By slot; only for rebuilding the tree. */
    private final long[] heads;

    MergeFront(List<KeySource> sources, int fanInLimit) {
        this.fanInLimit = fanInLimit;
        unopened = new OpeningOrder(sources);
        int slots = Math.max(1, Math.min(fanInLimit, unopened.size()));
        open = new OpenSource[slots];
        heads = new long[slots];
        tree = new LoserTree(slots);
    }

    int openCount() {
        return openCount;
    }

    int maxOpenCount() {
        return maxOpenCount;
    }

    /** The open source with the next key. */
    OpenSource winner() {
        return open[tree.winner()];
    }

    /** Whether a source that is not open might have a key before the winner's. */
    boolean isOpeningDue() {
        long key = tree.winnerKey();
        return unopened.key() <= key && unopened.isBefore(key, winner().ordinal());
    }

    /**
     * Opens every source that might have the next key. False if there are no more keys.
     *
     * @throws FanInExceededException if that are too many
     */
    boolean openWhatIsDue() {
        int before = openCount;
        long key = before == 0 ? Long.MAX_VALUE : tree.winnerKey();
        int ordinal = before == 0 ? OpeningOrder.NONE : winner().ordinal();
        while (unopened.isBefore(key, ordinal)) {
            if (openCount == fanInLimit) {
                int needed = openCount + unopened.countBefore(key, ordinal);
                throw new FanInExceededException(fanInLimit, needed, unopened.key());
            }
            OpenSource opened = join();
            if (opened.key() < key || (opened.key() == key && opened.ordinal() < ordinal)) {
                key = opened.key();
                ordinal = opened.ordinal();
            }
        }
        if (openCount > before) {
            maxOpenCount = Math.max(maxOpenCount, openCount);
            rebuildTree();
        }
        return openCount > 0;
    }

    /** How many of the winner's next {@code rows} rows, all in its block, come before any row of another source. */
    int lead(int rows) {
        OpenSource winner = winner();
        int lead = winner.lead(rows, unopened.key(), unopened.ordinal());
        int runnerUp = tree.runnerUp();
        return runnerUp < openCount ? winner.lead(lead, open[runnerUp].key(), open[runnerUp].ordinal()) : lead;
    }

    /**
     * To be called when rows of the winner were taken and its block has more: finds and returns the new winner.
     *
     * @param key the winner's present key; the caller has it at hand, looking it up here again costs a third more time
     */
    OpenSource moveOn(long key) {
        return open[tree.replace(key)];
    }

    /** To be called when the winner's block is taken: fetches the next, or closes the source if there is none. */
    void moveToNextBlock() {
        OpenSource winner = winner();
        if (winner.nextBlock()) {
            tree.replace(winner.key());
        } else {
            leave(tree.winner());
        }
    }

    /** Closes all open sources, even if closing fails for some; the first failure is thrown at the end. */
    @Override
    public void close() {
        RuntimeException failure = null;
        while (openCount > 0) {
            OpenSource source = open[--openCount];
            open[openCount] = null;
            try {
                source.close();
            } catch (RuntimeException e) {
                if (failure == null) {
                    failure = e;
                } else {
                    failure.addSuppressed(e);
                }
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    /** The source stands in its slot before it is asked for a block, so that it is closed if that fails. */
    private OpenSource join() {
        OpenSource source = unopened.open();
        int slot = openCount;
        while (slot > 0 && open[slot - 1].ordinal() > source.ordinal()) {
            open[slot] = open[slot - 1];
            slot--;
        }
        open[slot] = source;
        openCount++;
        if (!source.nextBlock()) {
            throw new IllegalStateException("source " + source.ordinal() + " has rows, yet no block");
        }
        return source;
    }

    /** The source leaves its slot before it is closed, so that it is closed once only. */
    private void leave(int slot) {
        OpenSource source = open[slot];
        System.arraycopy(open, slot + 1, open, slot, openCount - slot - 1);
        open[--openCount] = null;
        source.close();
        rebuildTree();
    }

    private void rebuildTree() {
        for (int slot = 0; slot < openCount; slot++) {
            heads[slot] = open[slot].key();
        }
        if (openCount > 0) {
            tree.rebuild(heads, openCount);
        }
    }
}
