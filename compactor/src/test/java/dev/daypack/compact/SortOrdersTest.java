package dev.daypack.compact;

import static dev.daypack.testing.PartWriter.optional;
import static dev.daypack.testing.PartWriter.required;
import static dev.daypack.testing.PartWriter.row;
import static org.apache.parquet.schema.LogicalTypeAnnotation.stringType;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.BINARY;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.DOUBLE;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.FLOAT;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT32;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT64;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daypack.input.NullKeys;
import dev.daypack.input.PartRejectedException;
import dev.daypack.input.SortOrder;
import dev.daypack.memory.Scratch;
import dev.daypack.output.TableProof;
import dev.daypack.testing.Duck;
import dev.daypack.testing.DuckOracle;
import dev.daypack.testing.MemoryDisk;
import dev.daypack.testing.ParquetJava;
import dev.daypack.testing.PartWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is said of an output besides its rows, and what sort columns of several types and places come to. */
class SortOrdersTest {

    private static final PartWriter WRITER =
            PartWriter.of(optional(BINARY, stringType(), "name"), required(INT64, "ts"), optional(DOUBLE, "price"));

    @TempDir
    Path directory;

    private TableMerge.Result pack(String order, NullKeys nulls, Path... parts) {
        return LocalPacker.usual().order(SortOrder.of(order, nulls)).pack(List.of(parts), path("out.parquet"));
    }

    private Path path(String name) {
        return directory.resolve(name);
    }

    private void assertBounds(String minimum, String maximum, TableMerge.Result result) {
        TableProof proof = result.proven().proof();
        assertEquals(Optional.ofNullable(minimum), proof.minimum());
        assertEquals(Optional.ofNullable(maximum), proof.maximum());
    }

    @Test
    void theFooterNamesAllSortColumnsAndSeqFollowsTheFirst() {
        Path part = WRITER.write(path("a.parquet"), row("b", 1L, 2.0), row(null, 2L, null), row("a", 3L, 1.0));
        pack("price desc, name", NullKeys.FIRST, part);
        assertEquals(
                List.of(List.of("price DESC NULLS FIRST", "name NULLS FIRST", "seq")),
                ParquetJava.sortingColumns(path("out.parquet")));
        assertEquals(
                List.of("name", "ts", "price", "seq"),
                List.copyOf(ParquetJava.rows(path("out.parquet")).get(0).keySet()));
        pack("ts desc", NullKeys.FIRST, part);
        assertEquals(List.of(List.of("ts DESC", "seq")), ParquetJava.sortingColumns(path("out.parquet")));
        pack("ts, name", NullKeys.LAST, part);
        assertEquals(List.of(List.of("ts", "name", "seq")), ParquetJava.sortingColumns(path("out.parquet")));
    }

    @Test
    void theBoundsAreTheFirstColumnsWhateverTheDirectionAndPassOverNulls() {
        Path part = WRITER.write(
                path("a.parquet"), row("b", 1L, 2.5), row(null, 2L, null), row("a", 3L, -1.0), row("c", 4L, 1e9));
        for (NullKeys nulls : List.of(NullKeys.FIRST, NullKeys.LAST)) {
            for (String direction : List.of("", " desc")) {
                assertBounds("a", "c", pack("name" + direction, nulls, part));
                assertBounds("-1.0", "1.0E9", pack("price" + direction + ", name", nulls, part));
                assertBounds("1", "4", pack("ts" + direction, nulls, part));
                assertBounds("1", "4", pack("ts" + direction + ", price", nulls, part));
            }
        }
        Path nothing = WRITER.write(path("nothing.parquet"), List.of());
        assertBounds(null, null, pack("name", NullKeys.LAST, nothing));
        assertBounds(null, null, pack("ts", NullKeys.REJECT, nothing));
        Path onlyNulls = WRITER.write(path("nulls.parquet"), row(null, 1L, 2.5), row(null, 2L, null));
        assertBounds(null, null, pack("name, ts", NullKeys.LAST, onlyNulls));
    }

    @Test
    void stepsBackAreCountedByPart() {
        Path a = WRITER.write(path("a.parquet"), row("b", 1L, 1.0), row("a", 2L, 1.0), row("b", 3L, 1.0));
        Path b = WRITER.write(path("b.parquet"), row("c", 2L, 1.0), row("b", 1L, 1.0), row("a", 1L, 1.0));
        Path c = WRITER.write(path("c.parquet"), row("a", 1L, 1.0), row("a", 2L, 1.0));
        TableMerge.Result result = pack("name, ts", NullKeys.REJECT, a, b, c);
        assertEquals(Map.of("a.parquet", 1L, "b.parquet", 2L), result.proven().inversions());
    }

