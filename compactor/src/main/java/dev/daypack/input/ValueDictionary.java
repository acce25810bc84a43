package dev.daypack.input;

import dev.daypack.encoding.BinaryVector;
import dev.daypack.encoding.Hashes;
import dev.daypack.memory.BufferPool;

/**
 * The values of one dictionary page, by id. Fixed-width values stand as 64 bits (INT32, FLOAT and BOOLEAN
 * sign-extended). Immutable once read; not shared between threads at the same time.
 */
public final class ValueDictionary implements AutoCloseable {

    private final BufferPool pool;
    private final int size;
    private final long[] hashes;
    private final BinaryVector binaries;

    /** -1 until asked for. */
    private int longestBytes = -1;

    /** Fixed-width: {@code bits} is a pool array that this object now owns. */
    ValueDictionary(BufferPool pool, int size, long[] bits) {
        this.pool = pool;
        this.size = size;
        this.hashes = bits;
        this.binaries = null;
    }

    /** Binary: every value is hashed here, once. */
    ValueDictionary(BufferPool pool, BinaryVector binaries) {
        this.pool = pool;
        this.size = binaries.count();
        this.binaries = binaries;
        this.hashes = pool.longs(size);
        for (int i = 0; i < size; i++) {
            hashes[i] = Hashes.hash(binaries, i);
        }
        pool.ledger().reserve(binaryBytes());
    }

    private long binaryBytes() {
        return binaries.bytes().length + 4L * size;
    }

    public int size() {
        return size;
    }

    /** Fixed-width values by id; valid up to {@link #size}. */
    public long[] bits() {
        return hashes;
    }

    /** What stands for a value in a digest, by id: the bits of fixed-width values, the hash of binary ones. */
    public long[] hashes() {
        return hashes;
    }

    /** Binary values by id. */
    public BinaryVector binaries() {
        return binaries;
    }

    /** Bytes of the longest binary value. */
    public int longestBytes() {
        if (longestBytes < 0) {
            longestBytes = 0;
            for (int i = 0; i < size; i++) {
                longestBytes = Math.max(longestBytes, binaries.length(i));
            }
        }
        return longestBytes;
    }

    /** Heap held, in bytes. */
    long heldBytes() {
        return 8L * hashes.length + (binaries == null ? 0 : binaryBytes());
    }

    @Override
    public void close() {
        pool.giveBack(hashes);
        if (binaries != null) {
            pool.ledger().release(binaryBytes());
        }
    }
}
