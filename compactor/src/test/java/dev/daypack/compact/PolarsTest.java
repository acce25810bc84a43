package dev.daypack.compact;

import static org.apache.parquet.schema.LogicalTypeAnnotation.float16Type;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT64;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT96;
import static org.apache.parquet.schema.Type.Repetition.OPTIONAL;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.daypack.testing.Duck;
import dev.daypack.testing.PartWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Packed files opened in Polars, which reads Parquet by code of its own: equal to what DuckDB makes of the same rows.
 * Needs node and npm, so it runs with the profile polars only; {@code src/test/polars} has the script and the cases.
 */
@Tag("polars")
@Timeout(600)
class PolarsTest {

    private static final Path SOURCES = Path.of("src", "test", "polars");
    private static final Path HOME = Path.of("target", "polars");

    @TempDir
    private Path directory;

    /** What node said. */
    private record Said(int code, String text) {}

    /** Beside the classes, so that a second run finds it there. */
    @BeforeAll
    static void install() throws IOException, InterruptedException {
        Files.createDirectories(HOME);
        for (String name : List.of("package.json", "compare.js")) {
            Files.copy(SOURCES.resolve(name), HOME.resolve(name), StandardCopyOption.REPLACE_EXISTING);
        }
        Said said = run("npm", "install", "--no-package-lock", "--no-audit", "--no-fund", "--loglevel=error");
        assertEquals(0, said.code(), () -> "npm install: " + said.text());
    }

    private static Said run(String... command) throws IOException, InterruptedException {
        Path output = Files.createTempFile(HOME, "said-", ".txt");
        try {
            Process process = new ProcessBuilder(command)
                    .directory(HOME.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            try {
                assertTrue(process.waitFor(300, TimeUnit.SECONDS), () -> String.join(" ", command) + " does not end");
                return new Said(process.exitValue(), Files.readString(output, StandardCharsets.UTF_8));
            } finally {
                process.destroyForcibly();
            }
        } finally {
            Files.delete(output);
        }
    }

    /** Compares pairs of expected and actual files, each named. */
    private Said compare(ArrayNode pairs) throws IOException, InterruptedException {
        Path file = Files.writeString(directory.resolve("pairs.json"), pairs.toString());
        return run("node", "compare.js", file.toAbsolutePath().toString());
    }

    private static void add(ArrayNode pairs, String name, Path expected, Path actual) {
        pairs.addObject()
                .put("name", name)
                .put("expected", expected.toAbsolutePath().toString())
                .put("actual", actual.toAbsolutePath().toString());
    }

    private static LocalPacker packer() {
        return LocalPacker.usual().cut(700, 150);
    }

    private static List<PolarsCases.Case> cases() {
        return PolarsCases.read(SOURCES.resolve("cases.sql")).cases();
    }

    @Test
    void everyTypeThatWePackIsTheSameInPolars() throws IOException, InterruptedException {
        ArrayNode pairs = JsonNodeFactory.instance.arrayNode();
        for (PolarsCases.Case one : cases()) {
            List<Path> parts = one.parts(directory);
            Path output = one.output(directory);
            packer().pack(parts, output);
            add(pairs, one.name(), one.expected(directory), output);
        }
        Said said = compare(pairs);
        assertEquals(0, said.code(), said::text);
        assertTrue(said.text().contains(pairs.size() + " of " + pairs.size() + " are equal"), said::text);
    }

    /** DuckDB reads these two and does not write them. */
    @Test
    void halfFloatsAndInt96AreTheSameInPolars() throws IOException, InterruptedException {
        PartWriter writer = PartWriter.of(
                PartWriter.required(INT64, "ts_event"),
                PartWriter.column(FIXED_LEN_BYTE_ARRAY, OPTIONAL, 2, float16Type(), "half"),
                PartWriter.optional(INT96, "old_time"));
        PartWriter packed = PartWriter.of(
                PartWriter.required(INT64, "ts_event"),
                PartWriter.required(INT64, "seq"),
                PartWriter.column(FIXED_LEN_BYTE_ARRAY, OPTIONAL, 2, float16Type(), "half"),
                PartWriter.optional(INT96, "old_time"));
        List<Object[]> even = new ArrayList<>();
        List<Object[]> odd = new ArrayList<>();
        List<Object[]> all = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            byte[] half = i % 7 == 0 ? null : half(i);
            byte[] time = i % 11 == 0 ? null : int96(i);
            (i % 2 == 0 ? even : odd).add(PartWriter.row((long) i, half, time));
            all.add(PartWriter.row((long) i, (long) i, half, time));
        }
        List<Path> parts = List.of(
                writer.write(directory.resolve("even.parquet"), even),
                writer.write(directory.resolve("odd.parquet"), odd));
        Path output = directory.resolve("out.parquet");
        packer().pack(parts, output);
        ArrayNode pairs = JsonNodeFactory.instance.arrayNode();
        add(pairs, "odd types", packed.write(directory.resolve("right.parquet"), all), output);
        Said said = compare(pairs);
        assertEquals(0, said.code(), said::text);
    }

