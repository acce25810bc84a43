package dev.daypack.store;

import dev.daypack.memory.BufferPool;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Part buffers of one size: lent by a pool, which counts them, or kept here for the next upload. How many are out is
 * bounded by the uploads, each of which holds no more than its settings say. Thread-safe.
 */
final class PartBuffers {

    private static final int LIMIT_IDLE = 8;

    /** So many parts, of the 10,000 that an upload may have, are enough for an object as large as expected. */
    private static final int PLANNED_PARTS = 8_000;

    private static final long MIB = 1 << 20;

    private final int partBytes;
    private final Optional<BufferPool> pool;
    private final Queue<byte[]> idle = new ConcurrentLinkedQueue<>();

    PartBuffers(int partBytes) {
        this.partBytes = partBytes;
        this.pool = Optional.empty();
    }

    private PartBuffers(int partBytes, BufferPool pool) {
        this.partBytes = partBytes;
        this.pool = Optional.of(pool);
    }

    /**
     * Buffers for one object. All its parts but the last have one size, as some servers demand: what the options say,
     * or more if the object would have too many parts then; but the buffers take no more than a quarter of memory.
     *
     * @param expectedBytes of the object, as far as can be told before it is written
     */
    static PartBuffers of(S3Options options, BufferPool pool, long expectedBytes) {
        long needed = (expectedBytes / PLANNED_PARTS + MIB) / MIB * MIB;
        long room = pool.ledger().limitBytes() / 4 / options.partBuffers() / MIB * MIB;
        long partBytes = Math.max(options.partBytes(), Math.min(needed, Math.min(room, 1L << 29)));
        return new PartBuffers(Math.toIntExact(partBytes), pool);
    }

    int partBytes() {
        return partBytes;
    }

    byte[] take() {
        if (pool.isPresent()) {
            return pool.get().bytes(partBytes);
        }
        byte[] buffer = idle.poll();
        return buffer == null ? new byte[partBytes] : buffer;
    }

    void give(byte[] buffer) {
        if (pool.isPresent()) {
            pool.get().giveBack(buffer);
        } else if (idle.size() < LIMIT_IDLE) {
            idle.add(buffer);
        }
    }
}
