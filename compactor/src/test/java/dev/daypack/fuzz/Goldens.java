package dev.daypack.fuzz;

import static dev.daypack.testing.PartWriter.optional;
import static dev.daypack.testing.PartWriter.required;
import static org.apache.parquet.schema.LogicalTypeAnnotation.decimalType;
import static org.apache.parquet.schema.LogicalTypeAnnotation.stringType;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.BINARY;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.BOOLEAN;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.DOUBLE;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.FLOAT;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT32;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT64;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT96;
import static org.apache.parquet.schema.Type.Repetition.OPTIONAL;
import static org.apache.parquet.schema.Type.Repetition.REQUIRED;

import dev.daypack.compact.LocalPacker;
import dev.daypack.testing.Duck;
import dev.daypack.testing.PartWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroupFactory;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.apache.parquet.schema.PrimitiveType;

/**
 * Small good files of several writers: parquet-java in all its codecs, encodings and pages, DuckDB, and our own; flat
 * and nested, with checksums and without, to be sorted by every kind of key. They follow from nothing but the code.
 */
final class Goldens {

    private static final int ROWS = 70;
    private static final int PAGE_ROWS = 20;
    private static final int ROW_GROUP_ROWS = 45;
    private static final long TIME = 1_769_400_000_000L;

    private static final MessageType NESTED = MessageTypeParser.parseMessageType(
            "message schema { required int64 ts_event; optional group levels (LIST) { repeated group list {"
                    + " optional group element { optional double price; required int32 count; } } }"
                    + " repeated binary tags (STRING); optional group one { required float ratio; }"
                    + " optional group named (MAP) { repeated group key_value { required binary key (STRING);"
                    + " optional fixed_len_byte_array(3) value; } } }");

    private final Path directory;
    private final List<Golden> goldens = new ArrayList<>();

    private Goldens(Path directory) {
        this.directory = directory;
    }

    /** Makes all; the directory is left as it was. */
    static List<Golden> make(Path directory) {
        Goldens made = new Goldens(directory);
        made.flat();
        made.nested();
        made.keys();
        made.others();
        return List.copyOf(made.goldens);
    }

    private void flat() {
        flat("v1", writer -> writer);
        flat("v1 crc", writer -> writer.checksums(true));
        flat("v1 plain", writer -> writer.dictionary(false));
        flat("v1 plain crc", writer -> writer.dictionary(false).checksums(true));
        flat("v1 deltas", writer -> writer.pagesV1WithDeltas().dictionary(false));
        flat("v1 fallback", writer -> writer.dictionaryBytes(64));
        flat("v1 split", writer -> writer.dictionary(false).byteStreamSplit());
        flat("v1 delta lengths", PartWriter::deltaLengths);
        flat("v2", PartWriter::pagesV2);
        flat("v2 deltas", writer -> writer.pagesV2WithDeltas().dictionary(false));
        flat(
                "v2 deltas crc",
                writer -> writer.pagesV2WithDeltas().dictionary(false).checksums(true));
        flat("v1 snappy", writer -> writer.codec(CompressionCodecName.SNAPPY));
        flat(
                "v2 snappy crc",
                writer -> writer.pagesV2().codec(CompressionCodecName.SNAPPY).checksums(true));
        flat("v1 gzip", writer -> writer.codec(CompressionCodecName.GZIP));
        flat("v1 zstd", writer -> writer.codec(CompressionCodecName.ZSTD));
        flat(
                "v2 zstd deltas crc",
                writer -> writer.pagesV2WithDeltas()
                        .codec(CompressionCodecName.ZSTD)
                        .checksums(true));
        flat("v1 lz4 raw", writer -> writer.codec(CompressionCodecName.LZ4_RAW));
    }

    private void flat(String form, UnaryOperator<PartWriter> how) {
        PartWriter writer = writer(how, columns(required(INT64, "ts_event")));
        add(
                "flat " + form,
                "ts_event",
                path -> writer.write(path, rows(1, i -> time(i))),
                path -> writer.write(path, rows(2, i -> time(i))));
    }

