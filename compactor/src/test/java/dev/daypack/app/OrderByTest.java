package dev.daypack.app;

import static dev.daypack.app.SmallLake.YESTERDAY;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.daypack.cli.CommandLines.Said;
import dev.daypack.testing.Duck;
import dev.daypack.testing.DuckOracle;
import dev.daypack.testing.ParquetJava;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code order-by}, above all {@code none}, over a whole lake: what is published and said of it, and that it heals. */
class OrderByTest {

    private static final String FLAT = "bbo/btcusdt";
    private static final String NESTED = "book/ethusdt";

    @TempDir
    private Path directory;

    private SmallLake lake;

    @BeforeEach
    void open() throws IOException {
        lake = new SmallLake(directory);
        lake.environment.put("DAYPACK_ORDER_BY", "none");
        lake.parts(FLAT, YESTERDAY, 4).windows(YESTERDAY, 96, "\"dropped_events\": 0");
        try (Duck duck = new Duck()) {
            for (int part = 0; part < 3; part++) {
                nestedPart(duck, part);
            }
        }
    }

    /** Order books, and no column that could be sorted by. */
    private void nestedPart(Duck duck, int number) throws IOException {
        Path file = lake.partPath(NESTED, YESTERDAY, number);
        Files.createDirectories(file.getParent());
        duck.run(("COPY (SELECT list_transform(range(i %% 4), lambda e: {'price': i * 0.5 - e, 'qty': e}) AS bids,"
                        + " list_transform(range(i %% 3), lambda e: {'price': i * 0.5 + e, 'qty': NULL::INT}) AS asks"
                        + " FROM range(%d, 0, -1) t(i)) TO %s (FORMAT parquet)")
                .formatted(50 + number * 10, Duck.text(file.toString())));
    }

    @Test
    void catchUpKeepsTheOrderOfPartsAndRows() {
        Said said = lake.run("catch-up");
        assertEquals(0, said.code(), said::toString);
        assertEquals(List.of(FLAT + " 20260126", NESTED + " 20260126"), lake.published());
        lake.check();
        for (String partition : lake.published()) {
            String name = partition.substring(0, partition.indexOf(' '));
            JsonNode meta = lake.meta(name, YESTERDAY);
            assertEquals("none", meta.path("order_by").asText());
            assertEquals("[\"seq\"]", meta.path("ordering_columns").toString());
            assertEquals(List.of(), bounds(meta), meta::toString);
            assertEquals("GOOD", meta.path("day_quality").asText());
            assertEquals("success", lake.entry(name, YESTERDAY).path("status").asText());
        }
        assertEquals(400, lake.entry(FLAT, YESTERDAY).path("rows").asLong());
        assertEquals(180, lake.entry(NESTED, YESTERDAY).path("rows").asLong());
        assertEquals("20260126", lake.state().path("last_compacted_date").asText());

        Map<String, String> packed = SmallLake.fingerprint(lake.compact);
        Said second = lake.run("catch-up");
        assertTrue(second.out().contains("nothing to do"), second::toString);
        Said rechecked = lake.run("catch-up --recheck-days 1");
        assertTrue(rechecked.out().contains("2 planned = 0 success + 2 skipped"), rechecked::toString);
        packed.remove("compacted/_state.json");
        Map<String, String> now = SmallLake.fingerprint(lake.compact);
        now.remove("compacted/_state.json");
        assertEquals(packed, now);
    }

    private static List<String> bounds(JsonNode meta) {
        Iterable<String> names = meta::fieldNames;
        return StreamSupport.stream(names.spliterator(), false)
                .filter(name -> name.endsWith("_min") || name.endsWith("_max"))
                .toList();
    }

    @Test
    void whatIsLostBesideTheDataIsMadeAgain() throws IOException {
        assertEquals(0, lake.run("catch-up").code());
        Map<String, String> packed = SmallLake.fingerprint(lake.compact);
        JsonNode entry = lake.entry(NESTED, YESTERDAY);
        List<JsonNode> metas = List.of(lake.meta(FLAT, YESTERDAY), lake.meta(NESTED, YESTERDAY));
        for (String partition : List.of(FLAT, NESTED)) {
            Files.delete(lake.published(partition, YESTERDAY, "meta.json"));
        }
        Files.delete(lake.compact.resolve("compacted/_state.json"));

        Said said = lake.run("catch-up");
        assertEquals(0, said.code(), said::toString);
        for (int i = 0; i < 2; i++) {
            String partition = List.of(FLAT, NESTED).get(i);
            JsonNode meta = lake.meta(partition, YESTERDAY);
            for (String field : List.of("rows", "order_by", "ordering_columns", "sha256", "attempt")) {
                assertEquals(metas.get(i).path(field), meta.path(field), field);
            }
            assertEquals(List.of(), bounds(meta), meta::toString);
            String data = SmallLake.prefix(partition, YESTERDAY) + "/data.parquet";
            assertEquals(packed.get(data), SmallLake.fingerprint(lake.compact).get(data));
        }
        assertEquals(entry.path("rows"), lake.entry(NESTED, YESTERDAY).path("rows"));
        lake.check();
    }

