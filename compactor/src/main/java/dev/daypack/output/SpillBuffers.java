package dev.daypack.output;

import dev.daypack.encoding.BinaryVector;
import dev.daypack.input.ColumnReader;
import dev.daypack.memory.BufferPool;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * What is needed to write and read spilled rows of one column, one segment at a time: taken from the pool when first
 * asked for, and given back between row groups. Not thread-safe.
 */
final class SpillBuffers {

    /** Odd. */
    private static final long PLACE = 0xbf58_476d_1ce4_e5b9L;

    private static final int BLOCK = ColumnReader.BLOCK_ROWS;

    private final BufferPool pool;
    private byte[] bytes;
    private ByteBuffer view;
    private byte[] moreBytes;
    private byte[] nullBits;
    private int[] ints;
    private long[] longs;
    private long[] places;
    private BinaryVector binaries;
    private long binaryBytes;

    /** Whose rows stand in the buffers, and which: changed by whoever fills them. */
    Object owner;

    SpillBuffers(BufferPool pool) {
        this.pool = pool;
    }

    /** Room for so many bytes; earlier content is lost. */
    byte[] bytes(int capacity) {
        if (bytes == null || bytes.length < capacity) {
            byte[] small = bytes;
            bytes = null;
            if (small != null) {
                pool.giveBack(small);
            }
            bytes = pool.bytes(Math.max(8 * BLOCK, capacity));
            view = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        }
        return bytes;
    }

    byte[] bytes() {
        return bytes;
    }

    /** The same bytes as numbers, the least significant byte first. */
    ByteBuffer view() {
        return view;
    }

    /** Room for so many bytes beside {@link #bytes}; content stays if there is room already. */
    byte[] moreBytes(int capacity) {
        if (moreBytes == null || moreBytes.length < capacity) {
            byte[] small = moreBytes;
            moreBytes = null;
            if (small != null) {
                pool.giveBack(small);
            }
            moreBytes = pool.bytes(capacity);
        }
        return moreBytes;
    }

    /** One bit a row of a block, and some. */
    byte[] nullBits() {
        if (nullBits == null) {
            nullBits = pool.bytes(BLOCK / 8 + 8);
        }
        return nullBits;
    }

    /** One for each row of a block, and one more. */
    int[] ints() {
        if (ints == null) {
            ints = pool.ints(BLOCK + 1);
        }
        return ints;
    }

    long[] longs() {
        if (longs == null) {
            longs = pool.longs(BLOCK);
        }
        return longs;
    }

    BinaryVector binaries() {
        if (binaries == null) {
            binaries = new BinaryVector(BLOCK, 1 << 16);
        }
        return binaries;
    }

    /** Tells a row from others in a digest that nobody else sees: odd, and not linear, so that no moves balance. */
    static long place(long row) {
        long spread = (row + 1) * Digests.TIE;
        return ((spread ^ (spread >>> 32)) * PLACE) | 1;
    }

    /** Identities of rows of a source by their numbers, to hold what was spilled against what was read. */
    long[] places(long firstRow, int rows) {
        if (places == null) {
            places = pool.longs(BLOCK);
        }
        for (int i = 0; i < rows; i++) {
            places[i] = place(firstRow + i);
        }
        return places;
    }

    /** Puts into the ledger how far the binary values have grown. */
    void countBinaries() {
        long held = binaries == null ? 0 : binaries.bytes().length;
        if (held > binaryBytes) {
            pool.ledger().reserve(held - binaryBytes);
        } else {
            pool.ledger().release(binaryBytes - held);
        }
        binaryBytes = held;
    }

    /** Gives everything back until it is asked for again. */
    void giveBack() {
        owner = null;
        if (bytes != null) {
            pool.giveBack(bytes);
            bytes = null;
            view = null;
        }
        giveBackMoreBytes();
        if (ints != null) {
            pool.giveBack(ints);
            ints = null;
        }
        giveBackLongs();
        binaries = null;
        countBinaries();
    }

    private void giveBackMoreBytes() {
        if (moreBytes != null) {
            pool.giveBack(moreBytes);
            moreBytes = null;
        }
        if (nullBits != null) {
            pool.giveBack(nullBits);
            nullBits = null;
        }
    }

    private void giveBackLongs() {
        if (longs != null) {
            pool.giveBack(longs);
            longs = null;
        }
        if (places != null) {
            pool.giveBack(places);
            places = null;
        }
    }
}
