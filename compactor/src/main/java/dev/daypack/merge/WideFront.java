package dev.daypack.merge;

import java.util.List;

/**
 * The open sources of byte string keys as a binary heap, the one whose key is next on top, with the sources that wait
 * to be opened behind it. As {@link MergeFront}, but joining and leaving cost O(log open sources), since moving and
 * comparing keys is what counts here. Not thread-safe.
 *
 * <pre>
 *                     [0]  winner
 *                  [1]    [2]        the runner-up is one of these
 *                [3] [4] [5]
 * </pre>
 */
final class WideFront implements AutoCloseable {

    private final int fanInLimit;
    private final WideOpeningOrder unopened;
    private final OpenWideSource[] heap;
    private int openCount;
    private int maxOpenCount;

    WideFront(List<WideKeySource> sources, int fanInLimit) {
        this.fanInLimit = fanInLimit;
        unopened = new WideOpeningOrder(sources);
        heap = new OpenWideSource[Math.max(1, Math.min(fanInLimit, unopened.size()))];
    }

    int maxOpenCount() {
        return maxOpenCount;
    }

    /** The open source with the next key. */
    OpenWideSource winner() {
        return heap[0];
    }

    /**
     * Opens every source that might have the next key. False if there are no more keys.
     *
     * @throws FanInExceededException if that are too many
     */
    boolean openWhatIsDue() {
        while (unopened.size() > 0 && (openCount == 0 || heap[0].mayFollow(unopened.bound(), unopened.ordinal()))) {
            if (openCount == fanInLimit) {
                throw new FanInExceededException(fanInLimit, openCount + 1);
            }
            join();
        }
        return openCount > 0;
    }

    /** How many of the winner's next {@code rows} rows, all in its block, come before any row of another source. */
    int lead(int rows) {
        int lead = rows;
        if (unopened.size() > 0) {
            lead = heap[0].lead(lead, unopened.bound(), unopened.ordinal());
        }
        if (openCount > 1) {
            OpenWideSource runnerUp = openCount > 2 && heap[2].isBefore(heap[1]) ? heap[2] : heap[1];
            lead = heap[0].lead(lead, runnerUp);
        }
        return lead;
    }

    /** To be called when rows of the winner were taken. */
    void moveOn() {
        if (heap[0].rowsInBlock() > 0 || heap[0].nextBlock()) {
            sink(0);
            return;
        }
        OpenWideSource ended = heap[0];
        heap[0] = heap[--openCount];
        heap[openCount] = null;
        if (openCount > 1) {
            sink(0);
        }
        ended.close();
    }

    /** Closes all open sources, even if closing fails for some; the first failure is thrown at the end. */
    @Override
    public void close() {
        RuntimeException failure = null;
        while (openCount > 0) {
            OpenWideSource source = heap[--openCount];
            heap[openCount] = null;
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
    private void join() {
        OpenWideSource source = unopened.open();
        int slot = openCount++;
        heap[slot] = source;
        maxOpenCount = Math.max(maxOpenCount, openCount);
        if (!source.nextBlock()) {
            throw new IllegalStateException("source " + source.ordinal() + " has rows, yet no block");
        }
        while (slot > 0 && source.isBefore(heap[(slot - 1) >>> 1])) {
            heap[slot] = heap[(slot - 1) >>> 1];
            slot = (slot - 1) >>> 1;
        }
        heap[slot] = source;
    }

    private void sink(int from) {
        OpenWideSource source = heap[from];
        int slot = from;
        int child = 2 * slot + 1;
        while (child < openCount) {
            if (child + 1 < openCount && heap[child + 1].isBefore(heap[child])) {
                child++;
            }
            if (!heap[child].isBefore(source)) {
                break;
            }
            heap[slot] = heap[child];
            slot = child;
            child = 2 * slot + 1;
        }
        heap[slot] = source;
    }
}
