package dev.daypack.compact;

import static dev.daypack.testing.PartWriter.optional;
import static dev.daypack.testing.PartWriter.required;
import static dev.daypack.testing.PartWriter.row;
import static org.apache.parquet.schema.LogicalTypeAnnotation.stringType;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.BINARY;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT64;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
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
import dev.daypack.testing.SmallLakes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code order-by: none}: rows stay in the order of (part, row), whatever is in them. */
class NoSortOrderTest {

    private static final LocalPacker PACKER = LocalPacker.usual().orderBy("none");

    /** Of DuckDB, which makes a column of each: nothing flat among them. */
    private static final String NESTED = "CASE WHEN i %% 7 = 3 THEN NULL ELSE list_transform(range(i %% 5),"
            + " lambda e: CASE WHEN e = 2 THEN NULL ELSE e * i END) END AS numbers,"
            + " {'who': CASE WHEN i %% 3 = 0 THEN NULL ELSE 'n' || (i %% 100) END,"
            + " 'many': [['a' || i], [], NULL]} AS s,"
            + " map(range(i %% 3), list_transform(range(i %% 3), lambda e: {'x': e + i})) AS m";

    @TempDir
    Path directory;

    private Path out() {
        return directory.resolve("out.parquet");
    }

    private TableMerge.Result pack(LocalPacker packer, List<Path> parts) {
        return packer.pack(parts, out());
    }

    private void check(LocalPacker packer, List<Path> parts, String what) {
        try {
            pack(packer, parts);
            DuckOracle.unordered("seq").check(parts, out());
        } catch (RuntimeException | AssertionError e) {
            throw new AssertionError(what + ": " + e, e);
        }
    }

    @Test
    void generatedPartsKeepTheOrderOfTheirRows() throws IOException {
        for (long seed = 200; seed < 224; seed++) {
            Path lake = Files.createDirectory(directory.resolve("lake" + seed));
            SmallLakes.Lake made = SmallLakes.write(seed, lake, 1 + (int) (seed % 20));
            List<Path> parts = AlikeParts.of(made.parts());
            int rowGroupRows = 16 << seed % 8;
            check(PACKER.cut(rowGroupRows, 10 + (int) (seed % 50)), parts, made.toString());
        }
    }

    @Test
    void tablesWithoutAFlatColumnArePacked() {
        for (int count : new int[] {1, 2, 6}) {
            List<Path> parts = nested(count, count == 1 ? 9_000 : 300);
            check(PACKER, parts, count + " parts");
            check(PACKER.cut(100, 17).threads(3), parts, count + " parts, cut small");
        }
    }

    /** Of any number of rows; some have none. */
    private List<Path> nested(int count, int rows) {
        SplittableRandom random = new SplittableRandom(count);
        List<Path> parts = new ArrayList<>();
        try (Duck duck = new Duck()) {
            for (int part = 0; part < count; part++) {
                Path file = directory.resolve("nested-%d-%02d.parquet".formatted(count, part));
                int from = random.nextInt(1_000);
                int to = from + (part % 3 == 1 ? 0 : rows / 2 + random.nextInt(rows));
                duck.run(("COPY (SELECT " + NESTED + " FROM range(%d, %d) t(i)) TO %s"
                                + " (FORMAT parquet, ROW_GROUP_SIZE 2048)")
                        .formatted(from, to, Duck.text(file.toString())));
                parts.add(file);
            }
        }
        return parts;
    }

    @Test
    void partsAndRowGroupsOfAllSizesAreCutAnew() {
        PartWriter writer = PartWriter.of(optional(BINARY, stringType(), "name"), required(INT64, "id"))
                .rowGroups(Long.MAX_VALUE, 7)
                .pages(100, 3);
        List<Path> parts = new ArrayList<>();
        for (int part = 0; part < 20; part++) {
            int id = part;
            parts.add(writer.write(
                    directory.resolve("part-%02d.parquet".formatted(part)),
                    IntStream.range(0, part * part % 23)
                            .mapToObj(i -> row(i % 4 == 0 ? null : "n" + i % 3, (long) -i * id))
                            .toList()));
        }
        for (int rowGroupRows : new int[] {1, 5, 7, 50, 1_000}) {
            TableMerge.Result result = pack(PACKER.cut(rowGroupRows, 4), parts);
            DuckOracle.unordered("seq").check(parts, out());
            assertEquals(1, result.proven().maxOpenSources());
        }
    }

    @Test
    void columnsThatAPartLacksAndWiderOnesAreUnited() {
        Path a = PartWriter.of(required(INT64, "id")).write(directory.resolve("a.parquet"), row(3L), row(1L));
        Path b = PartWriter.of(optional(BINARY, stringType(), "name"), required(INT64, "id"))
                .write(directory.resolve("b.parquet"), row("x", 2L), row(null, 1L));
        check(PACKER, List.of(a, b), "united");
        assertEquals(
                List.of("seq", "id", "name"),
                List.copyOf(ParquetJava.rows(out()).get(0).keySet()));
    }

