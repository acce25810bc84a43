package dev.daypack.output;

import dev.daypack.encoding.BinaryVector;
import dev.daypack.encoding.Hashes;
import dev.daypack.input.ChunkMeta;
import dev.daypack.input.Decompressors;
import dev.daypack.input.InputLimits;
import dev.daypack.input.NestedReader;
import dev.daypack.input.PartRejectedException;
import dev.daypack.input.ValueKind;
import dev.daypack.memory.BufferPool;

/** As {@link ReadBack}, of a nested column: decodes the pages just encoded and takes the output side of the digest. */
final class NestedReadBack {

    private final EncodedChunk chunk;
    private final NestedReader reader;
    private final boolean isBinary;
    private final NestedDigest digest;
    private final byte[] repetitions = new byte[NestedReader.BLOCK_ENTRIES];
    private final byte[] definitions = new byte[NestedReader.BLOCK_ENTRIES];
    private final long[] longs = new long[NestedReader.BLOCK_ENTRIES];
    private final int[] ids;
    private final BinaryVector binaries;

    NestedReadBack(EncodedChunk chunk, BufferPool pool) {
        this.chunk = chunk;
        ChunkMeta meta = new ChunkMeta(
                chunk.compression(), chunk.entries(), 0, chunk.bytes().size(), chunk.uncompressedBytes());
        this.reader =
                new NestedReader(ReadBack.part(chunk), chunk.column(), chunk.rows(), meta, InputLimits.OWN_FILES, pool);
        this.isBinary = chunk.column().kind() == ValueKind.BINARY;
        this.digest = new NestedDigest(chunk.column().maxDefinition());
        this.ids = new int[isBinary ? NestedReader.BLOCK_ENTRIES : 0];
        this.binaries = new BinaryVector(isBinary ? NestedReader.BLOCK_ENTRIES : 0, isBinary ? 1 << 16 : 0);
    }

    /** @param identities of the output's rows */
    NestedDigest digest(long[] identities, Decompressors decompressors) {
        try (reader) {
            int block;
            while ((block = reader.nextBlock(chunk.rows(), decompressors)) > 0) {
                reader.takeLevels(repetitions, definitions, 0);
                takeValues();
                digest.add(repetitions, definitions, 0, block, longs, 0, identities);
            }
            reader.checkEnd();
            digest.end(identities);
            return digest;
        } catch (PartRejectedException e) {
            throw new ConservationException("the pages just encoded cannot be read back: " + e.getMessage(), e);
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
