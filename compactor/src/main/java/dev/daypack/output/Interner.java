package dev.daypack.output;

import dev.daypack.encoding.BinaryVector;
import dev.daypack.encoding.Hashes;
import java.util.Arrays;

/**
 * Gives equal values one id, from 0 in the order of first sight. Holds either fixed-width values (as 64 bits) or
 * binary ones. Open addressing with linear probing, at most half full. Not thread-safe.
 */
final class Interner {

    private static final int INITIAL_SLOTS = 64;

    private final boolean isBinary;
    private final BinaryVector binaries;
    private int[] slots = filled(INITIAL_SLOTS);

    /** Bits of fixed-width values, hashes of binary ones, by id. */
    private long[] hashes = new long[INITIAL_SLOTS / 2];

    private int size;

    Interner(boolean isBinary) {
        this.isBinary = isBinary;
        this.binaries = isBinary ? new BinaryVector(INITIAL_SLOTS, 1024) : null;
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
        int mask = slots.length - 1;
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
        int mask = slots.length - 1;
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
            hashes = Arrays.copyOf(hashes, size * 2);
        }
        hashes[size] = hash;
        slots[slot] = size++;
        if (size * 2 > slots.length) {
            rehash();
        }
        return size - 1;
    }

    private void rehash() {
        int[] larger = filled(slots.length * 2);
        int mask = larger.length - 1;
        for (int id = 0; id < size; id++) {
            int slot = (int) (isBinary ? hashes[id] : Hashes.mix(hashes[id])) & mask;
            while (larger[slot] >= 0) {
                slot = (slot + 1) & mask;
            }
            larger[slot] = id;
        }
        slots = larger;
    }

    private static int[] filled(int size) {
        int[] slots = new int[size];
        Arrays.fill(slots, -1);
        return slots;
    }
}
