package dev.daypack.input;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daypack.compact.LocalPacker;
import dev.daypack.testing.Duck;
import dev.daypack.testing.DuckOracle;
import dev.daypack.testing.PageWalk;
import dev.daypack.testing.PageWalk.Page;
import dev.daypack.testing.ParquetJava;
import dev.daypack.testing.PartWriter;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.apache.parquet.column.ParquetProperties.WriterVersion;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.PageType;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Type.Repetition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every type, required and optional with no, some or all values null, in every codec, page version and dictionary
 * setting, with page checksums and without. One output of them all is read back by parquet-java and by DuckDB.
 */
class ColumnFormsTest {

    private static final List<CompressionCodecName> CODECS = List.of(
            CompressionCodecName.UNCOMPRESSED,
            CompressionCodecName.SNAPPY,
            CompressionCodecName.GZIP,
            CompressionCodecName.ZSTD);

    private static final int FIXED_BYTES = 7;
    private static final int ROWS = 160;
    private static final MessageType SCHEMA = schema();
    private static final LocalPacker PACKER = LocalPacker.usual().cut(1_700, 300);

    @TempDir
    Path directory;

    private final List<Path> parts = new ArrayList<>();
    private final List<Object[]> rows = new ArrayList<>();

    /** The key, then for each type: required, and optional with no, some and all values null. */
    private static MessageType schema() {
        List<Type> columns = new ArrayList<>();
        columns.add(PartWriter.required(PrimitiveTypeName.INT64, "ts_event"));
        for (PrimitiveTypeName type : PrimitiveTypeName.values()) {
            if (type != PrimitiveTypeName.INT96) {
                int fixed = type == PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY ? FIXED_BYTES : 0;
                columns.add(PartWriter.column(type, Repetition.REQUIRED, fixed, null, type + "_required"));
                for (String nulls : List.of("none", "some", "all")) {
                    columns.add(PartWriter.column(type, Repetition.OPTIONAL, fixed, null, type + "_" + nulls));
                }
            }
        }
        return new MessageType("schema", columns);
    }

    @Test
    void withoutDictionaries() {
        for (CompressionCodecName codec : CODECS) {
            for (boolean crc : new boolean[] {true, false}) {
                for (PartWriter writer : versions()) {
                    write(writer.dictionary(false).codec(codec).checksums(crc), 1_000);
                }
            }
        }
        assertEncodings(Encoding.PLAIN, Encoding.RLE, Encoding.DELTA_BINARY_PACKED, Encoding.DELTA_BYTE_ARRAY);
        packAndCompare();
    }

    @Test
    void withDictionaries() {
        for (CompressionCodecName codec : CODECS) {
            for (boolean crc : new boolean[] {true, false}) {
                for (PartWriter writer : versions()) {
                    write(writer.dictionary(true).codec(codec).checksums(crc), 9);
                }
            }
        }
        assertEncodings(Encoding.PLAIN_DICTIONARY, Encoding.RLE_DICTIONARY);
        packAndCompare();
    }

    @Test
    void withDictionariesGivenUpMidway() {
        for (CompressionCodecName codec : CODECS) {
            for (boolean crc : new boolean[] {true, false}) {
                for (WriterVersion version : WriterVersion.values()) {
                    List<Object[]> some = rows(9);
                    some.addAll(rows(1_000));
                    rows.addAll(some);
                    parts.add(FallbackWriter.write(nextFile(), SCHEMA, codec, version, crc, some));
                }
            }
        }
        for (Path part : parts) {
            Map<String, Set<Encoding>> encodings = PageWalk.pages(part).stream()
                    .filter(page -> page.type() != PageType.DICTIONARY_PAGE)
                    .collect(Collectors.groupingBy(
                            Page::column, Collectors.mapping(Page::encoding, Collectors.toSet())));
            assertEquals(2, encodings.get("DOUBLE_some").size(), encodings.toString());
            assertEquals(2, encodings.get("BINARY_required").size(), encodings.toString());
        }
        packAndCompare();
    }

    @Test
    void ofAllKindsInOneDay() {
        for (PartWriter writer : versions()) {
            write(writer.dictionary(false), 1_000);
            write(writer.dictionary(true), 9);
        }
        packAndCompare();
    }

