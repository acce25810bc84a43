package dev.daypack.input;

import static dev.daypack.input.InspectionBench.inspect;
import static dev.daypack.input.InspectionBench.text;
import static dev.daypack.input.InspectionBench.verdict;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.apache.parquet.column.ParquetProperties.WriterVersion;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.PositionOutputStream;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.junit.jupiter.api.Test;

/** Files of parquet-java's own writer. */
final class InspectionParquetJavaTest {

    private static final int ROWS = 5_000;
    private static final long START_MICROS = 1_767_755_367_000_000L;

    private static final MessageType FLAT = MessageTypeParser.parseMessageType("message trade {"
            + " required int64 ts (TIMESTAMP(MICROS,true));"
            + " required binary symbol (STRING);"
            + " optional double price;"
            + " required int32 size (INTEGER(8,false));"
            + " required boolean buy; }");

    private static final MessageType NESTED = MessageTypeParser.parseMessageType("message book {"
            + " required int64 ts (TIMESTAMP(MICROS,true));"
            + " optional group bids (LIST) { repeated group list { required double element; } } }");

    private static byte[] write(MessageType schema, WriterVersion version, CompressionCodecName codec)
            throws IOException {
        MemoryFile file = new MemoryFile();
        try (ParquetWriter<Group> writer = ExampleParquetWriter.builder(file)
                .withConf(new PlainParquetConfiguration())
                .withType(schema)
                .withWriterVersion(version)
                .withCompressionCodec(codec)
                .withPageWriteChecksumEnabled(true)
                .withPageRowCountLimit(1_000)
                .withDictionaryEncoding("ts", false)
                .withBloomFilterEnabled("ts", true)
                .withExtraMetaData(Map.of("collector", "x".repeat(5_000)))
                .build()) {
            for (int row = 0; row < ROWS; row++) {
                writer.write(schema == FLAT ? trade(row) : book(row));
            }
        }
        return file.bytes.toByteArray();
    }

    private static Group trade(int row) {
        Group group = new SimpleGroup(FLAT);
        // Every thousandth row steps back.
        group.add("ts", START_MICROS + row * 1_000L - (row % 1_000 == 999 ? 5_000 : 0));
        group.add("symbol", row % 2 == 0 ? "btcusdt" : "ethusdt");
        if (row % 10 != 0) {
            group.add("price", row * 0.25);
        }
        group.add("size", row % 200);
        group.add("buy", row % 3 == 0);
        return group;
    }

    private static Group book(int row) {
        Group group = new SimpleGroup(NESTED);
        group.add("ts", START_MICROS + row);
        Group bids = group.addGroup("bids");
        for (int i = 0; i < row % 4; i++) {
            bids.addGroup("list").add("element", row + i / 4.0);
        }
        return group;
    }

    @Test
    void filesOfBothPageVersionsAreSound() throws IOException {
        for (WriterVersion version : WriterVersion.values()) {
            Inspection inspection = inspect(write(FLAT, version, CompressionCodecName.SNAPPY));

            assertTrue(inspection.isSound(), () -> version + ": " + inspection.firstError());
            assertTrue(verdict(inspection).startsWith("SOUND: 5,000 rows, 5 columns, "), verdict(inspection));
            assertTrue(verdict(inspection).contains("all with right checksums"), verdict(inspection));
        }
    }

    @Test
    void whatTheFooterSaysIsShownByType() throws IOException {
        Inspection inspection = inspect(write(FLAT, WriterVersion.PARQUET_1_0, CompressionCodecName.ZSTD));
        JsonNode json = inspection.json(InspectionDetail.PAGES);
        JsonNode columns = json.at("/row_groups/0/columns");

        assertTrue(json.at("/footer/created_by").asText().startsWith("parquet-mr"));
        assertEquals("TIMESTAMP MICROS UTC", json.at("/schema/0/annotation").asText());
        assertEquals("2026-01-07T03:09:27Z", columns.at("/0/statistics/min").asText());
        assertEquals("\"btcusdt\"", columns.at("/1/statistics/min").asText());
        assertEquals(500, columns.at("/2/statistics/nulls").asInt());
        assertEquals(500, columns.at("/2/nulls_counted").asInt());
        assertEquals("199", columns.at("/3/statistics/max").asText());
        assertEquals("ZSTD", columns.at("/4/codec").asText());
        assertTrue(columns.at("/0/page_index").asBoolean());
        assertTrue(columns.at("/0/bloom_filter").asBoolean());
        assertEquals("dictionary", columns.at("/1/pages/0/type").asText());
        assertEquals(5, json.at("/order/steps_back").asInt());
        assertEquals("4000", json.at("/order/largest_step").asText());
    }

