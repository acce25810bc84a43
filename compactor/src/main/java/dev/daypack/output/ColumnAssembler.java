package dev.daypack.output;

import dev.daypack.encoding.BinaryVector;
import dev.daypack.input.ColumnBlocks;
import dev.daypack.input.ColumnReader;
import dev.daypack.input.Decompressors;
import dev.daypack.input.NullMask;
import dev.daypack.input.ValueDictionary;
import dev.daypack.input.ValueKind;
import dev.daypack.memory.BufferPool;

/**
 * Decodes the slices of one column one after another and takes the input side of the conservation digest on the way.
 * While all pages are dictionary-encoded, rows stay ids, mapped to those of one shared {@link Interner}. With the first
 * page that is not, or a dictionary too large to share, the column turns to plain values, if they are not too wide.
 *
 * <p>The digest is taken of what the source's own dictionary says, before the mapping, so a wrong mapping is seen.
 * Not thread-safe.
 */
final class ColumnAssembler implements AutoCloseable {

    /** A column whose values would take more, written out, keeps its ids whatever comes. */
    static final long KEEP_IDS_BYTES = 32 << 20;

    /** Values of dictionaries are not written out beyond this, for each may be as long as the longest. */
    static final long MAX_WRITTEN_OUT_BYTES = 2 * KEEP_IDS_BYTES;

    /** Beyond so many shared entries ids do not pay any more. */
    static final int MAX_SHARED_ENTRIES = 1 << 19;

    private final ValueKind kind;
    private final BufferPool pool;
    private final boolean keepsIds;
    private final ColumnValues values;
    private final Interner interner;

    private final DictionaryMapping mapping;
    private long digest;
    private int nulls;

    /** Of the binary values that ids stand for, one by one. */
    private long plainBytes;

    private BinaryVector scratch;

    /** @param keepsIds whether ids are of use; the sort column is wanted as values */
    ColumnAssembler(ValueKind kind, int rows, boolean keepsIds, BufferPool pool) {
        this.kind = kind;
        this.keepsIds = keepsIds;
        this.pool = pool;
        this.interner = new Interner(kind == ValueKind.BINARY, pool);
        this.mapping = new DictionaryMapping(interner);
        this.values = keepsIds ? ColumnValues.ofIds(kind, rows, pool) : ColumnValues.ofValues(kind, rows, pool);
    }

    /** The values that ids stand for, as long as the column has ids. */
    Interner interner() {
        return interner;
    }

    ColumnValues values() {
        return values;
    }

    /** Null rows among those appended so far, by the levels of the inputs. */
    int nulls() {
        return nulls;
    }

    /** The digest of all rows appended so far; 0 as long as no identities were given. */
    long digest() {
        return digest;
    }

    /**
     * Appends the next rows of a reader.
     *
     * @param at place of the first of them in the region
     * @param identities of the region's rows, or null to take no digest
     */
    void append(ColumnBlocks reader, int rows, int at, long[] identities, Decompressors decompressors) {
        int end = at + rows;
        int next = at;
        while (next < end) {
            int block = reader.nextBlock(end - next, decompressors);
            nulls += reader.blockNulls();
            chooseForm(reader, next, block);
            if (!values.isIds()) {
                takeValues(reader, next, block, identities);
            } else if (reader.isInDictionary()) {
                takeIds(reader, next, block, identities);
            } else {
                takeInterned(reader, next, block, identities);
            }
            next += block;
        }
    }

    /** Ids as long as all can share them, and wherever the values would be too much written out; else values. */
    private void chooseForm(ColumnBlocks reader, int rowsDone, int block) {
        if (values.isIds() && !canShare(reader) && plainBytes <= KEEP_IDS_BYTES) {
            values.toValues(rowsDone, interner.hashes(), interner.binaries());
            mapping.forget();
        }
        if (kind == ValueKind.BINARY && !values.isIds() && reader.isInDictionary()) {
            long most = values.binaries().byteCount()
                    + (long) block * reader.dictionary().longestBytes();
            if (most > MAX_WRITTEN_OUT_BYTES) {
                values.toIds(rowsDone, interner);
                plainBytes = MAX_WRITTEN_OUT_BYTES;
            }
        }
    }

