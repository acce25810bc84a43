package dev.daypack.compact;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.daypack.input.NullKeys;
import dev.daypack.input.SortOrder;
import dev.daypack.output.TableWriter;
import dev.daypack.testing.Duck;
import dev.daypack.testing.PartWriter;
import dev.daypack.testing.SmallLakes;
import dev.daypack.testing.SmallLakes.Lake;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Equal inputs give equal bytes, whatever the machine has of threads, memory and JVMs. */
class DeterminismTest {

    static final LocalPacker PACKER = LocalPacker.usual().cut(2_000, 300);

    private static final PartWriter WRITER = PartWriter.of(
            PartWriter.required(PrimitiveTypeName.INT64, "ts_event"),
            PartWriter.optional(PrimitiveTypeName.DOUBLE, "price"),
            PartWriter.optional(PrimitiveTypeName.BINARY, LogicalTypeAnnotation.stringType(), "trade_id"),
            PartWriter.required(PrimitiveTypeName.BINARY, LogicalTypeAnnotation.stringType(), "symbol"),
            PartWriter.optional(PrimitiveTypeName.INT32, "count"),
            PartWriter.required(PrimitiveTypeName.BOOLEAN, "maker"));

    @TempDir
    Path directory;

    private final List<List<Object[]>> rows = new ArrayList<>();

    @BeforeEach
    void makeRows() {
        SplittableRandom random = new SplittableRandom(17);
        for (int part = 0; part < 12; part++) {
            List<Object[]> some = new ArrayList<>();
            for (int i = 0; i < 900; i++) {
                some.add(PartWriter.row(
                        part * 700L + random.nextInt(i % 50 == 0 ? 900 : i + 1),
                        i % 40 == 0 ? null : random.nextInt(500) / 8.0,
                        i % 30 == 0 ? null : "id-" + random.nextInt(1_000_000),
                        "s" + random.nextInt(3),
                        i % 3 == 0 ? null : i,
                        random.nextBoolean()));
            }
            rows.add(some);
        }
    }

    private List<Path> parts(PartWriter writer) {
        List<Path> parts = new ArrayList<>();
        for (int part = 0; part < rows.size(); part++) {
            parts.add(writer.write(directory.resolve("part-%02d.parquet".formatted(part)), rows.get(part)));
        }
        return parts;
    }

    private String pack(LocalPacker packer, List<Path> parts) {
        return packer.pack(parts, directory.resolve("out.parquet")).sha256();
    }

    @Test
    void threadsAndMemoryDoNotChangeTheBytes() {
        List<Path> parts = parts(WRITER);
        String expected = pack(PACKER, parts);
        for (int threads : new int[] {1, 2, 5}) {
            for (long memoryMiB : new long[] {32, 256, 2_048}) {
                assertEquals(
                        expected,
                        pack(PACKER.threads(threads).memoryBytes(memoryMiB << 20), parts),
                        threads + " threads, " + memoryMiB + " MiB");
            }
        }
    }

    @Test
    void neitherDoTheyWithKeysOfSeveralColumns() {
        List<Path> parts = parts(WRITER);
        LocalPacker packer = PACKER.order(SortOrder.of("symbol desc, trade_id, ts_event", NullKeys.LAST));
        String expected = pack(packer, parts);
        for (int threads : new int[] {1, 3}) {
            for (long memoryKiB : new long[] {1_500, 256 << 10}) {
                assertEquals(
                        expected,
                        pack(packer.threads(threads).memoryBytes(memoryKiB << 10), parts),
                        threads + " threads, " + memoryKiB + " KiB");
            }
        }
        assertEquals(expected, pack(packer, parts(WRITER.dictionary(false).pages(500, 60))));
        assertEquals(expected, pack(packer, parts(WRITER.pagesV2WithDeltas())));
    }

    /** Nothing is kept from row group to row group then, and the sources are read again and again. */
    @Test
    void memoryThatIsShortAllTheTimeDoesNotChangeTheBytes() {
        List<Path> parts = parts(WRITER);
        assertEquals(pack(PACKER, parts), pack(PACKER.memoryBytes(600 << 10), parts));
    }

