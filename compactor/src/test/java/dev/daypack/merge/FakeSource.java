package dev.daypack.merge;

import java.util.Arrays;
import java.util.List;

/**
 * A source that notes when it is opened and closed, gives its keys in one block array that it overwrites at every
 * {@code next()}, and fails if it is used against the contract.
 */
final class FakeSource implements KeySource {

    private final long[] keys;
    private final long claimedRows;
    private final long lowerBound;
    private final int blockRows;

    private int opened;
    private int closed;
    private RuntimeException closeFailure;
    private RuntimeException nextFailure;
    private List<FakeSource> openingLog;

    FakeSource(long[] keys, long claimedRows, long lowerBound, int blockRows) {
        this.keys = keys;
        this.claimedRows = claimedRows;
        this.lowerBound = lowerBound;
        this.blockRows = blockRows;
    }

    /** An honest source with the tightest lower bound. */
    static FakeSource of(int blockRows, long... keys) {
        return new FakeSource(keys, keys.length, keys.length == 0 ? 0 : keys[0], blockRows);
    }

    FakeSource failingOnClose(RuntimeException failure) {
        closeFailure = failure;
        return this;
    }

    FakeSource failingOnNext(RuntimeException failure) {
        nextFailure = failure;
        return this;
    }

    FakeSource loggingTo(List<FakeSource> log) {
        openingLog = log;
        return this;
    }

    long[] allKeys() {
        return keys;
    }

    boolean isOpened() {
        return opened > 0;
    }

    boolean isClosed() {
        return closed > 0;
    }

    @Override
    public long rows() {
        return claimedRows;
    }

    @Override
    public long lowerBound() {
        return lowerBound;
    }

    @Override
    public KeyStream open() {
        require(opened == 0, "opened twice");
        require(claimedRows > 0, "opened without rows");
        opened++;
        if (openingLog != null) {
            openingLog.add(this);
        }
        return new Stream();
    }

    private static void require(boolean condition, String broken) {
        if (!condition) {
            throw new AssertionError(broken);
        }
    }

    private final class Stream implements KeyStream {

        private final long[] block = new long[blockRows];
        private int taken;
        private int size;
        private boolean ended;

        @Override
        public boolean next() {
            require(closed == 0, "next after close");
            require(!ended, "next after the end");
            if (nextFailure != null && taken > 0) {
                throw nextFailure;
            }
            Arrays.fill(block, -77);
            size = Math.min(blockRows, keys.length - taken);
            System.arraycopy(keys, taken, block, 0, size);
            taken += size;
            ended = size == 0;
            return !ended;
        }

        @Override
        public long[] keys() {
            return block;
        }

        @Override
        public int size() {
            return size;
        }

        @Override
        public void close() {
            require(closed == 0, "closed twice");
            closed++;
            Arrays.fill(block, -99);
            if (closeFailure != null) {
                throw closeFailure;
            }
        }
    }
}
