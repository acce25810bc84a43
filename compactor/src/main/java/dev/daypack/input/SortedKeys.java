package dev.daypack.input;

import dev.daypack.merge.KeyStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Narrow keys in ascending order, packed: each takes as many bytes as the largest step to it from the key before needs,
 * in groups of at most 128 keys, so that those of a day take about four bytes each. Written from start to end, then
 * read once, as a stream. Not thread-safe.
 *
 * <pre>
 *   group   [keys - 1][bytes a step][first key, 8 bytes][step][step] ...
 * </pre>
 */
final class SortedKeys implements AutoCloseable {

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private static final int GROUP_KEYS = 128;
    private static final int HEAD_BYTES = 2 + Long.BYTES;
    private static final int MOST_GROUP_BYTES = HEAD_BYTES + (GROUP_KEYS - 1) * Long.BYTES;

    /** Steps are written and read eight bytes at once, beyond their own. */
    private static final int SLACK_BYTES = Long.BYTES;

    private final KeyRoom room;
    private final SpilledBytes bytes;
    private byte[] group = new byte[MOST_GROUP_BYTES + SLACK_BYTES];
    private long rows;
    private long first = Long.MAX_VALUE;

    /**
     * @param purpose for messages
     * @param expectedRows about how many there will be
     */
    SortedKeys(KeyRoom room, String purpose, long expectedRows) {
        this.room = room;
        this.bytes = new SpilledBytes(room, purpose, Long.BYTES * expectedRows);
    }

    long rows() {
        return rows;
    }

    /** The smallest; the largest number there is if there are no keys. */
    long first() {
        return first;
    }

    /** Adds {@code keys[from .. to)}, which are in order and not below those before. */
    void append(long[] keys, int from, int to) {
        if (rows == 0 && from < to) {
            first = keys[from];
        }
        for (int at = from; at < to; at += GROUP_KEYS) {
            appendGroup(keys, at, Math.min(to, at + GROUP_KEYS));
        }
        rows += to - from;
    }

    private void appendGroup(long[] keys, int from, int to) {
        long steps = 0;
        for (int i = from + 1; i < to; i++) {
            steps |= keys[i] - keys[i - 1];
        }
        int width = (Long.SIZE + 7 - Long.numberOfLeadingZeros(steps)) >>> 3;
        group[0] = (byte) (to - from - 1);
        group[1] = (byte) width;
        LONG.set(group, 2, keys[from]);
        int place = HEAD_BYTES;
        for (int i = from + 1; i < to; i++) {
            LONG.set(group, place, keys[i] - keys[i - 1]);
            place += width;
        }
        bytes.append(group, 0, place);
    }

    /** Nothing more is added. */
    void finish() {
        bytes.finish();
        group = null;
    }

    /**
     * The keys from the first on. When the stream is closed, so is this.
     *
     * @param bufferBytes about what its buffers may take, at least {@link KeyPlan#LEAST_STREAM_BYTES}
     */
    KeyStream stream(int bufferBytes) {
        return new Stream(bufferBytes / 2);
    }

    @Override
    public void close() {
        bytes.close();
    }

    private final class Stream implements KeyStream {
        private final byte[] packed;
        private final long[] keys;
        private final long heldBytes;
        private long offset;
        private int from;
        private int to;
        private int size;
        private boolean isClosed;

        Stream(int bufferBytes) {
            int packedBytes = Math.max(MOST_GROUP_BYTES, bufferBytes);
            int keyCount = Math.max(GROUP_KEYS, bufferBytes / Long.BYTES);
            heldBytes = packedBytes + SLACK_BYTES + (long) Long.BYTES * keyCount;
            room.pool().ledger().reserve(heldBytes);
            packed = new byte[packedBytes + SLACK_BYTES];
            keys = new long[keyCount];
        }

        @Override
        public boolean next() {
            size = 0;
            while (hasGroup() && size + (packed[from] & 0xff) < keys.length) {
                unpack((packed[from] & 0xff) + 1, packed[from + 1]);
            }
            return size > 0;
        }

        /** Makes sure that the next group is in hand as a whole; false if there is none. */
        private boolean hasGroup() {
            int rest = to - from;
            if (rest >= MOST_GROUP_BYTES) {
                return true;
            }
            long left = bytes.size() - offset;
            if (left > 0) {
                System.arraycopy(packed, from, packed, 0, rest);
                int length = (int) Math.min(left, packed.length - SLACK_BYTES - rest);
                bytes.read(offset, packed, rest, length);
                offset += length;
                from = 0;
                to = rest + length;
            }
            return to > from;
        }

        private void unpack(int count, int width) {
            long key = (long) LONG.get(packed, from + 2);
            int place = from + HEAD_BYTES;
            if (width == 0) {
                Arrays.fill(keys, size, size + count, key);
            } else {
                long mask = -1L >>> (Long.SIZE - 8 * width);
                keys[size] = key;
                for (int i = size + 1; i < size + count; i++) {
                    key += (long) LONG.get(packed, place) & mask;
                    keys[i] = key;
                    place += width;
                }
            }
            size += count;
            from = place;
        }

        @Override
        public long[] keys() {
            return keys;
        }

        @Override
        public int size() {
            return size;
        }

        @Override
        public void close() {
            if (!isClosed) {
                isClosed = true;
                room.pool().ledger().release(heldBytes);
                SortedKeys.this.close();
            }
        }
    }
}
