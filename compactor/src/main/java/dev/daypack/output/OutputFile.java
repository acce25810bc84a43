package dev.daypack.output;

import dev.daypack.codec.Compression;
import dev.daypack.encoding.ByteBuilder;
import dev.daypack.text.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.ColumnOrder;
import org.apache.parquet.format.CompressionCodec;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.KeyValue;
import org.apache.parquet.format.PageEncodingStats;
import org.apache.parquet.format.PageType;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.SortingColumn;
import org.apache.parquet.format.Statistics;
import org.apache.parquet.format.TypeDefinedOrder;

/**
 * Lays out one Parquet file: magic, row groups as they come, page index, footer. Keeps only what the footer and the
 * page index need. The footer is written here and not by parquet-java because that writes no sorting columns, gives
 * floats another order than readers know, and puts its own version into {@code created_by}.
 *
 * <p>Source: parquet-format, README and parquet.thrift. Not thread-safe.
 */
final class OutputFile {

    private static final byte[] MAGIC = "PAR1".getBytes(StandardCharsets.US_ASCII);

    private final ByteSink sink;
    private final List<SchemaElement> schema;
    private final List<SortingColumn> sorting;
    private final List<RowGroup> rowGroups = new ArrayList<>();
    private final PageIndexes indexes = new PageIndexes();
    private final MessageDigest sha256 = Sha256.newDigest();

    private long position;
    private long rows;

    /**
     * @param schema the root and all fields below it, each before its own
     * @param sorting by which columns the rows are in order
     */
    OutputFile(ByteSink sink, List<SchemaElement> schema, List<SortingColumn> sorting) {
        this.sink = sink;
        this.schema = schema;
        this.sorting = sorting;
        write(MAGIC, 0, MAGIC.length);
    }

    long sizeBytes() {
        return position;
    }

    /** Appends a row group; its chunks in the order of the schema. */
    void add(List<EncodedChunk> chunks, long groupRows) {
        RowGroup group = new RowGroup(new ArrayList<>(chunks.size()), 0, groupRows);
        group.setFile_offset(position);
        long start = position;
        for (EncodedChunk chunk : chunks) {
            ColumnMetaData meta = metadata(chunk);
            ColumnChunk column = new ColumnChunk(0);
            column.setMeta_data(meta);
            group.addToColumns(column);
            group.setTotal_byte_size(group.getTotal_byte_size() + meta.getTotal_uncompressed_size());
            indexes.add(column, chunk, position);
            chunk.bytes().writeTo(this::write);
        }
        group.setTotal_compressed_size(position - start);
        group.setSorting_columns(sorting);
        if (rowGroups.size() > Short.MAX_VALUE) {
            throw new IllegalStateException("more than 32,768 row groups; raise row-group-rows or row-group-bytes");
        }
        group.setOrdinal((short) rowGroups.size());
        rowGroups.add(group);
        rows += groupRows;
    }

    private ColumnMetaData metadata(EncodedChunk chunk) {
        boolean hasDictionary = chunk.dictionaryPageBytes() > 0;
        List<Encoding> encodings = new ArrayList<>(List.of(Encoding.RLE, chunk.valueEncoding()));
        List<PageEncodingStats> pages = new ArrayList<>();
        if (hasDictionary) {
            encodings.add(Encoding.PLAIN);
            pages.add(new PageEncodingStats(PageType.DICTIONARY_PAGE, Encoding.PLAIN, 1));
        }
        pages.add(new PageEncodingStats(
                PageType.DATA_PAGE, chunk.valueEncoding(), chunk.pages().size()));
        ColumnMetaData meta = new ColumnMetaData(
                chunk.column().type(),
                encodings,
                chunk.column().path(),
                chunk.compression() == Compression.ZSTD ? CompressionCodec.ZSTD : CompressionCodec.UNCOMPRESSED,
                chunk.entries(),
                chunk.uncompressedBytes(),
                chunk.bytes().size(),
                position + chunk.dictionaryPageBytes());
        if (hasDictionary) {
            meta.setDictionary_page_offset(position);
        }
        meta.setEncoding_stats(pages);
        meta.setStatistics(statistics(chunk));
        return meta;
    }

    private static Statistics statistics(EncodedChunk chunk) {
        Statistics statistics = new Statistics();
        statistics.setNull_count(chunk.nulls());
        if (chunk.bounds().isKnown()) {
            statistics.setMin_value(chunk.bounds().minimumBytes());
            statistics.setMax_value(chunk.bounds().maximumBytes());
            statistics.setIs_min_value_exact(true);
            statistics.setIs_max_value_exact(true);
        }
        return statistics;
    }

    /**
     * Writes page index and footer.
     *
     * @return SHA-256 of the whole file, in hex
     */
    String finish(String createdBy, Map<String, String> keyValues) {
        ByteBuilder tail = new ByteBuilder(1 << 16);
        indexes.write(tail, position);
        FileMetaData footer = new FileMetaData(1, schema, rows, rowGroups);
        footer.setCreated_by(createdBy);
        keyValues.forEach((key, value) -> {
            KeyValue entry = new KeyValue(key);
            entry.setValue(value);
            footer.addToKey_value_metadata(entry);
        });
        for (SchemaElement element : schema) {
            if (element.isSetType()) {
                footer.addToColumn_orders(ColumnOrder.TYPE_ORDER(new TypeDefinedOrder()));
            }
        }
        int footerStart = tail.size();
        Thrift.write(footer, tail);
        tail.putInt(tail.size() - footerStart);
        tail.put(MAGIC, 0, MAGIC.length);
        write(tail.array(), 0, tail.size());
        return Sha256.hex(sha256);
    }

    private void write(byte[] bytes, int offset, int length) {
        sink.write(bytes, offset, length);
        sha256.update(bytes, offset, length);
        position += length;
    }
}
