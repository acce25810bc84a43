package dev.daypack.store;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Part buffers of one size, kept for the next upload. How many are out is bounded by the uploads, each of which holds
 * no more than its settings say; this keeps a few idle ones. Thread-safe.
 */
final class PartBuffers {

    private static final int LIMIT_IDLE = 8;

    private final int partBytes;
    private final Queue<byte[]> idle = new ConcurrentLinkedQueue<>();

    PartBuffers(int partBytes) {
        this.partBytes = partBytes;
    }

    byte[] take() {
        byte[] buffer = idle.poll();
        return buffer == null ? new byte[partBytes] : buffer;
    }

    void give(byte[] buffer) {
        if (idle.size() < LIMIT_IDLE) {
            idle.add(buffer);
        }
    }
}
