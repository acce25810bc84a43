package dev.daypack.input;

import static dev.daypack.input.InspectionBench.inspect;
import static dev.daypack.input.InspectionBench.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.apache.parquet.column.ParquetProperties.WriterVersion;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Lists, maps and structs of all depths out of parquet-java's writer, whose own counts must be ours. */
final class InspectionNestedFilesTest {

    private static final int ROWS = 2_000;

    private static final MessageType SCHEMA = MessageTypeParser.parseMessageType("message day {"
            + " required int64 ts (TIMESTAMP(NANOS,true)) = 7;"
            + " optional group levels (LIST) = 8 { repeated group list { optional group element {"
            + "   required int32 price (DECIMAL(9,2)) = 9; optional binary venue (STRING);"
            + "   repeated fixed_len_byte_array(2) sizes (FLOAT16); } } }"
            + " required group tags (MAP) { repeated group key_value { required binary key (STRING);"
            + "   optional group value (LIST) { repeated group list { optional fixed_len_byte_array(16) element (UUID);"
            + " } } } }"
            + " optional group header { optional group inner { optional int96 received; optional boolean last; } } }");

    @TempDir
    private Path directory;

    private byte[] write(WriterVersion version, boolean dictionaries, long seed) throws IOException {
        Path file = directory.resolve(version + "-" + dictionaries + ".parquet");
        Random random = new Random(seed);
        try (ParquetWriter<Group> writer = ExampleParquetWriter.builder(new LocalOutputFile(file))
                .withConf(new PlainParquetConfiguration())
                .withType(SCHEMA)
                .withWriterVersion(version)
                .withCompressionCodec(CompressionCodecName.ZSTD)
                .withDictionaryEncoding(dictionaries)
                .withPageRowCountLimit(300)
                .withPageWriteChecksumEnabled(true)
                .build()) {
            for (int row = 0; row < ROWS; row++) {
                writer.write(row(row, random));
            }
        }
        return Files.readAllBytes(file);
    }

    private static Group row(int row, Random random) {
        Group group = new SimpleGroup(SCHEMA);
        group.add("ts", 1_767_755_367_000_000_000L + row);
        if (random.nextInt(5) > 0) {
            addLevels(group.addGroup("levels"), random);
        }
        Group tags = group.addGroup("tags");
        for (int i = random.nextInt(3); i > 0; i--) {
            addTag(tags.addGroup("key_value"), random);
        }
        if (random.nextBoolean()) {
            Group header = group.addGroup("header");
            if (random.nextBoolean()) {
                addInner(header.addGroup("inner"), row, random);
            }
        }
        return group;
    }

    private static void addLevels(Group levels, Random random) {
        for (int i = random.nextInt(4); i > 0; i--) {
            Group list = levels.addGroup("list");
            if (random.nextInt(6) == 0) {
                continue;
            }
            Group element = list.addGroup("element");
            element.add("price", 100 + random.nextInt(900));
            if (random.nextBoolean()) {
                element.add("venue", "venue-" + random.nextInt(7));
            }
            for (int j = random.nextInt(3); j > 0; j--) {
                // 1.0 and 2.0
                element.add("sizes", Binary.fromConstantByteArray(new byte[] {
                    0, (byte) (random.nextBoolean() ? 0x3c : 0x40)
                }));
            }
        }
    }

    private static void addTag(Group entry, Random random) {
        entry.add("key", "k" + random.nextInt(100));
        if (random.nextInt(4) == 0) {
            return;
        }
        Group value = entry.addGroup("value");
        for (int i = random.nextInt(3); i > 0; i--) {
            Group list = value.addGroup("list");
            if (random.nextInt(4) > 0) {
                UUID id = new UUID(0, random.nextInt(50));
                byte[] bytes = ByteBuffer.allocate(16)
                        .putLong(id.getMostSignificantBits())
                        .putLong(id.getLeastSignificantBits())
                        .array();
                list.add("element", Binary.fromConstantByteArray(bytes));
            }
        }
    }

    private static void addInner(Group inner, int row, Random random) {
        inner.add(
                "received",
                Binary.fromConstantByteArray(ByteBuffer.allocate(12)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putLong(row)
                        .putInt(2_440_588)
                        .array()));
        if (random.nextBoolean()) {
            inner.add("last", random.nextBoolean());
        }
    }

