package dev.daypack.store;

import java.util.Objects;
import java.util.function.Supplier;

/**
 * Streams one object to S3. An object that fits into one buffer is one conditional PUT; with the first byte past it
 * the parts begin to move on. Not thread-safe.
 */
final class S3Upload implements Upload {

    private final S3Writes writes;
    private final PartBuffers buffers;
    private final Supplier<UploadTail> newTail;
    private final String key;
    private byte[] buffer;
    private int filled;
    private long sizeBytes;
    private UploadTail tail;
    private boolean ended;

    S3Upload(S3Writes writes, PartBuffers buffers, Supplier<UploadTail> newTail, String key) {
        this.writes = writes;
        this.buffers = buffers;
        this.newTail = newTail;
        this.key = key;
        this.buffer = buffers.take();
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        requireOpen();
        int at = offset;
        int end = offset + length;
        while (at < end) {
            if (filled == buffer.length) {
                passOn();
                buffer = buffers.take();
            }
            int count = Math.min(end - at, buffer.length - filled);
            System.arraycopy(bytes, at, buffer, filled, count);
            filled += count;
            at += count;
        }
        sizeBytes += length;
    }

    private void passOn() {
        if (tail == null) {
            tail = newTail.get();
        }
        byte[] full = buffer;
        int length = filled;
        buffer = null;
        filled = 0;
        tail.send(full, length);
    }

    @Override
    public long sizeBytes() {
        return sizeBytes;
    }

    @Override
    public PutOutcome commit(Condition condition) {
        requireOpen();
        ended = true;
        if (tail == null) {
            return writes.put(key, S3Bodies.of(buffer, filled), condition);
        }
        passOn();
        return tail.commit(condition);
    }

    /** After a failure the buffer is gone, and nothing of the object can be saved. */
    private void requireOpen() {
        if (ended || buffer == null) {
            throw new IllegalStateException("committed, failed or closed before");
        }
    }

    @Override
    public void close() {
        ended = true;
        if (buffer != null) {
            buffers.give(buffer);
            buffer = null;
        }
        if (tail != null) {
            UploadTail begun = tail;
            tail = null;
            begun.close();
        }
    }
}
