package dev.daypack.output;

import dev.daypack.encoding.BinaryVector;
import dev.daypack.encoding.ByteBuilder;
import dev.daypack.input.ChunkMeta;
import dev.daypack.input.ColumnReader;
import dev.daypack.input.Decompressors;
import dev.daypack.input.InputLimits;
import dev.daypack.input.NullMask;
import dev.daypack.input.Part;
import dev.daypack.input.PartRejectedException;
import dev.daypack.input.ValueDictionary;
import dev.daypack.memory.BufferPool;

/**
 * Decodes the pages of a chunk just encoded, as any reader would, CRCs and all, and takes the output side of the
 * digest. Not thread-safe.
 */
final class ReadBack {

    private final EncodedChunk chunk;
    private final ColumnReader reader;
    private final Decompressors decompressors;
    private int nulls;

    ReadBack(EncodedChunk chunk, Decompressors decompressors, BufferPool pool) {
        this.chunk = chunk;
        this.decompressors = decompressors;
        this.reader = reader(chunk, pool);
    }

    /** The bytes of a chunk as if they stood in a file. */
    static Part part(EncodedChunk chunk) {
        ByteBuilder bytes = chunk.bytes();
        return new Part(
                "the output",
                bytes.size(),
                (offset, into, at, length) ->
                        System.arraycopy(bytes.array(), Math.toIntExact(offset), into, at, length));
    }

    /** Reads a flat chunk. */
    static ColumnReader reader(EncodedChunk chunk, BufferPool pool) {
        ChunkMeta meta = new ChunkMeta(
                chunk.compression(), chunk.rows(), 0, chunk.bytes().size(), chunk.uncompressedBytes());
        return new ColumnReader(part(chunk), chunk.column(), meta, InputLimits.OWN_FILES, pool);
    }

    /** Reads all values of a fixed-width column, INT columns sign-extended. */
    void longs(long[] into) {
        read(block -> reader.takeLongs(into, Math.toIntExact(reader.position()), new NullMask()));
    }

    /** Takes the digest over all rows. */
    long digest(long[] identities) {
        long[] sum = new long[1];
        Blocks blocks = new Blocks(identities);
        read(block -> sum[0] += blocks.digest(block));
        return sum[0];
    }

    /** How many rows were null; after reading. */
    int nulls() {
        return nulls;
    }

    private interface Block {
        void take(int rows);
    }

    private void read(Block taker) {
        try {
            while (reader.position() < chunk.rows()) {
                int rows = reader.nextBlock(ColumnReader.BLOCK_ROWS, decompressors);
                nulls += reader.blockNulls();
                taker.take(rows);
            }
            reader.checkEnd();
        } catch (PartRejectedException e) {
            throw new ConservationException("the pages just encoded cannot be read back: " + e.getMessage(), e);
        } finally {
            reader.close();
        }
    }

    /** One block at a time, in scratch arrays of the size of a block. */
    private final class Blocks {
        private final long[] identities;
        private final int[] ids = new int[ColumnReader.BLOCK_ROWS];
        private final long[] longs = new long[ColumnReader.BLOCK_ROWS];
        private final BinaryVector binaries = new BinaryVector(ColumnReader.BLOCK_ROWS, 1 << 16);
        private final NullMask nullRows = new NullMask();

        Blocks(long[] identities) {
            this.identities = identities;
        }

        long digest(int rows) {
            int at = Math.toIntExact(reader.position());
            if (reader.isInDictionary()) {
                ValueDictionary dictionary = reader.dictionary();
                reader.takeIds(ids, 0);
                return Digests.ofIds(ids, dictionary.hashes(), 0, rows, identities, at);
            }
            nullRows.clear();
            return switch (chunk.column().kind()) {
                case INT, LONG -> {
                    reader.takeLongs(longs, 0, nullRows);
                    yield Digests.ofLongs(longs, nullRows, 0, rows, identities, at);
                }
                case BINARY -> {
                    binaries.clear();
                    reader.takeBinaries(binaries, nullRows);
                    yield Digests.ofBinaries(binaries, nullRows, 0, rows, identities, at);
                }
            };
        }
    }
}
