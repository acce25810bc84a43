package dev.daypack.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daypack.compact.LocalPacker;
import dev.daypack.fuzz.Compact.Elements;
import dev.daypack.fuzz.Compact.Struct;
import dev.daypack.fuzz.MutableFile.Page;
import dev.daypack.input.NullKeys;
import dev.daypack.input.PartRejectedException;
import dev.daypack.input.SortOrder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What mutants found, one small file each; every one of them was packed, with rows that nobody else read so. And that
 * the judge of mutants finds wrong rows.
 */
class FoundTest {

    private static final int SCHEMA = 2;
    private static final int NAME = 4;

    @TempDir
    static Path directory;

    private static List<Golden> goldens;

    @BeforeAll
    static void make() {
        goldens = Goldens.make(directory);
    }

    private static Golden golden(String name) {
        return goldens.stream()
                .filter(golden -> golden.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static Path changed(String golden, Consumer<MutableFile> change) throws IOException {
        MutableFile file = new MutableFile(golden(golden).bytes());
        change.accept(file);
        return Files.write(directory.resolve("mutant.parquet"), file.bytes());
    }

    private static String refused(String golden, Consumer<MutableFile> change) throws IOException {
        Path mutant = changed(golden, change);
        PartRejectedException alone =
                assertThrows(PartRejectedException.class, () -> pack(List.of(mutant), golden(golden)));
        // The footer of a neighbour with the same schema is known; the mutant's is read another way then.
        Path neighbour = Files.write(
                directory.resolve("neighbour.parquet"), golden(golden).neighbour());
        PartRejectedException beside =
                assertThrows(PartRejectedException.class, () -> pack(List.of(neighbour, mutant), golden(golden)));
        assertEquals("mutant.parquet", alone.part());
        assertEquals(alone.getMessage(), beside.getMessage());
        return alone.getMessage();
    }

    private static Path pack(List<Path> parts, Golden golden) {
        Path output = directory.resolve("out.parquet");
        LocalPacker.usual()
                .seqColumn("daypack_seq")
                .order(SortOrder.of(golden.orderBy(), NullKeys.LAST))
                .pack(parts, output);
        return output;
    }

    private static Struct element(MutableFile file, int number) {
        return file.footer.structs(SCHEMA).get(number);
    }

    @Test
    void anIntegerOfMoreThan32BitsIsNotCut() throws IOException {
        String told = refused("flat v1 split", file -> {
            Page page = file.pages().get(3);
            ((Struct) page.header().field(5).value).field(2).value = 1L << 40;
            file.putHeader(page);
        });
        assertTrue(told.contains("32 bits"), told);
        refused("flat v1", file -> file.footer.field(1).value = 1L << 40);
    }

    @Test
    void aColumnRenamedInTheSchemaOnlyIsNotTaken() throws IOException {
        String told = refused(
                "flat v1", file -> element(file, 2).field(NAME).value = "other".getBytes(StandardCharsets.UTF_8));
        assertTrue(told.contains("column other") && told.contains("of text"), told);
    }

    @Test
    void aNameThatIsNoTextIsRefused() throws IOException {
        byte[] name = {'n', -1, 'm'};
        String told = refused("flat v1", file -> {
            element(file, 2).field(NAME).value = name;
            for (Struct group : file.footer.structs(4)) {
                Struct meta = (Struct) group.structs(1).get(1).field(3).value;
                ((Elements) meta.field(3).value).values.set(0, name);
            }
        });
        assertTrue(told.contains("UTF-8"), told);
    }

    /** INT_32 on a column of INT64: the output would be read by nobody. */
    @Test
    void anAnnotationThatCannotStandOnTheTypeIsRefused() throws IOException {
        String told = refused("duckdb UNCOMPRESSED", file -> element(file, 1).field(6).value = 17L);
        assertTrue(told.contains("INT32") && told.contains("INT64"), told);
    }

    @Test
    void aPageHeaderWithoutWhatEveryWriterGivesIsRefused() throws IOException {
        for (int field = 1; field <= 4; field++) {
            int lost = field;
            refused("flat v1 plain", file -> {
                Page page = file.pages().get(3);
                ((Struct) page.header().field(5).value).fields.removeIf(it -> it.id == lost);
                file.putHeader(page);
            });
        }
    }

    @Test
    void levelsInAnEncodingThatThereIsNotAreRefused() throws IOException {
        String told = refused("flat v1 plain", file -> {
            Page page = file.pages().get(0);
            ((Struct) page.header().field(5).value).field(4).value = 132L;
            file.putHeader(page);
        });
        assertTrue(told.contains("encoding"), told);
    }

    @Test
    void aMiniblockThatIsNotWholeIsRefused() throws IOException {
        String told = refused("flat v1 deltas", file -> {
            Page page = file.pages().get(0);
            byte[] body = Arrays.copyOfRange(file.body, page.bodyFrom(), page.to());
            file.putBody(page, Arrays.copyOf(body, body.length - 1), true, true);
        });
        assertTrue(told.contains("miniblock of 32 values"), told);
    }

    /** Without a checksum, only the count of nulls tells that a level was changed. */
    @Test
    void nullsOfAV2PageAreCounted() throws IOException {
        for (long difference : new long[] {-1, 1}) {
            String told = refused("flat v2", file -> {
                Page page = file.pages().stream()
                        .filter(it -> it.header().number(1, 0) == 3 && it.name().contains("column 2"))
                        .findFirst()
                        .orElseThrow();
                Struct header = (Struct) page.header().field(8).value;
                header.field(2).value = header.number(2, 0) + difference;
                file.putHeader(page);
            });
            assertTrue(told.contains("nulls"), told);
        }
    }

    /** Arrow C++ before 12 says 0 and parquet-java -1 where they were told to write no statistics. */
    @Test
    void nullsThatAWriterWithoutStatisticsDidNotCountAreNoFault() throws IOException {
        Golden golden = golden("flat v2");
        Path good = Files.write(directory.resolve("counted.parquet"), golden.bytes());
        Path own = Files.createDirectories(directory.resolve("uncounted"));
        try (Judge judge = new Judge(own)) {
            for (long claimed : new long[] {0, -1}) {
                Path part = changed(
                        "flat v2",
                        file -> file.pages().stream()
                                .filter(page -> page.header().number(1, 0) == 3)
                                .forEach(page -> {
                                    Struct header = (Struct) page.header().field(8).value;
                                    header.field(2).value = claimed;
                                    header.fields.removeIf(it -> it.id == 8);
                                    file.putHeader(page);
                                }));
                String output = pack(List.of(part), golden).toString();
                assertFalse(judge.changed(1, "flat v2", List.of(golden.orderBy(), output, good.toString()))
                        .isWrong());
            }
        }
    }

    @Test
    void theJudgeTellsRightRowsFromWrongOnes() throws IOException {
        Path own = Files.createDirectories(directory.resolve("judge"));
        try (Judge judge = new Judge(own)) {
            for (String name : List.of("flat v1", "nested v2", "key string", "key two", "key none")) {
                Golden golden = golden(name);
                Path good = Files.write(own.resolve("good.parquet"), golden.bytes());
                Path other = Files.write(own.resolve("other.parquet"), golden.neighbour());
                String output = pack(List.of(good), golden).toString();
                assertFalse(
                        judge.changed(1, name, List.of(golden.orderBy(), output, good.toString()))
                                .isWrong(),
                        name);
                Judge.Verdict wrong = judge.changed(1, name, List.of(golden.orderBy(), output, other.toString()));
                assertTrue(wrong.isWrong(), wrong::toString);
            }
        }
    }

    @Test
    void theColumnsOfTheOracleAreTheRowsOfTheFile() throws IOException {
        for (String name : List.of("flat v1", "nested v2", "key string", "key double", "key two", "key none")) {
            Golden golden = golden(name);
            Path good = Files.write(directory.resolve("good.parquet"), golden.bytes());
            Path other = Files.write(directory.resolve("other.parquet"), golden.neighbour());
            String output = pack(List.of(good), golden).toString();
            assertTrue(LeafOracle.agrees(List.of(golden.orderBy(), output, good.toString())), name);
            assertFalse(LeafOracle.agrees(List.of(golden.orderBy(), output, other.toString())), name);
        }
    }
}
