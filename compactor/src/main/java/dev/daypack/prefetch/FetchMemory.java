package dev.daypack.prefetch;

import dev.daypack.memory.BufferPool;

/**
 * What may be held of bytes fetched ahead: a quarter of the memory setting, shared by all partition-days of a run. The
 * arrays are the pool's, so they are in its ledger. Thread-safe.
 */
public final class FetchMemory {

    private final BufferPool pool;
    private final long limitBytes;
    private long usedBytes;

    public FetchMemory(BufferPool pool) {
        this.pool = pool;
        this.limitBytes = limitBytes(pool.ledger().limitBytes());
    }

    /** What may be held of a memory setting. */
    public static long limitBytes(long memoryBytes) {
        return memoryBytes / 4;
    }

    long limitBytes() {
        return limitBytes;
    }

    /** Whether more is held of all kinds than the memory setting says: no time to fetch what is only wanted later. */
    boolean isLedgerFull() {
        return !pool.ledger().hasRoomFor(0);
    }

    /** Takes bytes if no more than a part of the limit is in use with them. */
    synchronized boolean tryTake(int bytes, long withinBytes) {
        if (usedBytes + bytes > withinBytes) {
            return false;
        }
        usedBytes += bytes;
        return true;
    }

    /** Takes bytes whatever is in use: somebody waits for them. */
    synchronized void take(int bytes) {
        usedBytes += bytes;
    }

    synchronized void give(int bytes) {
        usedBytes -= bytes;
    }

    byte[] lend(int bytes) {
        return pool.bytes(bytes);
    }

    void takeBack(byte[] lent) {
        pool.giveBack(lent);
    }
}
