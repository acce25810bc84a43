package dev.daypack.input;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A sequence of bytes that is written from its start to its end and then read anywhere: in memory as long as there is
 * room to hold it, else in scratch. Where it is makes no difference to what is read. Not thread-safe.
 *
 * <pre>
 *   in memory     [16 KiB][16 KiB][16 KiB][..    ]    segments, taken from the share one by one
 *   no room left  (16 KiB)(16 KiB)(16 KiB)[tail  ]    they move to scratch, and the rest follows
 * </pre>
 */
final class SpilledBytes implements AutoCloseable {

    static final int SEGMENT_BYTES = 16 << 10;

    private final KeyRoom room;
    private final String purpose;
    private final long expectedBytes;
    private final List<byte[]> segments = new ArrayList<>();
    private long[] chunks = {};
    private int chunkCount;

    /** While a spilled sequence is being written: what does not fill a segment yet. In no share, as there are few. */
    private byte[] tail;

    private long size;

    /**
     * @param purpose for messages
     * @param expectedBytes that will be written, about
     */
    SpilledBytes(KeyRoom room, String purpose, long expectedBytes) {
        this.room = room;
        this.purpose = purpose;
        this.expectedBytes = expectedBytes;
    }

    long size() {
        return size;
    }

    private boolean isSpilled() {
        return tail != null || chunkCount > 0;
    }

    void append(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to) {
            at += isSpilled() ? appendToTail(bytes, at, to) : appendToSegment(bytes, at, to);
        }
    }

    private int appendToSegment(byte[] bytes, int from, int to) {
        int place = (int) (size % SEGMENT_BYTES);
        if (place == 0) {
            if (!room.tryHold(SEGMENT_BYTES)) {
                spill();
                return 0;
            }
            segments.add(room.pool().bytes(SEGMENT_BYTES));
        }
        int length = Math.min(to - from, SEGMENT_BYTES - place);
        System.arraycopy(bytes, from, segments.get(segments.size() - 1), place, length);
        size += length;
        return length;
    }

    /** All segments are full. */
    private void spill() {
        room.requireScratch(purpose, Math.max(expectedBytes, size));
        for (byte[] segment : segments) {
            addChunk(segment);
        }
        freeSegments();
        tail = room.pool().bytes(SEGMENT_BYTES);
    }

    private int appendToTail(byte[] bytes, int from, int to) {
        int place = (int) (size % SEGMENT_BYTES);
        int length = Math.min(to - from, SEGMENT_BYTES - place);
        System.arraycopy(bytes, from, tail, place, length);
        size += length;
        if (place + length == SEGMENT_BYTES) {
            addChunk(tail);
        }
        return length;
    }

    private void addChunk(byte[] segment) {
        if (chunkCount == chunks.length) {
            chunks = Arrays.copyOf(chunks, Math.max(4, chunkCount * 2));
        }
        chunks[chunkCount] = room.writeChunk(segment);
        chunkCount++;
    }

    /** Nothing more is written. */
    void finish() {
        if (tail != null) {
            if (size % SEGMENT_BYTES > 0) {
                addChunk(tail);
            }
            room.pool().giveBack(tail);
            tail = null;
        }
    }

    /** Reads bytes of the finished sequence, all of which it has. */
    void read(long offset, byte[] into, int at, int length) {
        int done = 0;
        while (done < length) {
            long from = offset + done;
            int index = (int) (from / SEGMENT_BYTES);
            int place = (int) (from % SEGMENT_BYTES);
            int step = Math.min(length - done, SEGMENT_BYTES - place);
            if (chunkCount > 0) {
                room.readChunk(chunks[index], place, into, at + done, step);
            } else {
                System.arraycopy(segments.get(index), place, into, at + done, step);
            }
            done += step;
        }
    }

    private void freeSegments() {
        for (byte[] segment : segments) {
            room.pool().giveBack(segment);
            room.giveBack(SEGMENT_BYTES);
        }
        segments.clear();
    }

    @Override
    public void close() {
        freeSegments();
        if (tail != null) {
            room.pool().giveBack(tail);
            tail = null;
        }
        for (int i = 0; i < chunkCount; i++) {
            room.freeChunk(chunks[i]);
        }
        chunkCount = 0;
        size = 0;
    }
}
