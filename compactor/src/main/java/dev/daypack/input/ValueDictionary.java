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
    private final boolean isOwner;
    private final int size;
    private final long[] hashes;
    private final BinaryVector binaries;

    /** Of fixed-width values; null until asked for. */
    private long[] mixed;

    /** -1 until asked for. */
    private int longestBytes = -1;

    /**
     * Values that belong to somebody else, who may add more behind them: {@link #close} does not give them back.
     *
     * @param hashes bits of fixed-width values, hashes of binary ones
     * @param binaries null for fixed-width values
     */
    public ValueDictionary(BufferPool pool, int size, long[] hashes, BinaryVector binaries) {
        this.pool = pool;
        this.isOwner = false;
        this.size = size;
        this.hashes = hashes;
        this.binaries = binaries;
    }

    /** Fixed-width: {@code bits} is a pool array that this object now owns. */
    ValueDictionary(BufferPool pool, int size, long[] bits) {
        this.pool = pool;
        this.isOwner = true;
        this.size = size;
        this.hashes = bits;
        this.binaries = null;
    }

    /** Binary: every value is hashed here, once. This object now owns the vector. */
    ValueDictionary(BufferPool pool, BinaryVector binaries) {
        this.pool = pool;
        this.isOwner = true;
        this.size = binaries.count();
        this.binaries = binaries;
        this.hashes = pool.longs(size);
        for (int i = 0; i < size; i++) {
            hashes[i] = Hashes.hash(binaries, i);
        }
    }

    public int size() {
        return size;
    }

    /** Fixed-width values by id; valid up to {@link #size}. */
    public long[] bits() {
        return hashes;
    }

    /** What tells a value from others, by id: the bits of fixed-width values, the hash of binary ones. */
    public long[] hashes() {
        return hashes;
    }

    /**
     * What stands for a value of a flat column in a digest, by id: the bits of fixed-width values mixed, or the hash.
     */
    public long[] weights() {
        if (binaries != null) {
            return hashes;
        }
        if (mixed == null) {
            long[] weights = pool.longs(Math.max(1, size));
            for (int i = 0; i < size; i++) {
                weights[i] = Hashes.mix(hashes[i]);
            }
            mixed = weights;
        }
        return mixed;
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
        long ofBinaries = binaries == null ? 0 : binaries.bytes().length + 4L * size;
        return 8L * (hashes.length + (mixed == null ? 0 : mixed.length)) + ofBinaries;
    }

    @Override
    public void close() {
        if (mixed != null) {
            pool.giveBack(mixed);
            mixed = null;
        }
        if (isOwner) {
            pool.giveBack(hashes);
            if (binaries != null) {
                binaries.close();
            }
        }
    }
}
