package dev.daypack.output;

import dev.daypack.encoding.BinaryVector;
import dev.daypack.encoding.Hashes;
import dev.daypack.input.ChunkMeta;
import dev.daypack.input.ColumnSchema;
import dev.daypack.input.Decompressors;
import dev.daypack.input.InputLimits;
import dev.daypack.input.NestedReader;
import dev.daypack.input.PartRejectedException;
import dev.daypack.input.ValueKind;
import dev.daypack.memory.BufferPool;

/** As {@link ReadBack}, of a nested column: decodes the pages just encoded and takes the output side of the digest. */
final class NestedReadBack {

    private final long rows;
    private final NestedReader reader;
    private final boolean isBinary;
    private final NestedDigest digest;
    private final byte[] repetitions = new byte[NestedReader.BLOCK_ENTRIES];
    private final byte[] definitions = new byte[NestedReader.BLOCK_ENTRIES];
    private final long[] longs = new long[NestedReader.BLOCK_ENTRIES];
    private final int[] ids;
    private final BinaryVector binaries;

    NestedReadBack(EncodedChunk chunk, BufferPool pool) {
        this(reader(chunk, pool), chunk.column(), chunk.rows());
    }

    private NestedReadBack(NestedReader reader, ColumnSchema column, long rows) {
        this.rows = rows;
        this.reader = reader;
        this.isBinary = column.kind() == ValueKind.BINARY;
        this.digest = new NestedDigest(column.maxDefinition());
        this.ids = new int[isBinary ? NestedReader.BLOCK_ENTRIES : 0];
        this.binaries = new BinaryVector(isBinary ? NestedReader.BLOCK_ENTRIES : 0, isBinary ? 1 << 16 : 0);
    }

    private static NestedReader reader(EncodedChunk chunk, BufferPool pool) {
        ChunkMeta meta = new ChunkMeta(
                chunk.compression(), chunk.entries(), 0, chunk.bytes().size(), chunk.uncompressedBytes());
        return new NestedReader(ReadBack.part(chunk), chunk.column(), chunk.rows(), meta, InputLimits.OWN_FILES, pool);
    }

    /** @param identities of the output's rows */
    NestedDigest digest(long[] identities, Decompressors decompressors) {
        try {
            return read(identities, decompressors);
        } catch (PartRejectedException e) {
            throw new ConservationException("the pages just encoded cannot be read back: " + e.getMessage(), e);
        }
    }

    /** Of a chunk that stands in a file. @throws PartRejectedException if it cannot be read */
    static long digest(
            NestedReader reader, ColumnSchema column, long rows, long[] identities, Decompressors decompressors) {
        return new NestedReadBack(reader, column, rows)
                .read(identities, decompressors)
                .sum();
    }

    private NestedDigest read(long[] identities, Decompressors decompressors) {
        try (reader) {
            int block;
            while ((block = reader.nextBlock(rows, decompressors)) > 0) {
                reader.takeLevels(repetitions, definitions, 0);
                takeValues();
                digest.add(repetitions, definitions, 0, block, longs, 0, identities);
            }
            reader.checkEnd();
            digest.end(identities);
            return digest;
        }
    }

    /** Brings what stands for the values in the digest into {@link #longs}; those of a dictionary are not copied. */
    private void takeValues() {
        int count = reader.blockPresent();
        if (!isBinary) {
            reader.takeLongs(longs, 0);
        } else if (reader.isInDictionary()) {
            reader.takeIds(ids, 0);
            long[] hashes = reader.dictionary().hashes();
            for (int i = 0; i < count; i++) {
                longs[i] = hashes[ids[i]];
            }
        } else {
            binaries.clear();
            reader.takeBinaries(binaries);
            for (int i = 0; i < count; i++) {
                longs[i] = Hashes.hash(binaries, i);
            }
        }
    }
}