    private boolean canShare(ColumnBlocks reader) {
        if (!keepsIds || !reader.isInDictionary()) {
            return false;
        }
        ValueDictionary dictionary = reader.dictionary();
        return mapping.isMapped(dictionary)
                || (interner.size() + dictionary.size() <= MAX_SHARED_ENTRIES
                        && !DictionaryMapping.isNearlyUnique(dictionary.size(), reader.rows()));
    }

    private void takeIds(ColumnBlocks reader, int at, int block, long[] identities) {
        ValueDictionary dictionary = reader.dictionary();
        int run = reader.blockRun();
        if (run != ColumnBlocks.NO_RUN) {
            takeRun(reader, dictionary, run, at, block, identities);
            return;
        }
        int[] ids = values.ids();
        reader.takeIds(ids, at);
        if (identities != null) {
            digest += Digests.ofIds(ids, dictionary.weights(), at, block, identities, at);
        }
        mapping.map(dictionary, ids, at, at + block);
        if (kind == ValueKind.BINARY) {
            countPlainBytes(ids, at, block);
        }
    }

    private void takeRun(
            ColumnBlocks reader, ValueDictionary dictionary, int id, int at, int block, long[] identities) {
        reader.pass();
        if (identities != null) {
            long weight = id < 0 ? Digests.NULL : dictionary.weights()[id];
            digest += Digests.ofConstant(weight, identities, at, block);
        }
        int shared = id < 0 ? -1 : mapping.map(dictionary, id);
        values.appendRun(shared, at, block);
        plainBytes += shared < 0 ? 0 : (long) block * interner.length(shared);
    }

    private void countPlainBytes(int[] ids, int at, int block) {
        for (int i = at; i < at + block; i++) {
            plainBytes += ids[i] < 0 ? 0 : interner.length(ids[i]);
        }
    }

    /**
     * Wide values that come without a dictionary: they get ids all the same, for written out they would be too much.
     */
    private void takeInterned(ColumnBlocks reader, int at, int block, long[] identities) {
        if (scratch == null) {
            scratch = new BinaryVector(pool, ColumnReader.BLOCK_ROWS, 1 << 16);
        }
        scratch.clear();
        NullMask nullRows = new NullMask();
        reader.takeBinaries(scratch, nullRows);
        if (identities != null) {
            digest += Digests.ofBinaries(scratch, nullRows, 0, block, identities, at);
        }
        for (int i = 0; i < block; i++) {
            values.ids()[at + i] = nullRows.isNull(i) ? -1 : interner.intern(scratch, i);
            plainBytes += scratch.length(i);
        }
        mapping.forget();
    }

    private void takeValues(ColumnBlocks reader, int at, int block, long[] identities) {
        switch (kind) {
            case INT -> {
                reader.takeInts(values.ints(), at, values.nulls());
                if (identities != null) {
                    digest += Digests.ofInts(values.ints(), values.nulls(), at, block, identities, at);
                }
            }
            case LONG -> {
                reader.takeLongs(values.longs(), at, values.nulls());
                if (identities != null) {
                    digest += Digests.ofLongs(values.longs(), values.nulls(), at, block, identities, at);
                }
            }
            case BINARY -> {
                reader.takeBinaries(values.binaries(), values.nulls());
                if (identities != null) {
                    digest += Digests.ofBinaries(values.binaries(), values.nulls(), at, block, identities, at);
                }
            }
        }
    }

    /** Everything is appended; brings the rows into output order. */
    ColumnValues finish(int[] order) {
        if (values.isIds()) {
            values.numberedByFirstSight();
        }
        if (order != null) {
            values.reorder(order);
        }
        return values;
    }

    /** Values and interner are of no use any more. */
    void giveBack() {
        values.close();
        interner.close();
        if (scratch != null) {
            scratch.close();
        }
    }

    @Override
    public void close() {
        giveBack();
    }
}
