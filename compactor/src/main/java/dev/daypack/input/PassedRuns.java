package dev.daypack.input;

import dev.daypack.memory.ScratchException;
import dev.daypack.merge.Runs;

/**
 * The runs of sources that were merged into one ahead of time, written as (source, length) in that merge's order. When
 * rows of the merged source come up in the merge proper, they are looked up here, from the first to the last, and
 * become rows of the sources that they came from. Not thread-safe.
 */
final class PassedRuns implements RowTaker, AutoCloseable {

    private static final int BUFFER_BYTES = 4 << 10;

    /** Two numbers of seven bits a byte. */
    private static final int MOST_RUN_BYTES = 10;

    private final KeyRoom room;
    private final RowTaker[] members;
    private final SpilledBytes bytes;
    private byte[] buffer = {};
    private int from;
    private int to;
    private long offset;
    private RowTaker member;
    private int rowsLeft;

    /** @param members by ordinal; those of the sources that are merged */
    PassedRuns(KeyRoom room, RowTaker[] members) {
        this.room = room;
        this.members = members;
        this.bytes = new SpilledBytes(room, "the runs of a merge pass", 0);
        open();
    }

    private void open() {
        buffer = room.pool().bytes(BUFFER_BYTES);
    }

    /** Adds the next runs. */
    void append(Runs runs) {
        for (int run = 0; run < runs.count(); run++) {
            if (to > BUFFER_BYTES - MOST_RUN_BYTES) {
                bytes.append(buffer, 0, to);
                to = 0;
            }
            put(runs.source(run));
            put(runs.length(run));
        }
    }

    private void put(int value) {
        int left = value;
        for (; left > 0x7f; left >>>= 7) {
            buffer[to++] = (byte) (left | 0x80);
        }
        buffer[to++] = (byte) left;
    }

    /** Nothing more is added; the buffer is given back until rows are taken. */
    void finish() {
        bytes.append(buffer, 0, to);
        to = 0;
        bytes.finish();
        close(buffer);
    }

    @Override
    public void take(int rows, Runs into) {
        int left = rows;
        while (left > 0) {
            if (rowsLeft == 0) {
                nextRun();
            }
            int step = Math.min(left, rowsLeft);
            member.take(step, into);
            rowsLeft -= step;
            left -= step;
        }
    }

    private void nextRun() {
        int place = get();
        rowsLeft = get();
        if (place < 0 || place >= members.length || rowsLeft < 1) {
            throw broken();
        }
        member = members[place];
    }

    private static ScratchException broken() {
        return new ScratchException("the runs of a merge pass came back broken from scratch space; look at its disk");
    }

    private int get() {
        int value = 0;
        for (int shift = 0; ; shift += 7) {
            if (from == to) {
                fill();
            }
            byte next = buffer[from++];
            value |= (next & 0x7f) << shift;
            if (next >= 0) {
                return value;
            }
        }
    }

    private void fill() {
        if (buffer.length == 0) {
            open();
        }
        to = (int) Math.min(BUFFER_BYTES, bytes.size() - offset);
        from = 0;
        if (to == 0) {
            throw broken();
        }
        bytes.read(offset, buffer, 0, to);
        offset += to;
    }

    private void close(byte[] open) {
        if (open.length > 0) {
            room.pool().giveBack(open);
            buffer = new byte[0];
        }
    }

    @Override
    public void close() {
        close(buffer);
        bytes.close();
    }
}
