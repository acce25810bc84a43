package dev.daypack.output;

import dev.daypack.encoding.BinaryVector;
import dev.daypack.encoding.Hashes;
import dev.daypack.input.NestedBlocks;
import dev.daypack.input.NestedReader;
import dev.daypack.input.ValueDictionary;
import dev.daypack.input.ValueKind;
import dev.daypack.memory.BufferPool;

/**
 * The values of a nested column as they come, however many they are. Binary ones are kept as ids of an {@link Interner}
 * as long as they come from dictionaries, or would be too much written out. Owns pool arrays, but not the interner,
 * which goes on to the column in output order. Not thread-safe.
 */
final class NestedValues implements AutoCloseable {

    private final ValueKind kind;
    private final BufferPool pool;
    private final Interner interner;
    private final DictionaryMapping mapping;

    /** Of fixed-width columns the values; of binary ones what stands for the values of a block in the digest. */
    private long[] longs;

    /** Of binary columns, as long as they are ids. */
    private int[] ids;

    /** Of binary columns written out. */
    private BinaryVector binaries;

    private long plainBytes;
    private int count;

    NestedValues(ValueKind kind, int capacity, BufferPool pool) {
        this.kind = kind;
        this.pool = pool;
        this.interner = new Interner(kind == ValueKind.BINARY, pool);
        this.mapping = new DictionaryMapping(interner);
        if (kind == ValueKind.BINARY) {
            ids = pool.ints(capacity);
            longs = pool.longs(NestedReader.BLOCK_ENTRIES);
        } else {
            longs = pool.longs(capacity);
        }
    }

    int count() {
        return count;
    }

    Interner interner() {
        return interner;
    }

    /** What the values take in memory. */
    long heldBytes() {
        long ofValues = kind == ValueKind.BINARY ? 4L * count : 8L * count;
        long ofBinaries = binaries == null ? 0 : binaries.byteCount();
        return ofValues + ofBinaries + (ids != null ? interner.binaries().byteCount() : 0);
    }

    /**
     * Appends the values of a reader's block, whose levels were taken.
     *
     * @return where what stands for them begins in {@link #digested}
     */
    int take(NestedBlocks reader) {
        int block = reader.blockPresent();
        int first = kind == ValueKind.BINARY ? 0 : count;
        if (kind != ValueKind.BINARY) {
            reserveLongs(block);
            reader.takeLongs(longs, count);
        } else if (block > 0) {
            takeBinaries(reader, block);
        }
        count += block;
        return first;
    }

    /** What stands for the values of the last block in the digest; until the next. */
    long[] digested() {
        return longs;
    }

    private void takeBinaries(NestedBlocks reader, int block) {
        boolean inDictionary = reader.isInDictionary();
        chooseForm(reader, block, inDictionary);
        if (ids == null) {
            int first = binaries.count();
            reader.takeBinaries(binaries);
            hash(binaries, first, block);
            return;
        }
        reserveIds(block);
        if (inDictionary) {
            takeIds(reader, block);
        } else {
            intern(reader, block);
        }
    }

    private void chooseForm(NestedBlocks reader, int block, boolean inDictionary) {
        if (ids != null && !inDictionary && plainBytes <= ColumnAssembler.KEEP_IDS_BYTES) {
            toValues();
        } else if (ids == null && inDictionary) {
            long most =
                    binaries.byteCount() + (long) block * reader.dictionary().longestBytes();
            if (most > ColumnAssembler.MAX_WRITTEN_OUT_BYTES) {
                toIds();
            }
        }
    }

    private void takeIds(NestedBlocks reader, int block) {
        ValueDictionary dictionary = reader.dictionary();
        reader.takeIds(ids, count);
        for (int i = 0; i < block; i++) {
            longs[i] = dictionary.hashes()[ids[count + i]];
        }
        mapping.map(dictionary, ids, count, count + block);
        for (int i = count; i < count + block; i++) {
            plainBytes += interner.length(ids[i]);
        }
    }

    /** Wide values without a dictionary get ids all the same. */
    private void intern(NestedBlocks reader, int block) {
        try (BinaryVector scratch = new BinaryVector(pool, block, 1 << 16)) {
            reader.takeBinaries(scratch);
            hash(scratch, 0, block);
            for (int i = 0; i < block; i++) {
                ids[count + i] = interner.intern(scratch, i, longs[i]);
                plainBytes += scratch.length(i);
            }
        }
        mapping.forget();
    }

    private void hash(BinaryVector values, int from, int block) {
        for (int i = 0; i < block; i++) {
            longs[i] = Hashes.hash(values, from + i);
        }
    }

    private void toValues() {
        binaries = new BinaryVector(pool, Math.max(16, count), 4096);
        BinaryVector known = interner.binaries();
        for (int i = 0; i < count; i++) {
            binaries.append(known.bytes(), known.start(ids[i]), known.length(ids[i]));
        }
        pool.giveBack(ids);
        ids = null;
        mapping.forget();
    }

    private void toIds() {
        ids = pool.ints(count);
        for (int i = 0; i < count; i++) {
            ids[i] = interner.intern(binaries, i);
        }
        binaries.close();
        binaries = null;
        plainBytes = ColumnAssembler.MAX_WRITTEN_OUT_BYTES;
    }

    private void reserveLongs(int more) {
        if (count + more > longs.length) {
            long[] larger = pool.longs(grown(more));
            System.arraycopy(longs, 0, larger, 0, count);
            pool.giveBack(longs);
            longs = larger;
        }
    }

    private void reserveIds(int more) {
        if (count + more > ids.length) {
            int[] larger = pool.ints(grown(more));
            System.arraycopy(ids, 0, larger, 0, count);
            pool.giveBack(ids);
            ids = larger;
        }
    }

    private int grown(int more) {
        return Math.toIntExact(Math.max((long) count + more, count * 3L / 2));
    }

    /** An empty vector of the same form, to be filled by {@link #copy}; its interner is that of these values. */
    ColumnValues likeThese() {
        return ids != null ? ColumnValues.ofIds(kind, count, pool) : ColumnValues.ofValues(kind, count, pool);
    }

    /** Copies a run of values. */
    void copy(int from, int length, ColumnValues into, int at) {
        if (ids != null) {
            System.arraycopy(ids, from, into.ids(), at, length);
            return;
        }
        switch (kind) {
            case INT -> {
                for (int i = 0; i < length; i++) {
                    into.ints()[at + i] = (int) longs[from + i];
                }
            }
            case LONG -> System.arraycopy(longs, from, into.longs(), at, length);
            case BINARY -> into.binaries().appendRange(binaries, from, from + length);
        }
    }

    @Override
    public void close() {
        pool.giveBack(longs);
        if (ids != null) {
            pool.giveBack(ids);
        }
        if (binaries != null) {
            binaries.close();
        }
    }
}
