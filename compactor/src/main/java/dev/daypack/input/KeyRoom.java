package dev.daypack.input;

import dev.daypack.memory.BufferPool;
import dev.daypack.memory.MemoryShare;
import dev.daypack.memory.Scratch;
import dev.daypack.memory.ScratchFile;
import dev.daypack.merge.KeySorter;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.IntBuffer;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;

/**
 * Room for the sort keys of one merge: a share of memory, and scratch space for what does not fit, all of it in
 * segments of one file, which are used again. Made before the sources are known; {@link #expect} divides the memory.
 *
 * <p>Several sources may be read at once. Who sorts, or writes or reads a permutation meanwhile, has the lock of the
 * room: sorter and row buffer are of use to one at a time.
 */
public final class KeyRoom implements AutoCloseable {

    private final BufferPool pool;
    private final Scratch scratch;
    private final long limitBytes;
    private final Deque<Long> freeChunks = new ArrayDeque<>();
    private final KeySorter sorter = new KeySorter();

    /** For rows on their way to or from a permutation; of use to one of them at a time. */
    private final byte[] rowBytes = new byte[Permutation.BUFFER_ROWS * Integer.BYTES];

    private final IntBuffer rowBuffer =
            ByteBuffer.wrap(rowBytes).order(ByteOrder.LITTLE_ENDIAN).asIntBuffer();
    private long sorterBytes;
    private KeyPlan plan;
    private MemoryShare held;
    private ScratchFile file;

    /** @param limitBytes for all keys and what belongs to them */
    public KeyRoom(BufferPool pool, Scratch scratch, long limitBytes) {
        this.pool = pool;
        this.scratch = scratch;
        this.limitBytes = limitBytes;
        expect(1, 0);
    }

    /**
     * Divides the memory anew; only while nothing is held.
     *
     * @param overlap how many sources may be open at once
     * @param longestKeyBytes of any of them
     */
    public void expect(int overlap, int longestKeyBytes) {
        plan = KeyPlan.of(limitBytes, overlap, longestKeyBytes);
        held = new MemoryShare(plan.heldBytes());
    }

    /** How many sources may be open at once. */
    public int fanIn() {
        return plan.fanIn();
    }

    /**
     * Whether several sources may be read side by side before they are asked for: what there is no memory for is
     * spilled, as it would be if they were read one after the other.
     */
    public boolean hasRoomToPrepare() {
        return plan.isAmple();
    }

    KeyPlan plan() {
        return plan;
    }

    BufferPool pool() {
        return pool;
    }

    /** Whether there is room to hold so much more; then it is counted as held. */
    synchronized boolean tryHold(long bytes) {
        return held.tryTake(bytes);
    }

    synchronized void giveBack(long bytes) {
        held.giveBack(bytes);
    }

    synchronized long leftBytes() {
        return held.leftBytes();
    }

    byte[] rowBytes() {
        return rowBytes;
    }

    /** The same bytes. */
    IntBuffer rowBuffer() {
        return rowBuffer;
    }

    /** As {@link KeySorter#sort}, by one who has the lock; the sorter is in the ledger. */
    int sort(long[] keys, int count) {
        int steps = sorter.sort(keys, count);
        pool.ledger().reserve(sorter.bytes() - sorterBytes);
        sorterBytes = sorter.bytes();
        if (steps > 0) {
            checkComplete(sorter.permutation(), count);
        }
        return steps;
    }

    /** As {@link KeySorter#permutation}, as long as one has the lock. */
    int[] permutation() {
        return sorter.permutation();
    }

    /** Every row stands in it once, so every row of the source is taken once. */
    static void checkComplete(int[] rows, int count) {
        BitSet seen = new BitSet(count);
        for (int i = 0; i < count; i++) {
            seen.set(rows[i]);
        }
        if (seen.cardinality() != count) {
            throw new IllegalStateException("the sort lost a row");
        }
    }

    /** Refuses what scratch has no room for, before it is begun. */
    synchronized void requireScratch(String purpose, long bytes) {
        long free = (long) freeChunks.size() * SpilledBytes.SEGMENT_BYTES;
        if (bytes > free) {
            scratch.requireRoom(purpose, bytes - free);
        }
    }

    /** Writes a whole segment and tells where it is. */
    synchronized long writeChunk(byte[] segment) {
        Long free = freeChunks.pollLast();
        if (free != null) {
            file.overwrite(free, segment, 0, SpilledBytes.SEGMENT_BYTES);
            return free;
        }
        if (file == null) {
            file = scratch.newFile("sort keys", 0);
        }
        return file.append(segment, 0, SpilledBytes.SEGMENT_BYTES);
    }

    void readChunk(long chunk, int from, byte[] into, int at, int length) {
        openFile().read(chunk + from, into, at, length);
    }

    private synchronized ScratchFile openFile() {
        return file;
    }

    synchronized void freeChunk(long chunk) {
        freeChunks.addLast(chunk);
    }

    @Override
    public void close() {
        pool.ledger().release(sorterBytes);
        sorterBytes = 0;
        if (file != null) {
            file.close();
            file = null;
        }
    }
}
