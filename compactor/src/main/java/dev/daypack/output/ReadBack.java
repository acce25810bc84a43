package dev.daypack.output;

import dev.daypack.input.ChunkMeta;
import dev.daypack.input.ColumnReader;
import dev.daypack.input.Decompressors;
import dev.daypack.input.InputLimits;
import dev.daypack.input.NullMask;
import dev.daypack.input.Part;
import dev.daypack.input.PartRejectedException;
import dev.daypack.memory.BufferPool;

/**
 * Decodes the pages of a chunk just encoded, as any reader would, CRCs and all, and takes the output side of the
 * digest. Not thread-safe.
 */
final class ReadBack {

    private final EncodedChunk chunk;
    private final ColumnReader reader;
    private final Decompressors decompressors;
    private final BufferPool pool;
    private int nulls;

    ReadBack(EncodedChunk chunk, Decompressors decompressors, BufferPool pool) {
        this.chunk = chunk;
        this.decompressors = decompressors;
        this.pool = pool;
        this.reader = reader(chunk, pool);
    }

    /** The bytes of a chunk as if they stood in a file. */
    static Part part(EncodedChunk chunk) {
        ChunkBytes bytes = chunk.bytes();
        return new Part(
                "the output",
                bytes.size(),
                (offset, into, at, length) -> bytes.read(Math.toIntExact(offset), into, at, length));
    }

    /** Reads a flat chunk. */
    static ColumnReader reader(EncodedChunk chunk, BufferPool pool) {
        ChunkMeta meta = new ChunkMeta(
                chunk.compression(), chunk.rows(), 0, chunk.bytes().size(), chunk.uncompressedBytes());
        return new ColumnReader(part(chunk), chunk.column(), meta, InputLimits.OWN_FILES, pool);
    }

    /** Reads all values of a fixed-width column, INT columns sign-extended. */
    void longs(long[] into) {
        NullMask nullRows = new NullMask();
        try {
            while (reader.position() < chunk.rows()) {
                nextBlock();
                reader.takeLongs(into, Math.toIntExact(reader.position()), nullRows);
            }
            reader.checkEnd();
        } catch (PartRejectedException e) {
            throw unreadable(e);
        } finally {
            reader.close();
        }
    }

    /** Reads all values of a fixed-width column: they must be {@code first, first + 1, first + 2 ...}. */
    void checkSequence(long first) {
        long[] block = pool.longs(ColumnReader.BLOCK_ROWS);
        NullMask nullRows = new NullMask();
        try {
            while (reader.position() < chunk.rows()) {
                long expected = first + reader.position();
                int rows = nextBlock();
                reader.takeLongs(block, 0, nullRows);
                for (int i = 0; i < rows; i++) {
                    if (block[i] != expected + i) {
                        throw new ConservationException(
                                chunk.column().name() + " is " + block[i] + " where " + (expected + i) + " belongs");
                    }
                }
            }
            reader.checkEnd();
        } catch (PartRejectedException e) {
            throw unreadable(e);
        } finally {
            pool.giveBack(block);
            reader.close();
        }
    }

    /** Takes the digest over all rows. */
    long digest(long[] identities) {
        long sum = 0;
        try (ReadBackBlocks blocks = new ReadBackBlocks(chunk.column().kind(), reader, identities, pool)) {
            while (reader.position() < chunk.rows()) {
                sum += blocks.digest(nextBlock());
            }
            reader.checkEnd();
            return sum;
        } catch (PartRejectedException e) {
            throw unreadable(e);
        } finally {
            reader.close();
        }
    }

    private int nextBlock() {
        int rows = reader.nextBlock(ColumnReader.BLOCK_ROWS, decompressors);
        nulls += reader.blockNulls();
        return rows;
    }

    private static ConservationException unreadable(PartRejectedException e) {
        return new ConservationException("the pages just encoded cannot be read back: " + e.getMessage(), e);
    }

    /** How many rows were null; after reading. */
    int nulls() {
        return nulls;
    }
}