    @Test
    void writtenByDuckDb() {
        String nullSome = "CASE WHEN i % 3 = 0 THEN NULL ELSE";
        try (Duck duck = new Duck()) {
            for (CompressionCodecName codec : CODECS) {
                for (String version : List.of("V1", "V2")) {
                    for (int distinct : new int[] {5, 100_000}) {
                        Path file = nextFile();
                        duck.run(("CREATE OR REPLACE MACRO pick(i) AS (hash(i) %% %1$d)").formatted(distinct));
                        duck.run(("COPY (SELECT (i // 2)::BIGINT AS ts_event, %1$s pick(i) %% 2 = 0 END AS flag,"
                                        + " %1$s pick(i)::INTEGER END AS ints, pick(i)::BIGINT * -3 AS longs,"
                                        + " %1$s pick(i)::UTINYINT::INTEGER END AS bytes,"
                                        + " %1$s (pick(i) / 8)::FLOAT END AS floats, %1$s pick(i) / 7 END AS doubles,"
                                        + " %1$s 'text ' || pick(i) END AS texts,"
                                        + " %1$s ('blob' || pick(i))::BLOB END AS blobs,"
                                        + " %1$s md5(pick(i)::VARCHAR)::UUID END AS ids,"
                                        + " (pick(i) / 100)::DECIMAL(18, 2) AS prices, NULL::DOUBLE AS nothing,"
                                        + " %1$s TIMESTAMP '2026-01-26' + to_microseconds(i) END AS times"
                                        + " FROM range(2000) t(i)) TO %2$s (FORMAT parquet, COMPRESSION %3$s,"
                                        + " PARQUET_VERSION %4$s, ROW_GROUP_SIZE 1000)")
                                .formatted(nullSome, Duck.text(file.toString()), codec, version)
                                .replace("pick(i)::UTINYINT", "(pick(i) % 256)::UTINYINT"));
                        parts.add(file);
                    }
                }
            }
        }
        assertEncodings(
                Encoding.PLAIN,
                Encoding.RLE_DICTIONARY,
                Encoding.DELTA_BINARY_PACKED,
                Encoding.DELTA_LENGTH_BYTE_ARRAY,
                Encoding.BYTE_STREAM_SPLIT);
        Path output = directory.resolve("out.parquet");
        PACKER.cut(6_000, 1_000).pack(parts, output);
        DuckOracle.usual().check(parts, output);
    }

    private static List<PartWriter> versions() {
        PartWriter writer = PartWriter.of(SCHEMA).pages(100_000, 50);
        return List.of(writer, writer.pagesV2(), writer.pagesV2WithDeltas());
    }

    private void write(PartWriter writer, int distinct) {
        List<Object[]> some = rows(distinct);
        rows.addAll(some);
        parts.add(writer.write(nextFile(), some));
    }

    private Path nextFile() {
        return directory.resolve("part-%03d.parquet".formatted(parts.size()));
    }

    private List<Object[]> rows(int distinct) {
        SplittableRandom random = new SplittableRandom(parts.size());
        List<Object[]> some = new ArrayList<>();
        for (int i = 0; i < ROWS; i++) {
            Object[] row = new Object[SCHEMA.getFieldCount()];
            row[0] = 1_000L + random.nextInt(ROWS);
            for (int column = 1; column < row.length; column++) {
                String name = SCHEMA.getType(column).getName();
                boolean isNull = name.endsWith("all") || name.endsWith("some") && random.nextInt(3) == 0;
                row[column] = isNull ? null : value(column, random.nextInt(distinct));
            }
            some.add(row);
        }
        return some;
    }

    private static Object value(int column, int pick) {
        int spread = pick * 0x9E3779B9;
        return switch (SCHEMA.getType(column).asPrimitiveType().getPrimitiveTypeName()) {
            case BOOLEAN -> (pick & 1) == 0;
            case INT32 -> spread;
            case INT64 -> (long) spread * spread;
            case FLOAT -> Float.intBitsToFloat(spread);
            case DOUBLE -> Double.longBitsToDouble((long) spread << 32 | pick);
            case FIXED_LEN_BYTE_ARRAY -> new byte[] {(byte) pick, 0, -1, (byte) (pick >> 8), 3, 4, (byte) spread};
            default -> ("value ".repeat(pick % 5) + pick).getBytes(StandardCharsets.UTF_8);
        };
    }

    private void assertEncodings(Encoding... expected) {
        Set<Encoding> encodings = parts.stream()
                .flatMap(part -> PageWalk.pages(part).stream())
                .map(Page::encoding)
                .collect(Collectors.toSet());
        assertTrue(encodings.containsAll(Set.of(expected)), "the parts have only " + encodings);
    }

    private void packAndCompare() {
        Path output = directory.resolve("out.parquet");
        PACKER.pack(parts, output);
        DuckOracle.usual().check(parts, output);
        rows.sort(Comparator.comparingLong(row -> (long) row[0]));
        List<Map<String, Object>> read = ParquetJava.rows(output);
        assertEquals(rows.size(), read.size());
        for (int i = 0; i < rows.size(); i++) {
            Map<String, Object> row = read.get(i);
            assertEquals((long) i, row.get("seq"));
            for (int column = 0; column < SCHEMA.getFieldCount(); column++) {
                String name = SCHEMA.getType(column).getName();
                Object expected = rows.get(i)[column];
                assertEquals(exact(expected), exact(row.get(name)), "row " + i + " of " + name);
            }
        }
    }

    /** Floating-point values by their bits, so that NaNs of different bits differ. */
    private static Object exact(Object value) {
        if (value instanceof Double number) {
            return Double.doubleToRawLongBits(number);
        }
        if (value instanceof Float number) {
            return Float.floatToRawIntBits(number);
        }
        return value instanceof byte[] bytes ? ByteBuffer.wrap(bytes) : value;
    }
}
