package dev.daypack.input;

import dev.daypack.merge.KeyBlock;
import dev.daypack.merge.Runs;
import dev.daypack.merge.WideRunMerger;

/** A block of the wide keys that come out of a merge; it is in the ledger. Not thread-safe. */
final class MergedKeys implements AutoCloseable {

    private final KeyRoom room;
    private final KeyBlock keys = new KeyBlock(16, 0);
    private long reservedBytes;

    MergedKeys(KeyRoom room) {
        this.room = room;
    }

    /** Takes the next rows of a merge; returns how many, 0 at the end. */
    int next(WideRunMerger merger, Runs into) {
        keys.clear();
        int rows = merger.next(room.plan().mergedKeys(), into, keys);
        long held = keys.heapBytes();
        room.pool().ledger().reserve(held);
        room.pool().ledger().release(reservedBytes);
        reservedBytes = held;
        return rows;
    }

    KeyBlock keys() {
        return keys;
    }

    @Override
    public void close() {
        room.pool().ledger().release(reservedBytes);
        reservedBytes = 0;
    }
}