    @Test
    void adjacentPartsAreOpenOneAtATime() {
        Path[] parts = new Path[5];
        for (int part = 0; part < parts.length; part++) {
            int day = parts.length - part;
            parts[part] = WRITER.write(
                    path("part" + part + ".parquet"), row("day" + day, 1L, 1.0), row("day" + day, 2L, 1.0));
        }
        assertEquals(1, pack("name, ts", NullKeys.REJECT, parts).proven().maxOpenSources());
    }

    /** By their statistics, of which the maximum counts then. */
    @Test
    void adjacentPartsThatDescendAreOpenOneAtATime() {
        Path[] parts = new Path[5];
        for (int part = 0; part < parts.length; part++) {
            parts[part] = WRITER.write(
                    path("part" + part + ".parquet"), row("a", 10L * part + 9, 1.0), row("a", 10L * part, 1.0));
        }
        TableMerge.Result result = pack("ts desc", NullKeys.REJECT, parts);
        assertEquals(1, result.proven().maxOpenSources());
        assertEquals(Map.of(), result.proven().inversions());
        DuckOracle.ordered("ts", "ts DESC").check(List.of(parts), path("out.parquet"));
    }

    /** The keys of a part are those of the united column. */
    @Test
    void narrowerPartsSortAmongWiderOnes() {
        Path narrow = PartWriter.of(required(INT32, "ts"), required(FLOAT, "price"))
                .write(path("a.parquet"), row(5, 0.1f), row(-7, 2.5f), row(6, Float.NaN));
        Path wide = PartWriter.of(optional(INT64, "ts"), required(DOUBLE, "price"))
                .write(path("b.parquet"), row(1L << 40, 0.1), row(5L, 2.5), row(-8L, -3.0));
        for (String order : List.of("ts", "price", "ts desc", "price desc", "ts, price desc", "price, ts")) {
            pack(order, NullKeys.LAST, narrow, wide);
            String sql = order.replace("desc", "DESC");
            DuckOracle.ordered(SortOrder.of(order).firstName().orElseThrow(), sql)
                    .check(List.of(narrow, wide), path("out.parquet"));
        }
    }

    @Test
    void aMemberOfAStructThatIsAlwaysThereMayBeASortColumn() {
        List<Path> parts = List.of(path("struct0.parquet"), path("struct1.parquet"));
        try (Duck duck = new Duck()) {
            for (int part = 0; part < 2; part++) {
                duck.run(("COPY (SELECT {'id': (i * 7 %% 10)::INT, 'name': 'n' || (i %% 3)} AS who, i AS ts"
                                + " FROM range(%d, 30) t(i)) TO %s (FORMAT parquet)")
                        .formatted(part, Duck.text(parts.get(part).toString())));
            }
        }
        pack("who.name desc, who.id", NullKeys.LAST, parts.toArray(Path[]::new));
        DuckOracle.ordered("who", "who.name DESC NULLS LAST, who.id NULLS LAST").check(parts, path("out.parquet"));
        assertEquals(
                List.of(List.of("who.name DESC", "who.id", "seq")), ParquetJava.sortingColumns(path("out.parquet")));
    }

    @Test
    void columnsOfListsAreNotSortedBy() {
        Path part = path("list.parquet");
        try (Duck duck = new Duck()) {
            duck.run("COPY (SELECT [7, 8] AS some, 1 AS ts) TO " + Duck.text(part.toString()) + " (FORMAT parquet)");
        }
        PartRejectedException e =
                assertThrows(PartRejectedException.class, () -> pack("ts, some.list.element", NullKeys.LAST, part));
        assertEquals(PartRejectedException.Reason.UNSUPPORTED, e.reason());
        assertEquals("some.list.element", e.column());
        assertTrue(e.detail().contains("nested") && e.detail().contains("order-by"), e.getMessage());
    }

    @Test
    void aMemberOfAStructThatMayBeNullIsRefusedForThatReason() {
        Path part = path("struct.parquet");
        try (Duck duck = new Duck()) {
            duck.run("COPY (SELECT CASE WHEN i = 0 THEN NULL ELSE {'id': nullif(i, 1)} END AS who FROM range(3) t(i))"
                    + " TO " + Duck.text(part.toString()) + " (FORMAT parquet)");
        }
        PartRejectedException e = assertThrows(PartRejectedException.class, () -> pack("who.id", NullKeys.LAST, part));
        assertEquals(PartRejectedException.Reason.UNSUPPORTED, e.reason());
        assertTrue(e.detail().contains("so may the struct") && e.detail().contains("order-by"), e.getMessage());
    }

