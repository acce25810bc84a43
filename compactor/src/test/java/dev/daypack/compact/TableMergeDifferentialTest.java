package dev.daypack.compact;

import static dev.daypack.testing.PartWriter.optional;
import static dev.daypack.testing.PartWriter.required;
import static dev.daypack.testing.PartWriter.row;
import static org.apache.parquet.schema.LogicalTypeAnnotation.dateType;
import static org.apache.parquet.schema.LogicalTypeAnnotation.intType;
import static org.apache.parquet.schema.LogicalTypeAnnotation.stringType;
import static org.apache.parquet.schema.LogicalTypeAnnotation.timestampType;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.BINARY;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.DOUBLE;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT32;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT64;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daypack.testing.Duck;
import dev.daypack.testing.DuckOracle;
import dev.daypack.testing.ParquetJava;
import dev.daypack.testing.PartWriter;
import dev.daypack.testing.SmallLakes;
import dev.daypack.testing.SmallLakes.Lake;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.LongFunction;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.PrimitiveType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the engine makes of generated lakes, compared by DuckDB with what it should be. */
class TableMergeDifferentialTest {

    private static final LocalPacker PACKER = LocalPacker.usual();

    @TempDir
    Path directory;

    @Test
    void generatedLakesComeOutAsDuckDbSortsThem() throws IOException {
        for (long seed = 100; seed < 114; seed++) {
            packAndCheck(SmallLakes.write(seed, newDirectory(seed)));
        }
    }

    @Test
    void aLakeOfThreeHundredPartsComesOutRight() throws IOException {
        packAndCheck(SmallLakes.write(300, newDirectory(300), 300));
    }

    private void packAndCheck(Lake lake) {
        SplittableRandom random = new SplittableRandom(lake.seed());
        LocalPacker packer = PACKER.orderBy(lake.orderColumn())
                .cut(50 << random.nextInt(10), 10 << random.nextInt(8))
                .threads(1 + random.nextInt(3));
        List<Path> parts = AlikeParts.of(lake.parts());
        Path output = directory.resolve("out-" + lake.seed() + ".parquet");
        try {
            TableMerge.Result result = packer.pack(parts, output);
            new DuckOracle(lake.orderColumn(), "seq").check(parts, output);
            assertEquals(rows(parts), result.proven().proof().rows());
        } catch (RuntimeException | AssertionError e) {
            throw new AssertionError(parts.size() + " parts of " + lake + ", " + packer.settings() + ": " + e, e);
        }
    }

    private static long rows(List<Path> parts) {
        return parts.stream()
                .mapToLong(part -> ParquetJava.footer(part).getNum_rows())
                .sum();
    }

    private Path newDirectory(long seed) throws IOException {
        return Files.createDirectory(directory.resolve("lake-" + seed));
    }

    /** More rows than are held at once: the keys of the parts in order come block by block, the others are sorted. */
    @Test
    void largeSourcesInOrderAndOutOfOrderComeOutRight() {
        List<Path> parts = new ArrayList<>();
        try (Duck duck = new Duck()) {
            parts.add(large(duck, "a", "i * 2", "i"));
            parts.add(large(duck, "c", "i // 3 * 5", "hash(i)"));
            parts.add(large(duck, "d", "(i + 500) * 2 - (i % 5000 = 4999)::INT * 9000", "i"));
        }
        Path output = directory.resolve("large.parquet");
        TableMerge.Result result = PACKER.cut(200_000, 30_000).pack(parts, output);
        DuckOracle.usual().check(parts, output);
        Map<String, Long> inversions = result.proven().inversions();
        assertEquals(List.of("c.parquet", "d.parquet"), List.copyOf(inversions.keySet()));
        assertEquals(53L, inversions.get("d.parquet"), "one step back in each 5,000 rows");
    }

    private Path large(Duck duck, String name, String key, String order) {
        Path file = directory.resolve(name + ".parquet");
        duck.run(("COPY (SELECT (%s)::BIGINT AS ts_event, (i * 37 %% 1009)::DOUBLE / 8 AS price, '%s' || (i %% 11)"
                        + " AS name FROM range(265000) t(i) ORDER BY %s) TO %s"
                        + " (FORMAT parquet, COMPRESSION snappy, ROW_GROUP_SIZE 10000000)")
                .formatted(key, name, order, Duck.text(file.toString())));
        return file;
    }