    @Test
    void theTextIsAlignedAndLongValuesAreCut() throws IOException {
        List<String> lines = text(
                inspect(write(FLAT, WriterVersion.PARQUET_1_0, CompressionCodecName.GZIP)), InspectionDetail.CHUNKS);

        assertTrue(lines.stream().allMatch(line -> line.length() < 200), lines::toString);
        assertTrue(lines.stream().anyMatch(line -> line.contains("xxx... (5,000 characters)")), lines::toString);
        assertTrue(lines.contains("  0  ts      INT64       required    TIMESTAMP MICROS UTC"), lines::toString);
        assertTrue(lines.stream().anyMatch(line -> line.contains("the largest by 4000 us")), lines::toString);
    }

    @Test
    void nestedColumnsOfBothPageVersionsAreReadToTheLastEntry() throws IOException {
        for (WriterVersion version : WriterVersion.values()) {
            Inspection inspection = inspect(write(NESTED, version, CompressionCodecName.SNAPPY));
            JsonNode json = inspection.json(InspectionDetail.CHUNKS);
            JsonNode bids = json.at("/row_groups/0/columns/1");

            assertTrue(inspection.isSound(), () -> version + ": " + inspection.firstError());
            assertTrue(inspection.isReadWhole(), version::toString);
            assertTrue(json.get("remarks").isEmpty(), json::toPrettyString);
            assertEquals("bids.list.element", bids.get("column").asText());
            assertEquals("sound", bids.get("outcome").asText());
            // Rows of 0, 1, 2, 3 elements in turn; the empty list is an entry too.
            assertEquals(ROWS / 4 * 7, bids.get("values").asInt());
            assertEquals(ROWS / 4, bids.get("nulls_counted").asInt());
            assertTrue(json.at("/order/sorted").asBoolean());
            assertEquals(2, json.at("/schema/3/max_definition").asInt());
            assertEquals(1, json.at("/schema/3/max_repetition").asInt());
        }
    }

    @Test
    void anyBitFlippedInAPageIsFound() throws IOException {
        byte[] file = write(FLAT, WriterVersion.PARQUET_1_0, CompressionCodecName.SNAPPY);
        JsonNode columns = inspect(file).json(InspectionDetail.PAGES).at("/row_groups/0/columns");
        int flips = 0;
        for (JsonNode column : columns) {
            for (JsonNode page : column.get("pages")) {
                int offset = page.get("offset").asInt();
                int body = offset + new PageHeader().read(file, offset, file.length);
                byte[] flipped = file.clone();
                flipped[body + page.get("compressed_bytes").asInt() / 2] ^= 4;
                assertFalse(inspect(flipped).isSound(), () -> column.get("column") + ", page " + page);
                flips++;
            }
        }
        assertTrue(flips > 20, flips + " pages");
    }

    /** A file that is a byte array. */
    private static final class MemoryFile implements OutputFile {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        @Override
        public PositionOutputStream create(long blockSizeHint) {
            return new PositionOutputStream() {
                @Override
                public long getPos() {
                    return bytes.size();
                }

                @Override
                public void write(int value) {
                    bytes.write(value);
                }

                @Override
                public void write(byte[] source, int from, int length) {
                    bytes.write(source, from, length);
                }
            };
        }

        @Override
        public PositionOutputStream createOrOverwrite(long blockSizeHint) {
            return create(blockSizeHint);
        }

        @Override
        public boolean supportsBlockSize() {
            return false;
        }

        @Override
        public long defaultBlockSize() {
            return 0;
        }
    }
}