    /** Any bits but a NaN's, in little-endian order; every fifth is a NaN. */
    private static byte[] half(int i) {
        int bits = i % 5 == 0 ? 0x7E00 : (i * 31) & 0x3FFF;
        return new byte[] {(byte) bits, (byte) (bits >> 8)};
    }

    /** Nanoseconds of the day, then the Julian day, in little-endian order. */
    private static byte[] int96(int i) {
        return ByteBuffer.allocate(12)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(i * 1_000_003L)
                .putInt(2_461_067 + i % 3)
                .array();
    }

    /** In every column of every case one value, the type, the name, or a row: each is found and named. */
    @Test
    void aWrongFileIsFound() throws IOException, InterruptedException {
        ArrayNode pairs = JsonNodeFactory.instance.arrayNode();
        try (Duck duck = new Duck()) {
            for (PolarsCases.Case one : cases()) {
                Path expected = one.expected(directory);
                String from = "(SELECT * FROM read_parquet(" + Duck.text(expected.toString()) + "))";
                List<Duck.Column> columns = duck.describe("SELECT * FROM " + from);
                for (Duck.Column column : columns) {
                    String name = Duck.name(column.name());
                    wrong(duck, pairs, one.name() + " " + column.name(), expected, """
                            SELECT * REPLACE (CASE WHEN seq = 1234 THEN
                                (SELECT any_value(o.%1$s) FROM %2$s o WHERE o.%1$s IS DISTINCT FROM t.%1$s)
                                ELSE %1$s END AS %1$s) FROM %2$s t ORDER BY t.seq""".formatted(name, from));
                }
            }
        }
        Said said = compare(pairs);
        assertEquals(1, said.code(), said::text);
        pairs.forEach(pair -> assertTrue(
                said.text().contains(pair.path("name").asText() + ": column "), () -> pair + "\n" + said.text()));
    }

    private void wrong(Duck duck, ArrayNode pairs, String name, Path expected, String sql) {
        Path file = directory.resolve("wrong-" + pairs.size() + ".parquet");
        duck.run("COPY (" + sql + ") TO " + Duck.text(file.toString()) + " (FORMAT parquet)");
        add(pairs, name, expected, file);
    }

    @Test
    void aZeroOfTheOtherSignAndAMissingRowAndAnotherTypeAreFound() throws IOException, InterruptedException {
        Path right = directory.resolve("right.parquet");
        ArrayNode pairs = JsonNodeFactory.instance.arrayNode();
        try (Duck duck = new Duck()) {
            String table = "SELECT i AS seq, CASE WHEN i = 3 THEN 0.0::DOUBLE ELSE i * 0.5 END AS x FROM range(9) t(i)";
            duck.run("COPY (" + table + ") TO " + Duck.text(right.toString()) + " (FORMAT parquet)");
            String zero = "SELECT * REPLACE (if(seq = 3, '-0.0'::DOUBLE, x) AS x) FROM (" + table + ")";
            wrong(duck, pairs, "zero", right, zero);
            wrong(duck, pairs, "row", right, table + " WHERE i < 8");
            wrong(duck, pairs, "type", right, "SELECT seq, x::FLOAT AS x FROM (" + table + ")");
            wrong(duck, pairs, "name", right, "SELECT seq, x AS y FROM (" + table + ")");
        }
        Said said = compare(pairs);
        assertEquals(1, said.code(), said::text);
        assertTrue(said.text().contains("zero: column x, row 3 should be 0.0 but is -0.0"), said::text);
        assertTrue(said.text().contains("row: should have 9 rows but has 8"), said::text);
        assertTrue(said.text().contains("type: column x should be f64"), said::text);
        assertTrue(said.text().contains("name: columns should be seq, x but are seq, y"), said::text);
        assertFalse(said.text().contains("4 of 4"), said::text);
    }
}
