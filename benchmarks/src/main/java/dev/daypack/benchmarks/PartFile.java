package dev.daypack.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.bytes.HeapByteBufferAllocator;
import org.apache.parquet.column.ColumnWriteStore;
import org.apache.parquet.column.ColumnWriter;
import org.apache.parquet.column.ParquetProperties;
import org.apache.parquet.compression.CompressionCodecFactory.BytesInputCompressor;
import org.apache.parquet.hadoop.CodecFactory;
import org.apache.parquet.hadoop.ColumnChunkPageWriteStore;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.schema.MessageType;

/**
 * One part in the making: its row group is held, compressed, until {@link #close} writes it. Values go straight into
 * parquet-java's column writers; its record layer would take most of the time. Not thread-safe.
 */
final class PartFile implements AutoCloseable {

    private static final Configuration CONFIGURATION = new Configuration(false);
    private static final long ROW_GROUP_BYTES = 1L << 30;
    private static final int INITIAL_BYTES = 64;

    private final Path file;
    private final Stream stream;
    private final MessageType schema;
    private final ParquetProperties properties;
    private final ColumnChunkPageWriteStore pages;
    private final ColumnWriteStore store;
    private final ColumnWriter[] columns;
    private long rows;

    PartFile(Path file, Stream stream, PartShape shape) {
        this.file = file;
        this.stream = stream;
        schema = stream.schema();
        CodecFactory codecs = new CodecFactory(CONFIGURATION, PartShape.MEBIBYTE);
        BytesInputCompressor snappy = codecs.getCompressor(CompressionCodecName.SNAPPY);
        pages = new ColumnChunkPageWriteStore(snappy, schema, new HeapByteBufferAllocator(), INITIAL_BYTES, false);
        properties = shape.properties();
        store = properties.newColumnWriteStore(schema, pages);
        columns = schema.getColumns().stream().map(store::getColumnWriter).toArray(ColumnWriter[]::new);
    }

    /**
     * Adds the event that the ticks stand at.
     *
     * @param row its number in the data set
     */
    void add(Ticks ticks, long row) {
        stream.write(ticks, row, columns);
        store.endRecord();
        rows++;
    }

    @Override
    public void close() throws IOException {
        Files.createDirectories(file.getParent());
        try (ParquetFileWriter out = new ParquetFileWriter(
                new LocalOutputFile(file),
                schema,
                ParquetFileWriter.Mode.OVERWRITE,
                ROW_GROUP_BYTES,
                0,
                null,
                properties)) {
            out.start();
            out.startBlock(rows);
            store.flush();
            pages.flushToFileWriter(out);
            out.endBlock();
            out.end(Map.of());
        }
        store.close();
    }
}
