package dev.daypack.output;

import dev.daypack.codec.Codec;
import dev.daypack.codec.Compression;
import dev.daypack.encoding.ByteBuilder;
import dev.daypack.input.ColumnSchema;
import dev.daypack.memory.BufferPool;
import java.util.zip.CRC32;
import org.apache.parquet.format.Encoding;

/**
 * Encodes the values of one column chunk into compressed v1 pages with CRCs. What comes out depends on the values and
 * the settings alone. A chunk whose first page does not shrink is stored uncompressed.
 *
 * <p>One object a worker, reused from chunk to chunk. Not thread-safe.
 */
final class ColumnEncoder {

    /** Compression must save one byte in so many to be worth the readers' time. */
    private static final int COMPRESSION_PAYS_ONE_IN = 32;

    private final OutputSettings settings;
    private final Codec zstd;
    private final BufferPool pool;
    private final PageBody body;
    private final ByteBuilder header = new ByteBuilder(64);
    private final CRC32 crc = new CRC32();

    /** @param body taken over from an encoder that is of no use any more */
    ColumnEncoder(OutputSettings settings, Codec zstd, BufferPool pool, PageBody body) {
        this.settings = settings;
        this.zstd = zstd;
        this.pool = pool;
        this.body = body;
    }

    /**
     * Encodes a column in output order.
     *
     * @param values changed on the way; still owned by the caller
     * @param interner what ids stand for, if the values are ids
     * @param into takes the bytes of the chunk
     */
    EncodedChunk encode(ColumnSchema column, ColumnValues values, Interner interner, boolean isKey, ChunkBytes into) {
        try (EncodingChoice choice =
                EncodingChoice.of(column, values, interner, isKey, settings.isCompatible(), pool)) {
            return encode(column, FlatPages.of(column, values, choice, settings, body), choice, into);
        }
    }

    /**
     * Encodes a nested column in output order.
     *
     * @param nested its values are changed on the way; still owned by the caller
     * @param into takes the bytes of the chunk
     */
    EncodedChunk encode(ColumnSchema column, NestedColumn nested, ChunkBytes into) {
        try (EncodingChoice choice =
                EncodingChoice.of(column, nested.values(), nested.interner(), false, settings.isCompatible(), pool)) {
            return encode(column, new NestedPages(column, nested, choice, settings, body), choice, into);
        }
    }

    /**
     * Encodes the numbers {@code first, first + 1 ...} of so many rows as a required INT64 column.
     *
     * @param into takes the bytes of the chunk
     */
    EncodedChunk encodeSequence(ColumnSchema column, long first, int rows, ChunkBytes into) {
        Encoding encoding = settings.isCompatible() ? Encoding.PLAIN : Encoding.DELTA_BINARY_PACKED;
        return encode(column, new SeqPages(first, rows, settings, body), new EncodingChoice(encoding, null), into);
    }

    private EncodedChunk encode(ColumnSchema column, ChunkPages pages, EncodingChoice choice, ChunkBytes into) {
        EncodedChunk chunk = new EncodedChunk(column, into, newBounds(column));
        Compression compression = null;
        if (choice.dictionary() != null) {
            compression = compressionWithDictionary(column, pages, choice);
            body.startDictionary(column, choice.dictionary());
            chunk.start(compression, choice.encoding());
            writeDictionaryPage(chunk, choice.dictionary().size());
        }
        int row = 0;
        while (row < pages.rows()) {
            int end = pages.end(row);
            Bounds bounds = newBounds(column);
            int nulls = pages.write(row, end, bounds);
            if (compression == null) {
                compression = compression();
                chunk.start(compression, choice.encoding());
            }
            writeDataPage(chunk, row, end - row, pages.entries(row, end), nulls, bounds);
            row = end;
        }
        return chunk;
    }

    private static Bounds newBounds(ColumnSchema column) {
        int width = switch (column.type()) {
            case BOOLEAN -> 1;
            case INT32, FLOAT -> 4;
            case INT64, DOUBLE -> 8;
            default -> 0;
        };
        return new Bounds(ColumnOrder.of(column), width);
    }

    /** The ids may shrink where the values of the dictionary do not. */
    private Compression compressionWithDictionary(ColumnSchema column, ChunkPages pages, EncodingChoice choice) {
        body.startDictionary(column, choice.dictionary());
        if (compression() == Compression.ZSTD) {
            return Compression.ZSTD;
        }
        pages.write(0, pages.end(0), newBounds(column));
        return compression();
    }

    /** Tries the page in hand: the codec of the chunk. */
    private Compression compression() {
        byte[] target = pool.bytes(zstd.maxCompressedLength(body.size()));
        int packed = zstd.compress(body.array(), 0, body.size(), target, 0);
        pool.giveBack(target);
        return packed < body.size() - body.size() / COMPRESSION_PAYS_ONE_IN
                ? Compression.ZSTD
                : Compression.UNCOMPRESSED;
    }

    private void writeDictionaryPage(EncodedChunk chunk, int valueCount) {
        Packed packed = pack(chunk.compression());
        header.clear();
        PageHeaders.dictionary(body.size(), packed.size(), packed.crc(), valueCount, header);
        append(chunk, packed);
        chunk.endDictionaryPage(chunk.bytes().size());
    }

    private void writeDataPage(EncodedChunk chunk, int firstRow, int rows, int entries, int nulls, Bounds bounds) {
        Packed packed = pack(chunk.compression());
        header.clear();
        PageHeaders.data(body.size(), packed.size(), packed.crc(), entries, chunk.valueEncoding(), header);
        int start = chunk.bytes().size();
        append(chunk, packed);
        chunk.add(new EncodedPage(start, chunk.bytes().size() - start, firstRow, rows, entries, nulls, bounds));
    }

    /** The body as it stands in the file; its bytes are a pool array or the body's own. */
    private record Packed(byte[] bytes, int size, int crc, boolean isPooled) {}

    private Packed pack(Compression compression) {
        byte[] packed = body.array();
        int size = body.size();
        if (compression == Compression.ZSTD) {
            packed = pool.bytes(zstd.maxCompressedLength(body.size()));
            size = zstd.compress(body.array(), 0, body.size(), packed, 0);
        }
        crc.reset();
        crc.update(packed, 0, size);
        return new Packed(packed, size, (int) crc.getValue(), compression == Compression.ZSTD);
    }

    /** The header in hand, and the page. */
    private void append(EncodedChunk chunk, Packed packed) {
        chunk.addUncompressed(header.size() + (long) body.size());
        chunk.bytes().append(header.array(), 0, header.size());
        chunk.bytes().append(packed.bytes(), 0, packed.size());
        if (packed.isPooled()) {
            pool.giveBack(packed.bytes());
        }
    }
}
