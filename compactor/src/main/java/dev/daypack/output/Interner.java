package dev.daypack.output;

import dev.daypack.encoding.BinaryVector;
import dev.daypack.encoding.Hashes;
import dev.daypack.memory.BufferPool;
import java.util.Arrays;

/**
 * Gives equal values one id, from 0 in the order of first sight. Holds either fixed-width values (as 64 bits) or
 * binary ones. Open addressing with linear probing, at most half full. Owns pool arrays; {@link #close} gives them
 * back. Not thread-safe.
 */
final class Interner implements AutoCloseable {

    private static final int INITIAL_SLOTS = 64;

    private final boolean isBinary;
    private final BufferPool pool;
    private final BinaryVector binaries;
    private int[] slots;

    /** Slots in use, a power of two; the array may have more. */
    private int slotCount = INITIAL_SLOTS;

    /** Bits of fixed-width values, hashes of binary ones, by id. */
    private long[] hashes;

    private int size;

    Interner(boolean isBinary, BufferPool pool) {
        this.isBinary = isBinary;
        this.pool = pool;
        this.binaries = isBinary ? new BinaryVector(pool, INITIAL_SLOTS, 1024) : null;
        this.hashes = pool.longs(INITIAL_SLOTS / 2);
        this.slots = emptySlots(INITIAL_SLOTS);
    }

    int size() {
        return size;
    }

    /** What stands for a value in a digest: bits or hash, by id. */
    long[] hashes() {
        return hashes;
    }

    /** Bits of a fixed-width value by id. */
    long bits(int id) {
        return hashes[id];
    }

    BinaryVector binaries() {
        return binaries;
    }

    /** Length in bytes of the binary value, 0 for fixed-width ones. */
    int length(int id) {
        return isBinary ? binaries.length(id) : 0;
    }

    int intern(long bits) {
        int mask = slotCount - 1;
        int slot = (int) Hashes.mix(bits) & mask;
        while (true) {
            int id = slots[slot];
            if (id < 0) {
                return add(slot, bits);
            }
            if (hashes[id] == bits) {
                return id;
            }
            slot = (slot + 1) & mask;
        }
    }

    int intern(byte[] bytes, int start, int length, long hash) {
        int mask = slotCount - 1;
        int slot = (int) hash & mask;
        while (true) {
            int id = slots[slot];
            if (id < 0) {
                binaries.append(bytes, start, length);
                return add(slot, hash);
            }
            if (hashes[id] == hash && isSame(id, bytes, start, length)) {
                return id;
            }
            slot = (slot + 1) & mask;
        }
    }

    /** One value of a vector. */
    int intern(BinaryVector values, int index, long hash) {
        return intern(values.bytes(), values.start(index), values.length(index), hash);
    }

    /** One value of a vector, hashed here. */
    int intern(BinaryVector values, int index) {
        return intern(values, index, Hashes.hash(values, index));
    }

    private boolean isSame(int id, byte[] bytes, int start, int length) {
        return Arrays.equals(binaries.bytes(), binaries.start(id), binaries.end(id), bytes, start, start + length);
    }

    private int add(int slot, long hash) {
        if (size == hashes.length) {
            long[] larger = pool.longs(size * 2);
            System.arraycopy(hashes, 0, larger, 0, size);
            pool.giveBack(hashes);
            hashes = larger;
        }
        hashes[size] = hash;
        slots[slot] = size++;
        if (size * 2 > slotCount) {
            rehash();
        }
        return size - 1;
    }

    private void rehash() {
        int[] larger = emptySlots(slotCount * 2);
        int mask = slotCount * 2 - 1;
        for (int id = 0; id < size; id++) {
            int slot = (int) (isBinary ? hashes[id] : Hashes.mix(hashes[id])) & mask;
            while (larger[slot] >= 0) {
                slot = (slot + 1) & mask;
            }
            larger[slot] = id;
        }
        pool.giveBack(slots);
        slots = larger;
        slotCount *= 2;
    }

    private int[] emptySlots(int count) {
        int[] empty = pool.ints(count);
        Arrays.fill(empty, 0, count, -1);
        return empty;
    }

    @Override
    public void close() {
        if (slots != null) {
            pool.giveBack(slots);
            pool.giveBack(hashes);
            slots = null;
            hashes = null;
            if (isBinary) {
                binaries.close();
            }
        }
    }
}