    @Test
    void everyEntryIsReadAndTheWritersCountsAreOurs() throws IOException {
        long seed = 20_260_129;
        for (WriterVersion version : WriterVersion.values()) {
            for (boolean dictionaries : List.of(true, false)) {
                String which = "seed " + seed + ", " + version + ", dictionaries " + dictionaries;
                Inspection inspection = inspect(write(version, dictionaries, seed));
                JsonNode json = inspection.json(InspectionDetail.CHUNKS);

                assertTrue(inspection.isSound(), () -> which + ": " + inspection.firstError());
                assertTrue(inspection.isReadWhole(), which);
                // Wrong counts of nulls would be remarks.
                assertEquals("[]", json.get("remarks").toString(), which);
                JsonNode columns = json.at("/row_groups/0/columns");
                assertEquals(8, columns.size(), which);
                for (JsonNode column : columns) {
                    assertEquals("sound", column.get("outcome").asText(), which);
                    JsonNode claimed = column.at("/statistics/nulls");
                    assertTrue(
                            claimed.isMissingNode()
                                    || claimed.asLong()
                                            == column.get("nulls_counted").asLong(),
                            () -> which + ": " + column);
                }
                assertTrue(json.at("/order/sorted").asBoolean(), which);
                assertEquals(ROWS, json.at("/order/rows").asInt(), which);
            }
        }
    }

    @Test
    void statisticsOfNestedColumnsAreShownByType() throws IOException {
        JsonNode json = inspect(write(WriterVersion.PARQUET_2_0, true, 1)).json(InspectionDetail.CHUNKS);
        JsonNode columns = json.at("/row_groups/0/columns");

        assertEquals("levels.list.element.price", columns.at("/1/column").asText());
        assertTrue(columns.at("/1/statistics/min").asText().matches("1\\.\\d\\d"), columns.at("/1")::toString);
        assertEquals("\"venue-6\"", columns.at("/2/statistics/max").asText());
        assertEquals("1.0", columns.at("/3/statistics/min").asText());
        assertEquals("2.0", columns.at("/3/statistics/max").asText());
        assertEquals(
                "00000000-0000-0000-0000-000000000031",
                columns.at("/5/statistics/max").asText());
        assertEquals("true", columns.at("/7/statistics/max").asText());
    }

    @Test
    void theTreeIsShownWithIdsAndLevels() throws IOException {
        List<String> lines = text(inspect(write(WriterVersion.PARQUET_1_0, true, 2)), InspectionDetail.CHUNKS);
        int at = lines.indexOf("Schema: 8 columns");

        assertEquals(
                """
                #  COLUMN           TYPE                      REPETITION  ANNOTATION           ID  DEF  REP
                0  ts               INT64                     required    TIMESTAMP NANOS UTC   7    0    0
                   levels           group                     optional    LIST                  8
                     list           group                     repeated
                       element      group                     optional
                1        price      INT32                     required    DECIMAL(9,2)          9    3    1
                2        venue      BYTE_ARRAY                optional    STRING                     4    1
                3        sizes      FIXED_LEN_BYTE_ARRAY[2]   repeated    FLOAT16                    4    2
                   tags             group                     required    MAP
                     key_value      group                     repeated
                4      key          BYTE_ARRAY                required    STRING                     1    1
                       value        group                     optional    LIST
                         list       group                     repeated
                5          element  FIXED_LEN_BYTE_ARRAY[16]  optional    UUID                       4    2
                   header           group                     optional
                     inner          group                     optional
                6      received     INT96                     optional                               3    0
                7      last         BOOLEAN                   optional                               3    0
                """.stripTrailing(),
                String.join("\n", lines.subList(at + 1, at + 19)).stripIndent());
    }

    @Test
    void noLineOfAChunkTableIsLongerThanATerminalIsWide() throws IOException {
        List<String> lines = text(inspect(write(WriterVersion.PARQUET_1_0, true, 3)), InspectionDetail.CHUNKS);
        List<String> groups = lines.stream()
                .dropWhile(line -> !line.startsWith("Row group 0"))
                .takeWhile(line -> !line.isEmpty())
                .toList();

        assertTrue(groups.size() > 16, groups::toString);
        groups.forEach(line -> assertTrue(line.length() <= 80, line));
    }

    @Test
    void aFlippedBitInAnyPageIsFoundAtThatPage() throws IOException {
        byte[] file = write(WriterVersion.PARQUET_2_0, true, 4);
        JsonNode columns = inspect(file).json(InspectionDetail.PAGES).at("/row_groups/0/columns");
        for (JsonNode column : columns) {
            JsonNode page = column.get("pages").get(column.get("pages").size() / 2);
            int offset = page.get("offset").asInt();
            byte[] flipped = file.clone();
            int body = offset + new PageHeader().read(file, offset, file.length);
            flipped[body + page.get("compressed_bytes").asInt() / 2] ^= 2;
            Inspection inspection = inspect(flipped);

            assertFalse(inspection.isSound(), column.get("column")::asText);
            JsonNode error = inspection.json(InspectionDetail.CHUNKS).get("first_error");
            assertEquals(offset, error.get("offset").asInt());
            assertEquals(column.get("column"), error.get("column"));
        }
    }
}
