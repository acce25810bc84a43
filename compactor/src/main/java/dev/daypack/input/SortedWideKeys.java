package dev.daypack.input;

import dev.daypack.memory.ScratchException;
import dev.daypack.merge.KeyBlock;
import dev.daypack.merge.WideKeyStream;
import java.util.Arrays;

/**
 * Wide keys in ascending order, packed: of each only what the key before does not begin with. Written from start to
 * end, then read once, as a stream. Not thread-safe.
 *
 * <pre>
 *   key    [bytes shared with the key before][bytes of its own][these]      the numbers in seven bits a byte
 * </pre>
 */
final class SortedWideKeys implements AutoCloseable {

    /** Two numbers. */
    private static final int MOST_HEAD_BYTES = 10;

    private final KeyRoom room;
    private final SpilledBytes bytes;
    private final byte[] head = new byte[MOST_HEAD_BYTES];
    private int headBytes;
    private byte[] previous = {};
    private int previousBytes;
    private long rows;
    private byte[] first;

    /**
     * @param purpose for messages
     * @param expectedBytes about how many there will be
     */
    SortedWideKeys(KeyRoom room, String purpose, long expectedBytes) {
        this.room = room;
        this.bytes = new SpilledBytes(room, purpose, expectedBytes);
    }

    long rows() {
        return rows;
    }

    /** The smallest; null if there are no keys. */
    byte[] first() {
        return first;
    }

    /** What they take. */
    long sizeBytes() {
        return bytes.size();
    }

    /** Adds all keys of a block, which are in order and not below those before. */
    void append(KeyBlock keys) {
        byte[] before = previous;
        int from = 0;
        int to = previousBytes;
        for (int key = 0; key < keys.count(); key++) {
            int start = keys.start(key);
            int end = keys.end(key);
            int common = Arrays.mismatch(before, from, to, keys.bytes(), start, end);
            int shared = common < 0 ? end - start : common;
            headBytes = 0;
            put(shared);
            put(end - start - shared);
            bytes.append(head, 0, headBytes);
            bytes.append(keys.bytes(), start + shared, end);
            before = keys.bytes();
            from = start;
            to = end;
        }
        if (keys.count() > 0) {
            first = first == null ? keys.copy(0) : first;
            rows += keys.count();
            keep(before, from, to);
        }
    }

    private void put(int value) {
        int left = value;
        for (; left > 0x7f; left >>>= 7) {
            head[headBytes++] = (byte) (left | 0x80);
        }
        head[headBytes++] = (byte) left;
    }

    private void keep(byte[] key, int from, int to) {
        previousBytes = to - from;
        previous = previous.length < previousBytes ? new byte[previousBytes] : previous;
        System.arraycopy(key, from, previous, 0, previousBytes);
    }

    /** Nothing more is added. */
    void finish() {
        bytes.finish();
        previous = new byte[0];
    }

    /**
     * The keys from the first on. When the stream is closed, so is this.
     *
     * @param bufferBytes about what its buffers may take, at least {@link KeyPlan#LEAST_STREAM_BYTES}
     */
    WideKeyStream stream(int bufferBytes) {
        return new Stream(bufferBytes / 4);
    }

    @Override
    public void close() {
        bytes.close();
    }

    private final class Stream implements WideKeyStream {
        private final byte[] packed;
        private final int blockBytes;
        private final KeyBlock keys;
        private byte[] last = {};
        private long offset;
        private int from;
        private int to;
        private long reservedBytes;
        private boolean isClosed;

        /** @param blockBytes for the packed bytes in hand, and again for those of the keys of a block */
        Stream(int blockBytes) {
            this.blockBytes = blockBytes;
            packed = new byte[blockBytes];
            keys = new KeyBlock(blockBytes / 16, blockBytes);
            account();
        }

        @Override
        public boolean next() {
            if (keys.count() > 0) {
                last = keys.copy(keys.count() - 1);
            }
            keys.clear();
            // A key takes eight bytes for its place beside its own.
            while (hasByte() && keys.byteCount() + Long.BYTES * keys.count() < blockBytes) {
                unpack();
            }
            account();
            return keys.count() > 0;
        }

        private void unpack() {
            int shared = get();
            int own = get();
            if (keys.count() > 0) {
                keys.put(keys.bytes(), keys.start(keys.count() - 1), shared);
            } else {
                keys.put(last, 0, shared);
            }
            while (own > 0) {
                requireByte();
                int step = Math.min(own, to - from);
                keys.put(packed, from, step);
                from += step;
                own -= step;
            }
            keys.endKey();
        }

        private int get() {
            int value = 0;
            for (int shift = 0; ; shift += 7) {
                requireByte();
                byte next = packed[from++];
                value |= (next & 0x7f) << shift;
                if (next >= 0) {
                    return value;
                }
            }
        }

        private void requireByte() {
            if (!hasByte()) {
                throw new ScratchException("sort keys came back broken from scratch space; look at its disk");
            }
        }

        /** Makes sure that there is a byte in hand; false at the end. */
        private boolean hasByte() {
            if (from == to) {
                from = 0;
                to = (int) Math.min(packed.length, bytes.size() - offset);
                bytes.read(offset, packed, 0, to);
                offset += to;
            }
            return to > 0;
        }

        private void account() {
            long held = packed.length + keys.heapBytes() + last.length;
            room.pool().ledger().reserve(held);
            room.pool().ledger().release(reservedBytes);
            reservedBytes = held;
        }

        @Override
        public KeyBlock keys() {
            return keys;
        }

        @Override
        public void close() {
            if (!isClosed) {
                isClosed = true;
                room.pool().ledger().release(reservedBytes);
                SortedWideKeys.this.close();
            }
        }
    }
}
