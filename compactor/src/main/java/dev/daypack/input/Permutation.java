package dev.daypack.input;

import java.nio.IntBuffer;

/**
 * The rows of a source, or of a part of one, in sorted order: at each sorted position the row that stands there. Rows
 * that stand in their places before the first that does not take no room. Written from start to end, then read
 * anywhere. Not thread-safe.
 */
final class Permutation implements AutoCloseable {

    static final int BUFFER_ROWS = 1024;

    private final KeyRoom room;
    private final SpilledBytes bytes;
    private long rowsInPlace;
    private long rows;

    /**
     * @param purpose for messages
     * @param expectedRows about how many there will be
     */
    Permutation(KeyRoom room, String purpose, long expectedRows) {
        this.room = room;
        this.bytes = new SpilledBytes(room, purpose, Integer.BYTES * expectedRows);
    }

    /** Whether every row stands in its place. */
    boolean isIdentity() {
        return rows == rowsInPlace;
    }

    /** The next rows stand in their places. */
    void addInPlace(int count) {
        if (isIdentity()) {
            rowsInPlace += count;
            rows += count;
            return;
        }
        int[] own = new int[Math.min(count, BUFFER_ROWS)];
        for (int done = 0; done < count; done += own.length) {
            int step = Math.min(own.length, count - done);
            int base = Math.toIntExact(rows);
            for (int i = 0; i < step; i++) {
                own[i] = base + i;
            }
            add(own, 0, step, 0);
        }
    }

    /** The next rows are {@code sorted[from .. to)}, each with {@code base} added. */
    void add(int[] sorted, int from, int to, int base) {
        IntBuffer buffer = room.rowBuffer();
        for (int at = from; at < to; at += BUFFER_ROWS) {
            int step = Math.min(BUFFER_ROWS, to - at);
            for (int i = 0; i < step; i++) {
                buffer.put(i, Math.addExact(base, sorted[at + i]));
            }
            bytes.append(room.rowBytes(), 0, step * Integer.BYTES);
        }
        rows += to - from;
    }

    /** Nothing more is added. */
    void finish() {
        bytes.finish();
    }

    /** Copies the rows at {@code count} sorted positions from {@code position} on to {@code into[at ..)}. */
    void copy(long position, int count, int[] into, int at) {
        int inPlace = (int) Math.max(0, Math.min(count, rowsInPlace - position));
        for (int i = 0; i < inPlace; i++) {
            into[at + i] = Math.toIntExact(position + i);
        }
        for (int done = inPlace; done < count; done += BUFFER_ROWS) {
            int step = Math.min(BUFFER_ROWS, count - done);
            long from = (position + done - rowsInPlace) * Integer.BYTES;
            bytes.read(from, room.rowBytes(), 0, step * Integer.BYTES);
            room.rowBuffer().get(0, into, at + done, step);
        }
    }

    @Override
    public void close() {
        bytes.close();
    }
}