    private static long time(int row) {
        return TIME + 1_000L * row - row % 7 * 3_000L;
    }

    private static PrimitiveType[] columns(PrimitiveType key) {
        return new PrimitiveType[] {
            key,
            optional(BINARY, stringType(), "text"),
            optional(DOUBLE, "price"),
            optional(INT32, "count"),
            required(BOOLEAN, "flag"),
            PartWriter.fixed(OPTIONAL, 3, "code")
        };
    }

    private static PartWriter writer(UnaryOperator<PartWriter> how, PrimitiveType... columns) {
        return how.apply(PartWriter.of(columns)
                .codec(CompressionCodecName.UNCOMPRESSED)
                .pages(1 << 20, PAGE_ROWS)
                .rowGroups(Long.MAX_VALUE, ROW_GROUP_ROWS));
    }

    /** Makes the key of a row. */
    private interface Keys {
        Object of(int row);
    }

    private static List<Object[]> rows(long seed, Keys keys) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Object[]> rows = new ArrayList<>();
        for (int i = 0; i < ROWS; i++) {
            rows.add(PartWriter.row(
                    keys.of(i),
                    random.nextInt(6) == 0 ? null : "text " + random.nextInt(9),
                    random.nextInt(6) == 0 ? null : (Object) (random.nextInt(40) / 4.0),
                    random.nextInt(6) == 0 ? null : (Object) random.nextInt(1_000),
                    random.nextBoolean(),
                    random.nextInt(6) == 0 ? null : ("c" + (10 + random.nextInt(20))).getBytes()));
        }
        return rows;
    }

    private void nested() {
        nested("v1", writer -> writer);
        nested("v1 plain crc", writer -> writer.dictionary(false).checksums(true));
        nested("v1 split rows", writer -> writer.splitRows(7));
        nested("v2", PartWriter::pagesV2);
        nested("v2 deltas", PartWriter::pagesV2WithDeltas);
        nested(
                "v2 snappy crc",
                writer -> writer.pagesV2().codec(CompressionCodecName.SNAPPY).checksums(true));
    }

    private void nested(String form, UnaryOperator<PartWriter> how) {
        PartWriter writer = how.apply(PartWriter.of(NESTED)
                .codec(CompressionCodecName.UNCOMPRESSED)
                .pages(1 << 20, PAGE_ROWS)
                .rowGroups(Long.MAX_VALUE, ROW_GROUP_ROWS));
        add(
                "nested " + form,
                "ts_event",
                path -> writer.writeGroups(path, groups(7)),
                path -> writer.writeGroups(path, groups(8)));
    }

    private static List<Group> groups(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Group> rows = new ArrayList<>();
        for (int i = 0; i < ROWS; i++) {
            Group row = new SimpleGroupFactory(NESTED).newGroup().append("ts_event", time(i));
            if (random.nextInt(5) > 0) {
                Group levels = row.addGroup("levels");
                for (int j = random.nextInt(4); j > 0; j--) {
                    Group element = levels.addGroup("list");
                    if (random.nextInt(4) > 0) {
                        Group inner = element.addGroup("element").append("count", random.nextInt(9));
                        if (random.nextBoolean()) {
                            inner.append("price", random.nextInt(5) / 4.0);
                        }
                    }
                }
            }
            for (int j = random.nextInt(3); j > 0; j--) {
                row.append("tags", "tag" + random.nextInt(6));
            }
            if (random.nextBoolean()) {
                row.addGroup("one").append("ratio", (float) random.nextInt(4));
            }
            if (random.nextBoolean()) {
                Group named = row.addGroup("named");
                for (int j = random.nextInt(3); j > 0; j--) {
                    Group entry = named.addGroup("key_value").append("key", "key" + j);
                    if (random.nextBoolean()) {
                        entry.append("value", Binary.fromString("v" + j + "x"));
                    }
                }
            }
            rows.add(row);
        }
        return rows;
    }

    /** Neither nulls nor many equal keys, so that other readers can tell the order. */
    private void keys() {
        key("int32", required(INT32, "k"), "k", i -> i * 17 % 71 * 1_000);
        key("double", required(DOUBLE, "k"), "k", i -> i * 17 % 71 / 8.0 - 3);
        key("float", optional(FLOAT, "k"), "k", i -> i * 17 % 71 / 8.0f - 3);
        key("boolean", required(BOOLEAN, "k"), "k", i -> i % 3 == 0);
        key("string", optional(BINARY, stringType(), "k"), "k", i -> "key " + i * 17 % 71);
        key("binary", required(BINARY, "k"), "k", i -> new byte[] {(byte) (i * 17 % 71), (byte) i, (byte) -i});
        key(
                "int96",
                required(INT96, "k"),
                "k",
                i -> ByteBuffer.allocate(12)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putLong(i * 17L % 71 << 30)
                        .putInt(2_460_000 + i % 2)
                        .array());
        PrimitiveType decimal = PartWriter.column(FIXED_LEN_BYTE_ARRAY, REQUIRED, 5, decimalType(2, 11), "k");
        key("decimal", decimal, "k", i -> new byte[] {(byte) (i % 2 - 1), 0, (byte) (i * 17 % 71), (byte) i, 1});
        key("nullable", optional(INT64, "k"), "k", i -> i % 9 == 4 ? null : (Object) (i * 17L % 71 * 1_000));
        PartWriter two = writer(it -> it.dictionary(false), columns(required(INT64, "k")));
        add(
                "key two",
                "k, text",
                path -> two.write(path, rows(3, i -> i * 17L % 71 * 1_000_003)),
                // No key of one is a key of the other: the oracles order by the first column only.
                path -> two.write(path, rows(4, i -> i * 17L % 71 * 1_000_003 + 500_000)));
        key("none", required(INT64, "k"), "none", i -> (long) i);
    }

    private void key(String kind, PrimitiveType key, String orderBy, Keys keys) {
        PartWriter writer = writer(it -> it.dictionary(false), columns(key));
        add(
                "key " + kind,
                orderBy,
                path -> writer.write(path, rows(3, keys)),
                path -> writer.write(path, rows(4, keys)));
    }

    private void others() {
        PartWriter flat = writer(it -> it, columns(required(INT64, "ts_event")));
        for (String codec : List.of("UNCOMPRESSED", "SNAPPY", "ZSTD")) {
            add("duckdb " + codec, "ts_event", path -> duck(path, codec, flat, 5), path -> duck(path, codec, flat, 6));
        }
        LocalPacker packer = LocalPacker.usual().cut(ROW_GROUP_ROWS, PAGE_ROWS);
        add("our own", "ts_event", path -> own(path, packer, flat, 5), path -> own(path, packer, flat, 6));
    }

    private static void duck(Path path, String codec, PartWriter writer, long seed) {
        Path input = writer.write(path.resolveSibling("input.parquet"), rows(seed, Goldens::time));
        try (Duck duck = new Duck()) {
            duck.run("SET threads = 1");
            String rows = "SELECT *, [count, 2 * count] AS pair, {'a': price} AS nest FROM read_parquet(%s)";
            duck.run(("COPY (" + rows + ") TO %s (FORMAT parquet, COMPRESSION %s, ROW_GROUP_SIZE 2048)")
                    .formatted(Duck.text(input.toString()), Duck.text(path.toString()), codec));
        }
        delete(input);
    }

    private static void own(Path path, LocalPacker packer, PartWriter writer, long seed) {
        Path input = writer.write(path.resolveSibling("input.parquet"), rows(seed, Goldens::time));
        packer.pack(List.of(input), path);
        delete(input);
    }

    /** Writes a file. */
    private interface Writing {
        void to(Path path);
    }

    private void add(String name, String orderBy, Writing golden, Writing neighbour) {
        goldens.add(new Golden(name, orderBy, written(golden), written(neighbour)));
    }

    private byte[] written(Writing file) {
        Path path = directory.resolve("golden.parquet");
        file.to(path);
        try {
            return Files.readAllBytes(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            delete(path);
        }
    }

    private static void delete(Path path) {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
