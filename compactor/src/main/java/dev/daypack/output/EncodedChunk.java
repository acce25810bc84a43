package dev.daypack.output;

import dev.daypack.codec.Compression;
import dev.daypack.input.ColumnSchema;
import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.format.Encoding;

/**
 * One column chunk as it will stand in the file: its bytes, and what the footer and the page index say of it. Filled
 * by {@link ColumnEncoder}; read-only afterwards.
 */
final class EncodedChunk {

    private final ColumnSchema column;
    private final ChunkBytes bytes;
    private final List<EncodedPage> pages = new ArrayList<>();
    private final Bounds bounds;

    private Compression compression;
    private Encoding valueEncoding;
    private int dictionaryPageBytes;
    private long uncompressedBytes;
    private int rows;
    private long entries;
    private long nulls;

    EncodedChunk(ColumnSchema column, ChunkBytes bytes, Bounds bounds) {
        this.column = column;
        this.bytes = bytes;
        this.bounds = bounds;
    }

    void start(Compression codec, Encoding encoding) {
        compression = codec;
        valueEncoding = encoding;
    }

    void endDictionaryPage(int sizeBytes) {
        dictionaryPageBytes = sizeBytes;
    }

    void add(EncodedPage page) {
        pages.add(page);
        bounds.add(page.bounds());
        rows += page.rows();
        entries += page.entries();
        nulls += page.nulls();
    }

    /** Counts a page with its header, as it is before compression. */
    void addUncompressed(long count) {
        uncompressedBytes += count;
    }

    ColumnSchema column() {
        return column;
    }

    /** The pages with their headers, in file order. */
    ChunkBytes bytes() {
        return bytes;
    }

    List<EncodedPage> pages() {
        return pages;
    }

    Bounds bounds() {
        return bounds;
    }

    Compression compression() {
        return compression;
    }

    Encoding valueEncoding() {
        return valueEncoding;
    }

    /** Size of the dictionary page with its header, 0 if there is none. */
    int dictionaryPageBytes() {
        return dictionaryPageBytes;
    }

    long uncompressedBytes() {
        return uncompressedBytes;
    }

    int rows() {
        return rows;
    }

    /** Of a flat column as many as rows. */
    long entries() {
        return entries;
    }

    /** Entries without a value. */
    long nulls() {
        return nulls;
    }
}
