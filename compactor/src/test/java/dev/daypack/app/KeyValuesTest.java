package dev.daypack.app;

import static dev.daypack.app.SmallLake.YESTERDAY;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.daypack.cli.CommandLines.Said;
import dev.daypack.testing.ArrowSchemas;
import dev.daypack.testing.ParquetJava;
import dev.daypack.testing.PartWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.DictionaryEncoding;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Key-value metadata of parts on its way into the output, by the commands that users run. */
class KeyValuesTest {

    /** The columns of {@link SmallLake#PARTS}, with what only Arrow knows of them. */
    private static final Schema ARROW = new Schema(
            List.of(
                    ArrowSchemas.field("ts_event", new ArrowType.Duration(TimeUnit.MILLISECOND)),
                    ArrowSchemas.field("ts_recv", new ArrowType.Int(64, true)),
                    new Field(
                            "symbol",
                            new FieldType(
                                    true,
                                    new ArrowType.Utf8(),
                                    new DictionaryEncoding(0, false, new ArrowType.Int(32, true))),
                            List.of()),
                    ArrowSchemas.field("price", new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE)),
                    ArrowSchemas.field("trade_id", new ArrowType.LargeUtf8())),
            Map.of("pandas", "{}"));

    @TempDir
    private Path directory;

    private SmallLake lake;
    private Path output;

    @BeforeEach
    void open() {
        lake = new SmallLake(directory);
        output = directory.resolve("out.parquet");
    }

    private Path part(int number, Map<String, String> keyValues) {
        Path file = lake.part("bbo/btcusdt", YESTERDAY, number, 50);
        return SmallLake.PARTS.keyValues(keyValues).write(file, SmallLake.rows("bbo/btcusdt", YESTERDAY, number, 50));
    }

    private Said merge(List<Path> parts, String... flags) {
        List<String> arguments = new ArrayList<>(List.of("merge", "--output", output.toString(), "--overwrite"));
        arguments.addAll(List.of(flags));
        parts.forEach(part -> arguments.add(part.toString()));
        return lake.runPlain(arguments.toArray(String[]::new));
    }

    private Map<String, String> merged(List<Path> parts) {
        Said said = merge(parts);
        assertEquals(0, said.code(), said::toString);
        assertFalse((said.out() + said.err()).contains("left out"), said::toString);
        return ParquetJava.keyValues(output);
    }

    @Test
    void theFirstPartThatHasAKeyDecides() {
        List<Path> parts = List.of(
                part(0, Map.of("a", "first", "empty", "")),
                part(1, Map.of("a", "second", "b", "second")),
                part(2, Map.of("b", "third", "c", "third", "empty", "no")));
        assertEquals(Map.of("a", "first", "b", "second", "c", "third", "empty", ""), merged(parts));
    }

    @Test
    void theArrowSchemaOfTheOutputHasSeqAfterTheSortColumn() {
        List<Path> parts = List.of(part(0, Map.of()), part(1, Map.of("ARROW:schema", ArrowSchemas.base64(ARROW))));
        Map<String, String> keyValues = merged(parts);
        assertEquals(ArrowSchemas.with(ARROW, 1, ArrowSchemas.SEQ), ArrowSchemas.read(keyValues.get("ARROW:schema")));
        byte[] once = SmallLake.bytes(output);
        merged(parts);
        assertArrayEquals(once, SmallLake.bytes(output));
    }

    @Test
    void aPublishedDayCarriesTheKeysBesideOurs() {
        part(0, Map.of("origin", "collector 7", "ARROW:schema", ArrowSchemas.base64(ARROW)));
        part(1, Map.of("daypack.attempt", "forged", "daypack.something", "new", "origin", "collector 8"));
        Said said = lake.run("catch-up");
        assertEquals(0, said.code(), said::toString);
        assertFalse(said.log().contains("left out"), said::toString);
        Map<String, String> keyValues = published();
        assertEquals("collector 7", keyValues.get("origin"));
        assertEquals(ArrowSchemas.with(ARROW, 1, ArrowSchemas.SEQ), ArrowSchemas.read(keyValues.get("ARROW:schema")));
        assertFalse(keyValues.containsKey("daypack.something"), keyValues::toString);
        assertFalse(keyValues.containsKey("daypack.key_values_left_out"), keyValues::toString);
        JsonNode meta = lake.meta("bbo/btcusdt", YESTERDAY);
        assertEquals(meta.path("attempt").asText(), keyValues.get("daypack.attempt"));
        assertTrue(meta.path("key_values_left_out").isMissingNode(), meta::toString);
        lake.check();
    }

    private Map<String, String> published() {
        return ParquetJava.keyValues(lake.published("bbo/btcusdt", YESTERDAY, "data.parquet"));
    }

    @Test
    void whatIsLeftOutIsSaidInTheLogTheFooterAndTheSidecarThatIsMadeAgain() throws Exception {
        part(0, Map.of("big", "x".repeat(1 << 20), "ARROW:schema", "AAAA"));
        Said said = lake.run("catch-up");
        assertEquals(0, said.code(), said::toString);
        String line = said.log()
                .lines()
                .filter(it -> it.contains("partition="))
                .findFirst()
                .orElseThrow();
        assertTrue(line.contains("key-value metadata left out: "), line);
        assertTrue(line.contains("big (it has more than 1"), line);
        assertTrue(line.contains("ARROW:schema (not understood: it is cut off)"), line);
        assertFalse(published().containsKey("big"));
        assertFalse(published().containsKey("ARROW:schema"));
        JsonNode told = lake.meta("bbo/btcusdt", YESTERDAY).path("key_values_left_out");
        assertEquals("not understood: it is cut off", told.path("ARROW:schema").asText(), told::toString);

        Files.delete(lake.published("bbo/btcusdt", YESTERDAY, "meta.json"));
        Files.delete(lake.compact.resolve("compacted/_state.json"));
        assertEquals(0, lake.run("catch-up").code());
        assertEquals(told, lake.meta("bbo/btcusdt", YESTERDAY).path("key_values_left_out"));
        lake.check();
    }

    @Test
    void aPlainMergeSaysWhatItLeavesOut() {
        List<Path> parts = List.of(part(0, Map.of("evil\u001b[2J", "x".repeat(1 << 20))));
        Said text = merge(parts);
        assertEquals(0, text.code(), text::toString);
        String said = text.out() + text.err();
        assertTrue(said.contains("left out: evil\\u001b[2J (it has more than"), said);
        JsonNode json = SmallLake.json(merge(parts, "--json").out());
        assertEquals(1, json.path("key_values_left_out").size(), json::toString);
    }

    @Test
    void anOutputOfOursThatIsMergedAgainDoesNotClaimTheOldProof() {
        part(0, Map.of("origin", "collector 7"));
        assertEquals(0, lake.run("catch-up").code());
        Path packed = lake.published("bbo/btcusdt", YESTERDAY, "data.parquet");
        lake.environment.put("DAYPACK_SEQ_COLUMN", "seq_of_merge");
        Said said = merge(List.of(packed));
        assertEquals(0, said.code(), said::toString);
        assertEquals(Map.of("origin", "collector 7"), ParquetJava.keyValues(output));
    }

    @Test
    void columnsInAnotherOrderHaveAnotherArrowSchema() {
        PartWriter turned = PartWriter.of(
                PartWriter.required(PrimitiveTypeName.INT64, "ts_event"),
                PartWriter.required(PrimitiveTypeName.INT32, "b"),
                PartWriter.required(PrimitiveTypeName.INT32, "a"));
        PartWriter usual = PartWriter.of(
                PartWriter.required(PrimitiveTypeName.INT64, "ts_event"),
                PartWriter.required(PrimitiveTypeName.INT32, "a"),
                PartWriter.required(PrimitiveTypeName.INT32, "b"));
        Schema schema = new Schema(List.of(
                ArrowSchemas.field("ts_event", new ArrowType.Int(64, true)),
                ArrowSchemas.field("b", new ArrowType.Int(32, true)),
                ArrowSchemas.field("a", new ArrowType.Int(32, true))));
        Path first = usual.write(directory.resolve("a.parquet"), PartWriter.row(1L, 2, 3));
        Path second = turned.keyValues(Map.of("ARROW:schema", ArrowSchemas.base64(schema)))
                .write(directory.resolve("b.parquet"), PartWriter.row(1L, 2, 3));
        assertTrue(merge(List.of(first, second)).out().contains("in another order"));
        assertEquals(Map.of(), ParquetJava.keyValues(output));
        merged(List.of(second, first));
        assertTrue(ParquetJava.keyValues(output).containsKey("ARROW:schema"));
    }
}