    @Test
    void aLatePartTakesItsPlaceAmongTheParts() throws IOException {
        Files.move(lake.partPath(NESTED, YESTERDAY, 1), directory.resolve("late.parquet"));
        assertEquals(0, lake.run("catch-up").code());
        lake.check();
        String attempt = lake.meta(NESTED, YESTERDAY).path("attempt").asText();
        Files.move(directory.resolve("late.parquet"), lake.partPath(NESTED, YESTERDAY, 1));
        assertEquals(0, lake.run("catch-up --recheck-days 1").code());
        assertEquals(180, lake.entry(NESTED, YESTERDAY).path("rows").asLong());
        assertNotEquals(attempt, lake.meta(NESTED, YESTERDAY).path("attempt").asText());
        lake.check();
    }

    @Test
    void whoHasNoColumnToSortByIsToldOfNone() {
        lake.environment.put("DAYPACK_ORDER_BY", "ts_event");
        Said said = lake.run("catch-up");
        assertEquals(1, said.code(), said::toString);
        String error = lake.entry(NESTED, YESTERDAY).path("error").asText();
        assertTrue(error.contains("set order-by to none, which keeps rows as they stand"), error);
        assertEquals("success", lake.entry(FLAT, YESTERDAY).path("status").asText());
        lake.environment.put("DAYPACK_ORDER_BY", "time");
        String refused = lake.run("backfill --date-from 20260126 --date-to 20260126 --overwrite")
                .out();
        assertTrue(refused.contains("one of ts_event, ts_recv, symbol, price, trade_id, or to none"), refused);
    }

    @Test
    void theNamesOfMembersOfStructsStandInTheSidecar() {
        Path file = lake.partPath("who/x", YESTERDAY, 0);
        try (Duck duck = new Duck()) {
            Files.createDirectories(file.getParent());
            duck.run(("COPY (SELECT i AS n, {'id': 9 - i, 'name': 'n' || i} AS who FROM range(9) t(i)) TO %s"
                            + " (FORMAT parquet)")
                    .formatted(Duck.text(file.toString())));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        lake.environment.put("DAYPACK_ORDER_BY", "who.id, n desc");
        lake.environment.put("DAYPACK_NULL_KEYS", "last");
        Said said = lake.run("catch-up --streams who");
        assertEquals(0, said.code(), said::toString);
        JsonNode meta = lake.meta("who/x", YESTERDAY);
        assertEquals("[\"who.id\",\"n\",\"seq\"]", meta.path("ordering_columns").toString());
        assertEquals(1, meta.path("who.id_min").asLong(), meta::toString);
        assertEquals(9, meta.path("who.id_max").asLong(), meta::toString);
        Path data = lake.published("who/x", YESTERDAY, "data.parquet");
        DuckOracle.ordered("who", "who.id, n DESC").check(List.of(file), data);
        assertEquals(List.of(List.of("who.id", "n DESC", "seq")), ParquetJava.sortingColumns(data));
    }

    @Test
    void aPlainMergeTakesTheFlagAndMindsNoRuleForNulls() {
        List<Path> parts = List.of(lake.partPath(NESTED, YESTERDAY, 2), lake.partPath(NESTED, YESTERDAY, 0));
        Path output = directory.resolve("out.parquet");
        lake.environment.remove("DAYPACK_ORDER_BY");
        List<String> words = new ArrayList<>(List.of("merge", "--output", output.toString(), "--order-by", "none"));
        words.addAll(List.of("--null-keys", "last"));
        parts.forEach(part -> words.add(part.toString()));
        Said said = lake.runPlain(words.toArray(String[]::new));
        assertEquals(0, said.code(), said::toString);
        assertTrue((said.out() + said.err()).contains("120 rows of 2 files as they stood: "), said::toString);
        DuckOracle.unordered("seq").check(parts, output);
        assertEquals(List.of(List.of("seq")), ParquetJava.sortingColumns(output));
    }

    @Test
    void anInspectionSaysThatNoOrderIsAskedFor() {
        String part = lake.partPath(NESTED, YESTERDAY, 0).toString();
        Said said = lake.runPlain("inspect", "--order-by", "none", part);
        assertEquals(0, said.code(), said::toString);
        assertTrue(said.out().contains("not checked: rows stay as they stand"), said::toString);
        Said json = lake.runPlain("inspect", "--json", part);
        JsonNode order = SmallLake.json(json.out()).path("order");
        assertEquals("none", order.path("order_by").asText(), json::toString);
        assertTrue(order.path("column").isMissingNode() || order.path("column").isNull(), json::toString);
    }

    @Test
    void aSettingsFileMaySayItAndOtherWordsAreRefusedInWords() {
        lake.environment.remove("DAYPACK_ORDER_BY");
        Path file = SmallLake.write(directory.resolve("settings.yaml"), "order-by: none\n");
        Said said = lake.run("catch-up --config " + file);
        assertEquals(0, said.code(), said::toString);
        assertEquals("none", lake.meta(NESTED, YESTERDAY).path("order_by").asText());
        lake.environment.put("DAYPACK_ORDER_BY", "none, ts_event");
        Said refused = lake.run("catch-up");
        assertEquals(2, refused.code(), refused::toString);
        assertTrue(refused.err().contains("order-by") || refused.err().contains("DAYPACK_ORDER_BY"), refused::toString);
        assertFalse(refused.err().contains("Exception"), refused::toString);
    }
}
