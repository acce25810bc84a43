package dev.daypack.output;

import dev.daypack.codec.Codec;
import dev.daypack.codec.Compression;
import dev.daypack.encoding.ByteBuilder;
import dev.daypack.input.ColumnSchema;
import dev.daypack.memory.BufferPool;
import java.util.zip.CRC32;
import org.apache.parquet.format.DataPageHeader;
import org.apache.parquet.format.DictionaryPageHeader;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.PageType;

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
    private final CRC32 crc = new CRC32();

    ColumnEncoder(OutputSettings settings, Codec zstd, BufferPool pool) {
        this.settings = settings;
        this.zstd = zstd;
        this.pool = pool;
        this.body = new PageBody();
    }

    /**
     * Encodes a column in output order.
     *
     * @param values changed on the way; still owned by the caller
     * @param interner what ids stand for, if the values are ids
     * @param into takes the bytes of the chunk
     */
    EncodedChunk encode(ColumnSchema column, ColumnValues values, Interner interner, boolean isKey, ByteBuilder into) {
        EncodingChoice choice = EncodingChoice.of(column, values, interner, isKey, settings.isCompatible(), pool);
        return encode(column, new FlatPages(column, values, choice, settings, body), choice, into);
    }

    /**
     * Encodes a nested column in output order.
     *
     * @param nested its values are changed on the way; still owned by the caller
     * @param into takes the bytes of the chunk
     */
    EncodedChunk encode(ColumnSchema column, NestedColumn nested, ByteBuilder into) {
        EncodingChoice choice =
                EncodingChoice.of(column, nested.values(), nested.interner(), false, settings.isCompatible(), pool);
        return encode(column, new NestedPages(column, nested, choice, settings, body), choice, into);
    }

    private EncodedChunk encode(ColumnSchema column, ChunkPages pages, EncodingChoice choice, ByteBuilder into) {
        into.clear();
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
        PageHeader header = new PageHeader(PageType.DICTIONARY_PAGE, body.size(), 0);
        header.setDictionary_page_header(new DictionaryPageHeader(valueCount, Encoding.PLAIN));
        writePage(chunk, header);
        chunk.endDictionaryPage(chunk.bytes().size());
    }

    private void writeDataPage(EncodedChunk chunk, int firstRow, int rows, int entries, int nulls, Bounds bounds) {
        PageHeader header = new PageHeader(PageType.DATA_PAGE, body.size(), 0);
        header.setData_page_header(new DataPageHeader(entries, chunk.valueEncoding(), Encoding.RLE, Encoding.RLE));
        int offset = chunk.bytes().size();
        writePage(chunk, header);
        chunk.add(new EncodedPage(offset, chunk.bytes().size() - offset, firstRow, rows, entries, nulls, bounds));
    }

    private void writePage(EncodedChunk chunk, PageHeader header) {
        ByteBuilder bytes = chunk.bytes();
        boolean isPacked = chunk.compression() == Compression.ZSTD;
        byte[] packed = isPacked ? pool.bytes(zstd.maxCompressedLength(body.size())) : body.array();
        int size = isPacked ? zstd.compress(body.array(), 0, body.size(), packed, 0) : body.size();
        crc.reset();
        crc.update(packed, 0, size);
        header.setCompressed_page_size(size);
        header.setCrc((int) crc.getValue());
        int start = bytes.size();
        Thrift.write(header, bytes);
        chunk.addUncompressed(bytes.size() - start + (long) body.size());
        bytes.put(packed, 0, size);
        if (isPacked) {
            pool.giveBack(packed);
        }
    }
}