    @Test
    void rowsOfOneSourceMaySpreadOverAllRowGroups() {
        SplittableRandom random = new SplittableRandom(11);
        PartWriter writer = PartWriter.of(
                required(INT64, "ts_event"),
                optional(BINARY, stringType(), "text"),
                optional(DOUBLE, "price"),
                required(INT32, "count"));
        List<Path> parts = new ArrayList<>();
        for (int part = 0; part < 4; part++) {
            List<Object[]> rows = new ArrayList<>();
            for (int i = 0; i < 3_000; i++) {
                long key = random.nextLong(1_500);
                String text = i % 3 == 0 ? null : "p" + part + "-" + (i % 2 == 0 ? i : i % 7);
                rows.add(row(key, text, i % 5 == 0 ? null : key / 4.0, i));
            }
            parts.add(writer.dictionary(part % 2 == 0)
                    .pages(4_000, 300)
                    .rowGroups(Long.MAX_VALUE, 2_000)
                    .write(directory.resolve("part" + part + ".parquet"), rows));
        }
        Path output = directory.resolve("spread.parquet");
        TableMerge.Result result = PACKER.cut(1_000, 128).pack(parts, output);
        assertEquals(12, result.proven().proof().rowGroups());
        DuckOracle.usual().check(parts, output);
    }

    @Test
    void everyTypeOfSortColumnKeepsItsOwnOrderToItsExtremes() {
        checkOrder(INT64, null, Long.MIN_VALUE, Long.MAX_VALUE, value -> value);
        checkOrder(INT64, intType(64, false), 0, -1, value -> value);
        checkOrder(INT32, null, Integer.MIN_VALUE, Integer.MAX_VALUE, value -> (int) value);
        checkOrder(INT32, intType(32, false), 0, -1, value -> (int) value);
        checkOrder(INT32, intType(8, true), Byte.MIN_VALUE, Byte.MAX_VALUE, value -> (int) value);
        checkOrder(INT32, intType(16, false), 0, 65_535, value -> (int) value);
        checkOrder(INT32, dateType(), -700_000, 2_900_000, value -> (int) value);
        for (TimeUnit unit : TimeUnit.values()) {
            for (boolean utc : new boolean[] {true, false}) {
                checkOrder(INT64, timestampType(utc, unit), -60_000_000_000_000L, 60_000_000_000_000L, value -> value);
            }
        }
    }

    private void checkOrder(
            PrimitiveType.PrimitiveTypeName type,
            LogicalTypeAnnotation annotation,
            long minimum,
            long maximum,
            LongFunction<Object> boxed) {
        PartWriter writer = PartWriter.of(optional(type, annotation, "ts_event"), required(INT32, "row"));
        long[] keys = {minimum, maximum, minimum + 1, maximum - 1, 1, 2, 100, minimum, maximum, 1};
        List<Path> parts = new ArrayList<>();
        SplittableRandom random = new SplittableRandom(5);
        for (int part = 0; part < 3; part++) {
            List<Object[]> rows = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                rows.add(row(boxed.apply(keys[random.nextInt(keys.length)]), part * 100 + i));
            }
            parts.add(writer.write(directory.resolve("extreme" + part + ".parquet"), rows));
        }
        Path output = directory.resolve("extremes.parquet");
        TableMerge.Result result = PACKER.cut(25, 7).pack(parts, output);
        String what = type + " " + annotation;
        assertEquals(Optional.empty(), DuckOracle.usual().difference(parts, output), what);
        boolean isUnsigned = minimum == 0;
        assertEquals(
                Optional.of(Long.toString(minimum)), result.proven().proof().minimum(), what);
        String most = !isUnsigned || maximum > 0
                ? Long.toString(maximum)
                : type == INT64 ? Long.toUnsignedString(maximum) : Integer.toUnsignedString((int) maximum);
        assertEquals(Optional.of(most), result.proven().proof().maximum(), what);
    }

    @Test
    void partsWithoutRowsOrRowGroupsAddNothing() throws IOException {
        PartWriter writer = PartWriter.of(required(INT64, "ts_event"), optional(BINARY, stringType(), "text"));
        Path noRowGroup = writer.write(directory.resolve("a.parquet"), List.of());
        Path noRows = directory.resolve("b.parquet");
        try (Duck duck = new Duck()) {
            duck.run("COPY (SELECT 1::BIGINT AS ts_event, 'x' AS text LIMIT 0) TO " + Duck.text(noRows.toString())
                    + " (FORMAT parquet)");
        }
        PartWriter likeDuck =
                PartWriter.of(optional(INT64, intType(64, true), "ts_event"), optional(BINARY, stringType(), "text"));
        Path rows = likeDuck.write(directory.resolve("c.parquet"), row(5L, "five"), row(4L, null));
        Path output = directory.resolve("some.parquet");
        PACKER.pack(List.of(noRows, rows), output);
        DuckOracle.usual().check(List.of(noRows, rows), output);

        TableMerge.Result result = PACKER.pack(List.of(noRowGroup), output);
        assertEquals(0, result.proven().proof().rows());
        assertEquals(List.of(), ParquetJava.rows(output));
        assertEquals(3, ParquetJava.footer(output).getSchemaSize() - 1);
        try (Duck duck = new Duck()) {
            assertEquals(0, duck.number("SELECT count(*) FROM " + Duck.text(output.toString())));
            assertEquals(
                    List.of("ts_event", "seq", "text"),
                    duck.describe("FROM " + Duck.text(output.toString())).stream()
                            .map(Duck.Column::name)
                            .toList());
        }
        assertTrue(Files.size(output) == result.bytes());
    }
}