    @Test
    void columnsThatAreProposedAreSpelledAsOrderByTakesThem() {
        Path part = PartWriter.of(required(INT64, "none"), required(INT64, "a, b"), required(INT64, "id"))
                .write(path("odd.parquet"), row(1L, 2L, 3L));
        PartRejectedException e = assertThrows(PartRejectedException.class, () -> pack("ts", NullKeys.LAST, part));
        assertTrue(e.detail().contains("set order-by to one of \"none\", \"a, b\", id, or to none"), e.getMessage());

        Path single = PartWriter.of(required(INT64, "id")).write(path("single.parquet"), row(3L));
        e = assertThrows(PartRejectedException.class, () -> pack("ts", NullKeys.LAST, single));
        assertTrue(e.detail().contains("set order-by to id, or to none"), e.getMessage());
    }

    /** Written out, the keys of the part take many times the memory. */
    @Test
    void aFewLongValuesMayStandInManyRows() {
        String filler = "x".repeat(30_000);
        Path[] parts = new Path[2];
        for (int part = 0; part < parts.length; part++) {
            int own = part;
            parts[part] = WRITER.pages(1 << 20, 2_000)
                    .write(
                            path("part" + part + ".parquet"),
                            IntStream.range(0, 4_000)
                                    .mapToObj(i -> row(filler + (i / 1_000), (long) i, i + own / 2.0))
                                    .toList());
        }
        LocalPacker packer = LocalPacker.usual().order(SortOrder.of("name, ts, price desc"));
        packer.memoryBytes(40 << 20).pack(List.of(parts), path("out.parquet"));
        DuckOracle.ordered("name", "name, ts, price DESC").check(List.of(parts), path("out.parquet"));
    }

    /** What a part declares to be null throughout has a place, too. */
    @Test
    void aPartOfNullsOnlyComesFirstOrLast() {
        Path some = WRITER.write(path("a.parquet"), row("b", 1L, 2.5), row("a", 2L, null));
        Path nulls = WRITER.write(path("b.parquet"), row(null, 5L, null), row(null, 6L, 1.0));
        for (String order : List.of("name", "price", "name desc, price")) {
            for (NullKeys at : List.of(NullKeys.FIRST, NullKeys.LAST)) {
                pack(order, at, some, nulls, WRITER.write(path("c.parquet"), List.of()));
                String sql = (order + ",").replace(",", " NULLS " + at + ",");
                DuckOracle.ordered(SortOrder.of(order).firstName().orElseThrow(), sql.substring(0, sql.length() - 1))
                        .check(List.of(some, nulls), path("out.parquet"));
            }
        }
    }

    @Test
    void longKeysThatOverlapBeyondMemoryAreSpilled() {
        String filler = "x".repeat(2_000);
        Path[] parts = new Path[4];
        for (int part = 0; part < parts.length; part++) {
            int own = part;
            parts[part] = WRITER.pages(20_000, 100)
                    .write(
                            path("part" + part + ".parquet"),
                            IntStream.range(0, 300)
                                    .mapToObj(i -> row((i * 7 % 300) + filler + own, 1L, 1.0))
                                    .toList());
        }
        sameWithLittleMemory(LocalPacker.usual().orderBy("name"), 2 << 20, parts);
        DuckOracle.ordered("name", "name").check(List.of(parts), path("out.parquet"));
    }

    @Test
    void largeSourcesOutOfOrderAreSortedInBlocks() {
        List<Object[]> rows = new ArrayList<>();
        for (long i = 0; i < 100_000; i++) {
            rows.add(row("%08d".formatted(i * 7919 % 50_000), i * 6_700_417 % 30_011, 1.0));
        }
        Path part = WRITER.pages(20_000, 2_000).write(path("large.parquet"), rows);
        sameWithLittleMemory(LocalPacker.usual().cut(20_000, 2_000).orderBy("ts"), 512 << 10, part);
        DuckOracle.ordered("ts", "ts").check(List.of(part), path("little.parquet"));
        sameWithLittleMemory(LocalPacker.usual().cut(20_000, 2_000).orderBy("name"), 512 << 10, part);
        DuckOracle.ordered("name", "name").check(List.of(part), path("little.parquet"));
    }

    private void sameWithLittleMemory(LocalPacker packer, long memoryBytes, Path... parts) {
        Scratch ample = new Scratch(new MemoryDisk());
        Scratch little = new Scratch(new MemoryDisk());
        String sha256 =
                packer.scratch(ample).pack(List.of(parts), path("out.parquet")).sha256();
        assertEquals(
                sha256,
                packer.memoryBytes(memoryBytes)
                        .scratch(little)
                        .pack(List.of(parts), path("little.parquet"))
                        .sha256());
        assertTrue(little.bytesWritten() > ample.bytesWritten());
    }
}
