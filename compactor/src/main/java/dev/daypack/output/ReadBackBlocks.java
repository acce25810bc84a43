package dev.daypack.output;

import dev.daypack.encoding.BinaryVector;
import dev.daypack.input.ColumnBlocks;
import dev.daypack.input.ColumnReader;
import dev.daypack.input.NullMask;
import dev.daypack.input.ValueDictionary;
import dev.daypack.input.ValueKind;
import dev.daypack.memory.BufferPool;

/** Takes the digest of a flat column block by block, with scratch of the size of a block. Not thread-safe. */
final class ReadBackBlocks implements AutoCloseable {

    private final ValueKind kind;
    private final ColumnReader reader;
    private final long[] identities;
    private final BufferPool pool;
    private final NullMask nullRows = new NullMask();

    private int[] ids;
    private long[] longs;
    private BinaryVector binaries;

    /** @param identities of the output's rows */
    ReadBackBlocks(ValueKind kind, ColumnReader reader, long[] identities, BufferPool pool) {
        this.kind = kind;
        this.reader = reader;
        this.identities = identities;
        this.pool = pool;
    }

    /** Of the block that the reader has announced. */
    long digest(int rows) {
        int at = Math.toIntExact(reader.position());
        if (reader.isInDictionary()) {
            return ofIds(rows, at);
        }
        nullRows.clear();
        if (kind == ValueKind.BINARY) {
            if (binaries == null) {
                binaries = new BinaryVector(ColumnReader.BLOCK_ROWS, 1 << 16);
            }
            binaries.clear();
            reader.takeBinaries(binaries, nullRows);
            return Digests.ofBinaries(binaries, nullRows, 0, rows, identities, at);
        }
        if (longs == null) {
            longs = pool.longs(ColumnReader.BLOCK_ROWS);
        }
        reader.takeLongs(longs, 0, nullRows);
        return Digests.ofLongs(longs, nullRows, 0, rows, identities, at);
    }

    private long ofIds(int rows, int at) {
        ValueDictionary dictionary = reader.dictionary();
        int run = reader.blockRun();
        if (run != ColumnBlocks.NO_RUN) {
            reader.pass();
            return Digests.ofConstant(run < 0 ? Digests.NULL : dictionary.weights()[run], identities, at, rows);
        }
        if (ids == null) {
            ids = pool.ints(ColumnReader.BLOCK_ROWS);
        }
        reader.takeIds(ids, 0);
        return Digests.ofIds(ids, dictionary.weights(), 0, rows, identities, at);
    }

    @Override
    public void close() {
        if (ids != null) {
            pool.giveBack(ids);
        }
        if (longs != null) {
            pool.giveBack(longs);
        }
    }
}