    @Test
    void seqComesFirstAndIsTheOnlySortingColumn() {
        PartWriter writer = PartWriter.of(optional(INT64, "ts"), required(INT64, "id"));
        Path part = writer.write(directory.resolve("a.parquet"), row(5L, 1L), row(null, 2L), row(4L, 3L));
        TableMerge.Result result = pack(PACKER.order(SortOrder.of("none", NullKeys.LAST)), List.of(part));
        assertEquals(List.of(List.of("seq")), ParquetJava.sortingColumns(out()));
        assertEquals(
                List.of("seq", "ts", "id"),
                List.copyOf(ParquetJava.rows(out()).get(0).keySet()));
        TableProof proof = result.proven().proof();
        assertEquals(Optional.empty(), proof.minimum());
        assertEquals(Optional.empty(), proof.maximum());
        assertEquals(Map.of(), result.proven().inversions());
        assertEquals(List.of("ts", "id"), List.copyOf(proof.digests().keySet()));
    }

    @Test
    void digestsTellRowsThatChangedPlaces() {
        PartWriter writer = PartWriter.of(required(INT64, "id"));
        Path one = writer.write(directory.resolve("a.parquet"), row(1L), row(2L), row(3L));
        Path other = writer.write(directory.resolve("b.parquet"), row(1L), row(3L), row(2L));
        assertNotEquals(
                pack(PACKER, List.of(one)).proven().proof().digests(),
                pack(PACKER, List.of(other)).proven().proof().digests());
        assertEquals(
                pack(PACKER, List.of(one)).proven().proof().digests(),
                pack(PACKER.cut(2, 1), List.of(one)).proven().proof().digests());
    }

    @Test
    void aTableWithoutRowsIsPacked() {
        Path none = PartWriter.of(required(INT64, "id")).write(directory.resolve("a.parquet"), List.of());
        check(PACKER, List.of(none), "no rows");
    }

    @Test
    void threadsMemoryAndTheFormOfThePartsDoNotChangeTheBytes() {
        PartWriter writer = PartWriter.of(optional(BINARY, stringType(), "name"), required(INT64, "id"));
        LocalPacker packer = PACKER.cut(400, 70);
        String expected = pack(packer, flat(writer)).sha256();
        for (int threads : new int[] {1, 3}) {
            for (long memoryKiB : new long[] {600, 256 << 10}) {
                assertEquals(
                        expected,
                        pack(packer.threads(threads).memoryBytes(memoryKiB << 10), flat(writer))
                                .sha256(),
                        threads + " threads, " + memoryKiB + " KiB");
            }
        }
        assertEquals(
                expected,
                pack(packer, flat(writer.dictionary(false).pages(500, 60))).sha256());
        assertEquals(expected, pack(packer, flat(writer.pagesV2WithDeltas())).sha256());
        List<Path> nested = nested(4, 2_000);
        String expectedNested = pack(packer, nested).sha256();
        assertEquals(
                expectedNested,
                pack(packer.threads(1).memoryBytes(2 << 20), nested).sha256());
        assertEquals(expectedNested, pack(packer.threads(4), nested).sha256());
    }

    private List<Path> flat(PartWriter writer) {
        List<Path> parts = new ArrayList<>();
        for (int part = 0; part < 5; part++) {
            SplittableRandom random = new SplittableRandom(part);
            parts.add(writer.write(
                    directory.resolve("flat-%d.parquet".formatted(part)),
                    IntStream.range(0, 900)
                            .mapToObj(i -> row(i % 9 == 0 ? null : "n" + random.nextInt(300), random.nextLong()))
                            .toList()));
        }
        return parts;
    }

    /** By this column the keys of the same parts are spilled, since all of them are open at once. */
    @Test
    void noMemoryIsTakenForKeys() {
        String filler = "x".repeat(2_000);
        List<Path> parts = new ArrayList<>();
        for (int part = 0; part < 4; part++) {
            parts.add(PartWriter.of(optional(BINARY, stringType(), "name"))
                    .pages(20_000, 100)
                    .write(
                            directory.resolve("wide-%d.parquet".formatted(part)),
                            IntStream.range(0, 300)
                                    .mapToObj(i -> row(i * 7 % 300 + filler))
                                    .toList()));
        }
        LocalPacker packer = PACKER.cut(100, 20).memoryBytes(2 << 20);
        Scratch scratch = new Scratch(new MemoryDisk());
        check(packer.scratch(scratch), parts, "wide");
        Scratch withKeys = new Scratch(new MemoryDisk());
        pack(packer.orderBy("name").scratch(withKeys), parts);
        long keyBytes = withKeys.bytesWritten() - scratch.bytesWritten();
        assertTrue(keyBytes > 1 << 18, keyBytes + " bytes");
    }

    @Test
    void aColumnThatIsCalledNoneIsSortedByInQuotationMarks() {
        PartWriter writer = PartWriter.of(required(INT64, "id"), required(INT64, "none"));
        Path part = writer.write(directory.resolve("a.parquet"), row(1L, 5L), row(2L, 4L), row(3L, 4L));
        LocalPacker.usual().orderBy("\"none\"").pack(List.of(part), out());
        DuckOracle.ordered("none", "\"none\"").check(List.of(part), out());
        check(PACKER, List.of(part), "none without quotation marks");
    }

    @Test
    void aColumnThatIsCalledAsOursIsRefused() {
        Path part = PartWriter.of(required(INT64, "seq")).write(directory.resolve("a.parquet"), row(1L));
        PartRejectedException e = assertThrows(PartRejectedException.class, () -> pack(PACKER, List.of(part)));
        assertTrue(e.detail().contains("set seq-column"), e.getMessage());
    }
}
