package dev.daypack.app;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.daypack.cli.CommandLines.Said;
import dev.daypack.compact.AlikeParts;
import dev.daypack.testing.Duck;
import dev.daypack.testing.DuckOracle;
import dev.daypack.testing.PartWriter;
import dev.daypack.testing.SmallLakes;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code daypack merge}: files in, one file out, nothing else touched. */
class PlainMergeTest {

    private static final PartWriter TIED = PartWriter.of(
            PartWriter.required(PrimitiveTypeName.INT64, "t"), PartWriter.required(PrimitiveTypeName.INT32, "who"));

    @TempDir
    private Path directory;

    private SmallLake lines;
    private Path output;

    @BeforeEach
    void open() {
        lines = new SmallLake(directory.resolve("unused"));
        output = directory.resolve("out.parquet");
    }

    private Said merge(List<Path> inputs, String... flags) {
        List<String> arguments = new ArrayList<>(List.of("merge", "--output", output.toString()));
        arguments.addAll(List.of(flags));
        inputs.forEach(input -> arguments.add(input.toString()));
        return lines.runPlain(arguments.toArray(String[]::new));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void generatedPartsBecomeWhatDuckMakesOfThem(long seed) {
        SmallLakes.Lake lake = SmallLakes.write(seed, directory);
        List<Path> parts = AlikeParts.of(lake.parts());
        Said said = merge(parts, "--order-by", lake.orderColumn());
        assertEquals(0, said.code(), () -> lake + "\n" + said);
        assertEquals(
                Optional.empty(), new DuckOracle(lake.orderColumn(), "seq").difference(parts, output), lake::toString);
    }

    @Test
    void theOrderOfTheArgumentsIsTheRank() {
        Path a = TIED.write(directory.resolve("a.parquet"), PartWriter.row(5L, 1), PartWriter.row(5L, 2));
        Path b = TIED.write(directory.resolve("b.parquet"), PartWriter.row(5L, 3), PartWriter.row(4L, 4));
        assertEquals(0, merge(List.of(b, a), "--order-by", "t").code());
        try (Duck duck = new Duck()) {
            String rows = duck.rows("SELECT t, seq, who FROM " + Duck.text(output.toString()))
                    .toString();
            assertEquals("[[4, 0, 4], [5, 1, 3], [5, 2, 1], [5, 3, 2]]", rows);
        }
        new DuckOracle("t", "seq").check(List.of(b, a), output);
    }

    @Test
    void severalColumnsMayDecideAndNullsMayStay() {
        PartWriter writer = PartWriter.of(
                PartWriter.required(PrimitiveTypeName.INT64, "t"),
                PartWriter.optional(PrimitiveTypeName.INT32, "my id"));
        Path a = writer.write(
                directory.resolve("a.parquet"),
                PartWriter.row(5L, 1),
                PartWriter.row(5L, null),
                PartWriter.row(5L, 2),
                PartWriter.row(4L, 7));
        Said refused = merge(List.of(a), "--order-by", "t, \"my id\" desc");
        assertEquals(1, refused.code(), refused::toString);
        assertTrue(refused.err().contains("null-keys: first or last"), refused::toString);
        Said said = merge(List.of(a), "--order-by", " t,\"my id\"  DESC ", "--null-keys", "first");
        assertEquals(0, said.code(), said::toString);
        assertTrue(said.out().contains("in the order of t, \"my id\" desc"), said::toString);
        try (Duck duck = new Duck()) {
            String rows = duck.rows("SELECT seq, t, \"my id\" FROM " + Duck.text(output.toString()))
                    .toString();
            assertEquals("[[0, 4, 7], [1, 5, null], [2, 5, 2], [3, 5, 1]]", rows);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "t,", "t,,who", "t, t desc", "t down", "t desc who", "\"t", "t, seq"})
    void anOrderThatCannotBeReadIsAUsageError(String order) {
        Path a = TIED.write(directory.resolve("a.parquet"), PartWriter.row(5L, 1));
        Said said = merge(List.of(a), "--order-by", order);
        assertEquals(2, said.code(), said::toString);
        assertTrue(said.err().contains("order-by"), said::toString);
        assertFalse(Files.exists(output));
    }

    @Test
    void jsonSaysWhatCameOut() {
        Path a = TIED.write(directory.resolve("a.parquet"), PartWriter.row(5L, 1), PartWriter.row(3L, 2));
        JsonNode json =
                SmallLake.json(merge(List.of(a), "--order-by", "t", "--json").out());
        assertEquals(2, json.path("rows").asLong(), json::toString);
        assertEquals(1, json.path("inversions").asLong(), json::toString);
    }

    @Test
    void anOutputThatExistsIsKeptUnlessToldOtherwise() throws Exception {
        Path a = TIED.write(directory.resolve("a.parquet"), PartWriter.row(5L, 1));
        byte[] precious = {1, 2, 3};
        Files.write(output, precious);
        Said refused = merge(List.of(a), "--order-by", "t");
        assertEquals(2, refused.code(), refused::toString);
        assertTrue(refused.err().contains("--overwrite"), refused::toString);
        assertArrayEquals(precious, Files.readAllBytes(output));
        assertEquals(0, merge(List.of(a), "--order-by", "t", "--overwrite").code());
        new DuckOracle("t", "seq").check(List.of(a), output);
    }

    @Test
    void aMissingInputIsNamedAndNothingIsWritten() {
        Path a = TIED.write(directory.resolve("a.parquet"), PartWriter.row(5L, 1));
        Path none = directory.resolve("none.parquet");
        Said said = merge(List.of(a, none), "--order-by", "t");
        assertEquals(2, said.code(), said::toString);
        assertTrue(said.err().contains(none + ": there is no such file"), said::toString);
        assertFalse(Files.exists(output));
    }

    @Test
    void anOutputThatIsAnInputIsRefusedHoweverItIsSpelt() {
        output = TIED.write(output, PartWriter.row(5L, 1));
        Path a = TIED.write(directory.resolve("a.parquet"), PartWriter.row(5L, 1));
        byte[] before = SmallLake.bytes(output);
        for (Path spelling : List.of(output, directory.resolve("../" + directory.getFileName() + "/out.parquet"))) {
            Said said = merge(List.of(a, spelling), "--order-by", "t", "--overwrite");
            assertEquals(2, said.code(), said::toString);
            assertTrue(said.err().contains("names one of the inputs"), said::toString);
        }
        assertEquals(2, merge(List.of(a, a), "--order-by", "t").code());
        assertArrayEquals(before, SmallLake.bytes(output));
    }

    @Test
    void whatCannotBeMergedIsNamedAndNothingIsWritten() {
        Path a = TIED.write(directory.resolve("a.parquet"), PartWriter.row(5L, 1));
        Path text = SmallLake.write(directory.resolve("b.parquet"), "this is no parquet file at all");
        Said said = merge(List.of(a, text), "--order-by", "t");
        assertEquals(1, said.code(), said::toString);
        assertTrue(said.err().contains("b.parquet"), said::toString);
        Said noColumn = merge(List.of(a), "--order-by", "ts_event");
        assertEquals(1, noColumn.code(), noColumn::toString);
        assertTrue(noColumn.err().contains("ts_event") && noColumn.err().contains("a.parquet"), noColumn::toString);
        assertEquals(1, noColumn.err().lines().count(), noColumn::toString);
        assertEquals(List.of("a.parquet", "b.parquet"), SmallLake.below(directory));
    }
}
