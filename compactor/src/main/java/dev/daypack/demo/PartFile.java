package dev.daypack.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import org.apache.parquet.bytes.HeapByteBufferAllocator;
import org.apache.parquet.column.ColumnWriteStore;
import org.apache.parquet.column.ColumnWriter;
import org.apache.parquet.column.ParquetProperties;
import org.apache.parquet.hadoop.ColumnChunkPageWriteStore;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.MessageType;

/**
 * Writes one raw part the way pyarrow's {@code write_table} does by default: one row group, snappy, dictionaries, data
 * pages v1 of up to 1 MiB, no page checksums. Values go straight into parquet-java's column writers; its record layer
 * would take most of the time.
 *
 * @param exchange value of the column of that name, as are {@code symbol} and {@code stream}
 */
record PartFile(String exchange, String symbol, String stream) {

    private static final int PAGE_BYTES = 1 << 20;
    private static final int STREAM_VERSION = 1;
    private static final long ROW_GROUP_BYTES = 1L << 30;
    private static final int INITIAL_BYTES = 64;

    /** Writes the given rows in the given order; the file appears whole or not at all. */
    void write(Path file, EventColumns events, int[] rows) throws IOException {
        Path unfinished = file.resolveSibling("." + file.getFileName() + ".tmp");
        MessageType schema = events.schema();
        try (ColumnChunkPageWriteStore pages = new ColumnChunkPageWriteStore(
                        new SnappyCompressor(), schema, new HeapByteBufferAllocator(), INITIAL_BYTES, false);
                ColumnWriteStore columns = properties().newColumnWriteStore(schema, pages)) {
            fill(columns, events, rows);
            try (ParquetFileWriter out = new ParquetFileWriter(
                    new LocalOutputFile(unfinished),
                    schema,
                    ParquetFileWriter.Mode.OVERWRITE,
                    ROW_GROUP_BYTES,
                    0,
                    null,
                    properties())) {
                out.start();
                out.startBlock(rows.length);
                columns.flush();
                pages.flushToFileWriter(out);
                out.endBlock();
                out.end(Map.of());
            }
        }
        Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
    }

    private void fill(ColumnWriteStore columns, EventColumns events, int[] rows) {
        ColumnWriter[] writers = events.schema().getColumns().stream()
                .map(columns::getColumnWriter)
                .toArray(ColumnWriter[]::new);
        Binary exchangeValue = Binary.fromString(exchange);
        Binary symbolValue = Binary.fromString(symbol);
        Binary streamValue = Binary.fromString(stream);
        EventTimes times = events.times();
        for (int row : rows) {
            writers[0].write(times.event()[row], 0, 1);
            writers[1].write(times.received()[row], 0, 1);
            writers[2].write(exchangeValue, 0, 1);
            writers[3].write(symbolValue, 0, 1);
            writers[4].write(streamValue, 0, 1);
            writers[5].write(STREAM_VERSION, 0, 1);
            events.write(row, writers);
            columns.endRecord();
        }
    }

    private static ParquetProperties properties() {
        return ParquetProperties.builder()
                .withPageSize(PAGE_BYTES)
                .withPageRowCountLimit(Integer.MAX_VALUE)
                .withPageWriteChecksumEnabled(false)
                .withSizeStatisticsEnabled(false)
                .withValuesWriterFactory(new KeepDictionary())
                .build();
    }
}
