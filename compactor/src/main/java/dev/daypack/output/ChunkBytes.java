package dev.daypack.output;

import dev.daypack.memory.BufferPool;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * The bytes of a column chunk, appended page by page, in segments of one size: none is ever moved to a larger array.
 * Owns pool arrays; {@link #close} gives them back. Not thread-safe.
 */
final class ChunkBytes implements AutoCloseable {

    private static final int SEGMENT_LOG2 = 18;
    static final int SEGMENT_BYTES = 1 << SEGMENT_LOG2;

    private final BufferPool pool;
    private final List<byte[]> segments = new ArrayList<>();
    private int size;

    ChunkBytes(BufferPool pool) {
        this.pool = pool;
    }

    int size() {
        return size;
    }

    void append(byte[] source, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, source.length);
        int end = Math.addExact(size, length);
        int from = offset;
        while (size < end) {
            int at = size & SEGMENT_BYTES - 1;
            if (at == 0) {
                segments.add(pool.bytes(SEGMENT_BYTES));
            }
            int count = Math.min(end - size, SEGMENT_BYTES - at);
            System.arraycopy(source, from, segments.get(size >>> SEGMENT_LOG2), at, count);
            from += count;
            size += count;
        }
    }

    /** Copies {@code length} bytes that start at {@code offset}. */
    void read(int offset, byte[] into, int at, int length) {
        Objects.checkFromIndexSize(offset, length, size);
        int from = offset;
        int to = at;
        int end = offset + length;
        while (from < end) {
            int start = from & SEGMENT_BYTES - 1;
            int count = Math.min(end - from, SEGMENT_BYTES - start);
            System.arraycopy(segments.get(from >>> SEGMENT_LOG2), start, into, to, count);
            from += count;
            to += count;
        }
    }

    /** Gives all bytes to a sink, in order. */
    void writeTo(ByteSink sink) {
        for (int from = 0; from < size; from += SEGMENT_BYTES) {
            sink.write(segments.get(from >>> SEGMENT_LOG2), 0, Math.min(SEGMENT_BYTES, size - from));
        }
    }

    @Override
    public void close() {
        segments.forEach(pool::giveBack);
        segments.clear();
        size = 0;
    }
}