    @Test
    void generatedLakesGiveEqualBytesOnOneThreadAndOnFive() throws IOException {
        for (long seed = 60; seed < 66; seed++) {
            Lake lake = SmallLakes.write(seed, Files.createDirectory(directory.resolve("lake" + seed)), 9);
            LocalPacker packer = PACKER.orderBy(lake.orderColumn());
            List<Path> parts = AlikeParts.of(lake.parts());
            assertEquals(pack(packer.threads(1), parts), pack(packer.threads(5), parts), lake.toString());
        }
    }

    @Test
    void anotherJvmGivesEqualBytes() throws IOException, InterruptedException {
        List<Path> parts = parts(WRITER);
        String expected = pack(PACKER, parts);
        Path output = directory.resolve("other.parquet");
        assertEquals(expected, PackingProcess.run(PackingProcess.thisJava(), 1, 40, output, parts));
        assertEquals(-1, Files.mismatch(directory.resolve("out.parquet"), output));
        Optional<Path> other = PackingProcess.otherJava();
        if (other.isPresent()) {
            assertEquals(
                    expected,
                    PackingProcess.run(other.get(), 3, 400, output, parts),
                    other.get().toString());
        }
    }

    /** What the parts' own encodings, codecs, pages and row groups are is not seen in the output. */
    @Test
    void theEncodingOfThePartsDoesNotChangeTheBytes() {
        String expected = pack(PACKER, parts(WRITER));
        assertEquals(expected, pack(PACKER, parts(WRITER.dictionary(false))));
        assertEquals(expected, pack(PACKER, parts(WRITER.pagesV2WithDeltas().codec(CompressionCodecName.GZIP))));
        assertEquals(expected, pack(PACKER, parts(WRITER.pages(500, 60).rowGroups(Long.MAX_VALUE, 333))));
        assertEquals(
                expected,
                pack(PACKER, parts(WRITER.checksums(true).dictionary(false).pagesV2())));
    }

    /** Around the sizes where a column gives its dictionary up: by the first rows, by its entries, by its bytes. */
    @Test
    void dictionariesOfThePartsDoNotDecideOverThoseOfTheOutput() {
        LocalPacker packer = LocalPacker.usual();
        Path part = directory.resolve("cardinalities.parquet");
        String expected = null;
        try (Duck duck = new Duck()) {
            for (int limit : new int[] {1, 200_000}) {
                duck.run(("COPY (SELECT i AS ts_event, 'id' || (hash(i) %% 30000) AS much, hash(i) %% 9000 AS less,"
                                + " 'x' || CASE WHEN i < 20000 THEN i %% 100 ELSE i END AS late,"
                                + " lpad((i %% 12000)::VARCHAR, 200, 'wide') AS wide, i // 2 * 3 AS grows"
                                + " FROM range(160000) t(i)) TO %s (FORMAT parquet, DICTIONARY_SIZE_LIMIT %d,"
                                + " STRING_DICTIONARY_PAGE_SIZE_LIMIT 50000000, ROW_GROUP_SIZE 200000)")
                        .formatted(Duck.text(part.toString()), limit));
                String sha256 = pack(packer, List.of(part));
                assertEquals(expected == null ? sha256 : expected, sha256, "dictionary limit " + limit);
                expected = sha256;
            }
        }
    }

    @Test
    void anotherRowGivesOtherBytes() {
        String before = pack(PACKER, parts(WRITER));
        rows.get(11).get(899)[5] = !(boolean) rows.get(11).get(899)[5];
        assertNotEquals(before, pack(PACKER, parts(WRITER)));
    }

    /** If this fails, the engine writes other bytes for the same rows: raise the version in TableWriter.CREATED_BY. */
    @Test
    void theBytesOfAKnownTableDoNotChangeUnnoticed() {
        List<Object[]> known = new ArrayList<>();
        for (int i = 0; i < 5_000; i++) {
            Integer count = i % 3 == 0 ? null : i;
            known.add(PartWriter.row(i * 7_919L % 5_000, i % 17 / 4.0, "id-" + i, "symbol", count, true));
        }
        Path part = WRITER.write(directory.resolve("known.parquet"), known);
        assertEquals("daypack version 1.0.0 (build engine)", TableWriter.CREATED_BY);
        assertEquals("09a8b7d942ed9f31175eaacb2ff4bad5a192ed8c668b430664475f3764e3a98b", pack(PACKER, List.of(part)));
    }
}
