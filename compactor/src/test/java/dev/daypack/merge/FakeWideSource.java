package dev.daypack.merge;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * A source of byte string keys that notes when it is opened and closed, gives its keys in one block that it overwrites
 * at every {@code next()}, and fails if it is used against the contract.
 */
final class FakeWideSource implements WideKeySource {

    private final List<byte[]> keys;
    private final long claimedRows;
    private final byte[] lowerBound;
    private final int blockRows;

    private int opened;
    private int closed;
    private RuntimeException closeFailure;
    private RuntimeException nextFailure;

    FakeWideSource(List<byte[]> keys, long claimedRows, byte[] lowerBound, int blockRows) {
        this.keys = List.copyOf(keys);
        this.claimedRows = claimedRows;
        this.lowerBound = lowerBound;
        this.blockRows = blockRows;
    }

    /** An honest source with the tightest lower bound. */
    static FakeWideSource of(int blockRows, String... keys) {
        List<byte[]> bytes = Stream.of(keys).map(FakeWideSource::bytes).toList();
        return new FakeWideSource(bytes, keys.length, keys.length == 0 ? new byte[0] : bytes.get(0), blockRows);
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    FakeWideSource failingOnClose(RuntimeException failure) {
        closeFailure = failure;
        return this;
    }

    FakeWideSource failingOnNext(RuntimeException failure) {
        nextFailure = failure;
        return this;
    }

    List<byte[]> allKeys() {
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
    public byte[] lowerBound() {
        return lowerBound;
    }

    @Override
    public WideKeyStream open() {
        require(opened == 0, "opened twice");
        require(claimedRows > 0, "opened without rows");
        opened++;
        return new Keys();
    }

    private static void require(boolean condition, String broken) {
        if (!condition) {
            throw new AssertionError(broken);
        }
    }

    private final class Keys implements WideKeyStream {

        private final KeyBlock block = new KeyBlock(1, 1);
        private int taken;
        private boolean ended;

        @Override
        public boolean next() {
            require(closed == 0, "next after close");
            require(!ended, "next after the end");
            if (nextFailure != null && taken > 0) {
                throw nextFailure;
            }
            Arrays.fill(block.bytes(), (byte) 77);
            block.clear();
            while (block.count() < blockRows && taken < keys.size()) {
                byte[] key = keys.get(taken++);
                block.put(key, 0, key.length);
                block.endKey();
            }
            ended = block.count() == 0;
            return !ended;
        }

        @Override
        public KeyBlock keys() {
            return block;
        }

        @Override
        public void close() {
            require(closed == 0, "closed twice");
            closed++;
            Arrays.fill(block.bytes(), (byte) 99);
            if (closeFailure != null) {
                throw closeFailure;
            }
        }
    }
}
