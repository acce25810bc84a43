package dev.daypack.app;

import static dev.daypack.app.SmallLake.TODAY;
import static dev.daypack.app.SmallLake.YESTERDAY;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT64;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.daypack.cli.CommandLines.Said;
import dev.daypack.testing.PartWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bad content, bad evidence and a bad state: who is kept apart, who goes on, and what people are told. */
class TroubleTest {

    private static final LocalDate BEFORE = TODAY.minusDays(2);

    @TempDir
    private Path directory;

    private SmallLake lake;

    @BeforeEach
    void open() {
        lake = new SmallLake(directory);
        lake.parts("bbo/btcusdt", BEFORE, 3).parts("bbo/btcusdt", YESTERDAY, 3).parts("trade/ethusdt", YESTERDAY, 2);
        SmallLake.write(lake.compact.resolve("compacted/_state.json"), "{\"last_compacted_date\": \"20260124\"}");
    }

    /** Breaks a page and leaves the footer as it is. */
    private static void damage(Path part) throws IOException {
        byte[] bytes = Files.readAllBytes(part);
        for (int at = bytes.length / 4; at < bytes.length / 4 + 64; at++) {
            bytes[at] = (byte) 0xFF;
        }
        Files.write(part, bytes);
    }

    @Test
    void aCorruptPartQuarantinesItsDayAndTheOthersGoOn() throws IOException {
        Path part = lake.partPath("bbo/btcusdt", BEFORE, 1);
        damage(part);
        Map<String, String> before = SmallLake.fingerprint(lake.raw);

        Said said = lake.run("catch-up");

        assertEquals(1, said.code(), said::toString);
        assertTrue(said.out().contains("3 planned = 2 success + 1 quarantine"), said::toString);
        assertEquals(
                List.of("bbo/btcusdt 20260126", "trade/ethusdt 20260126"),
                lake.check().published());
        assertEquals(before, SmallLake.fingerprint(lake.raw));
        String key = lake.raw.relativize(part).toString();
        JsonNode entry = lake.entry("bbo/btcusdt", BEFORE);
        assertEquals("quarantine", entry.path("status").asText());
        assertEquals(key, entry.path("failing_key").asText());
        assertTrue(entry.hasNonNull("error_type"), entry::toString);
        assertTrue(entry.path("error").asText().contains(key), entry::toString);
        assertEquals(
                "quarantine",
                lake.state().path("days").path("20260125").path("status").asText());
        assertEquals("20260126", lake.state().path("last_compacted_date").asText());
        inspectAsTold(said);
        assertTrue(lake.run("plan").out().contains("use --retry-quarantine"));
    }

    private void inspectAsTold(Said said) {
        String command = said.out()
                .lines()
                .filter(line -> line.contains("daypack inspect"))
                .findFirst()
                .orElseThrow(() -> new AssertionError(said))
                .replaceFirst(".*daypack ", "");
        Said inspected = lake.runPlain(command.split(" ", -1));
        assertEquals(1, inspected.code(), inspected::toString);
        assertTrue(inspected.out().contains("part-1767755368-000001.parquet"), inspected::toString);
    }

    @Test
    void aMendedPartIsTakenWhenQuarantineIsRetried() throws IOException {
        damage(lake.partPath("bbo/btcusdt", BEFORE, 1));
        assertEquals(1, lake.run("catch-up").code());
        Said still = lake.run("catch-up --retry-quarantine");
        assertEquals(1, still.code(), still::toString);
        lake.part("bbo/btcusdt", BEFORE, 1, 100);
        assertTrue(lake.run("catch-up").out().contains("nothing to do"));

        Said said = lake.run("catch-up --retry-quarantine");

        assertEquals(0, said.code(), said::toString);
        JsonNode entry = lake.entry("bbo/btcusdt", BEFORE);
        assertEquals("success", entry.path("status").asText());
        assertFalse(entry.has("error") || entry.has("failing_key") || entry.has("error_type"), entry::toString);
        assertEquals(
                "success",
                lake.state().path("days").path("20260125").path("status").asText());
        assertEquals(3, lake.check().published().size());
    }

    @Test
    void aDayThatWasGoodKeepsItsFileWhenALatePartIsCorrupt() throws IOException {
        assertEquals(0, lake.run("catch-up").code());
        byte[] published = SmallLake.bytes(lake.published("bbo/btcusdt", BEFORE, "data.parquet"));
        damage(lake.part("bbo/btcusdt", BEFORE, 5, 100));
        Said said = lake.run("catch-up --recheck-days 3");
        assertEquals(1, said.code(), said::toString);
        assertArrayEquals(published, SmallLake.bytes(lake.published("bbo/btcusdt", BEFORE, "data.parquet")));
        assertEquals("success", lake.entry("bbo/btcusdt", BEFORE).path("status").asText());
        assertEquals(1, lake.run("catch-up --recheck-days 3").code());
        lake.part("bbo/btcusdt", BEFORE, 5, 100);
        assertEquals(0, lake.run("catch-up --recheck-days 3").code());
        assertEquals(400, lake.entry("bbo/btcusdt", BEFORE).path("rows").asLong());
        lake.check();
    }

    /** The report of the run that met it is gone by the next morning. */
    @Test
    void aCorruptLatePartStandsBesideTheGoodFileWhereverSomebodyLooks() throws IOException {
        assertEquals(0, lake.run("catch-up").code());
        JsonNode packed = lake.entry("bbo/btcusdt", BEFORE);
        Path part = lake.part("bbo/btcusdt", BEFORE, 5, 100);
        damage(part);
        assertEquals(1, lake.run("catch-up --recheck-days 3").code());

        ObjectNode entry = (ObjectNode) lake.entry("bbo/btcusdt", BEFORE);
        assertEquals("corrupt_part", entry.path("error_type").asText(), entry::toString);
        assertEquals(
                lake.raw.relativize(part).toString(), entry.path("failing_key").asText());
        assertEquals(packed, entry.deepCopy().without(List.of("error_type", "failing_key", "error")));
        Said plan = lake.run("plan");
        assertTrue(plan.out().contains("what raw has by now is not packed"), plan::toString);
        assertTrue(plan.out().contains("use --retry-quarantine"), plan::toString);
        assertTrue(lake.run("verify").out().contains("verify: 3 partition-days = 3 sound"));
        assertTrue(lake.run("verify --json").out().contains("what raw has by now is not packed"));
        Said doctor = lake.run("doctor");
        String told = doctor.out().replaceAll("\\s+", " ");
        assertTrue(told.contains("1 packed partition-day is not packed"), told);
        Said fsck = lake.run("fsck --repair");
        assertEquals(0, fsck.code(), fsck::toString);
        assertEquals(entry, lake.entry("bbo/btcusdt", BEFORE), "a repair forgets nothing");

        SmallLake.delete(part);
        assertEquals(0, lake.run("catch-up --retry-quarantine").code());
        assertEquals(packed, lake.entry("bbo/btcusdt", BEFORE), "what gave the trouble is gone");
        lake.check();
    }

    @Test
    void partsThatDisagreeInTheirColumnsAreNamedBoth() {
        Path odd = lake.partPath("bbo/btcusdt", BEFORE, 2);
        PartWriter.of(PartWriter.optional(INT64, "ts_event"), PartWriter.optional(INT64, "price"))
                .write(odd, PartWriter.row(1L, 2L));
        Said said = lake.run("catch-up");
        assertEquals(1, said.code(), said::toString);
        String error = lake.entry("bbo/btcusdt", BEFORE).path("error").asText();
        assertTrue(error.contains("part-1767755369-000002.parquet"), error);
        assertTrue(error.contains("part-1767755367-000000.parquet"), error);
    }

    @Test
    void aBadDayIsQuarantinedWithItsReason() {
        lake.windows(BEFORE, 96, "\"dropped_events\": 5");
        Said said = lake.run("catch-up");
        assertEquals(1, said.code(), said::toString);
        assertEquals(
                List.of("bbo/btcusdt 20260126", "trade/ethusdt 20260126"),
                lake.check().published());
        JsonNode entry = lake.entry("bbo/btcusdt", BEFORE);
        assertEquals("quarantine", entry.path("status").asText());
        assertEquals("BAD", entry.path("day_quality_post").asText());
        assertEquals("20260126", lake.state().path("last_compacted_date").asText());
        Said insisted = lake.run("catch-up --retry-quarantine");
        assertEquals(0, insisted.code(), insisted::toString);
        assertEquals("BAD", lake.meta("bbo/btcusdt", BEFORE).path("day_quality").asText());
    }

    @Test
    void aPartialDayWaitsUntilItsWindowsAreComplete() {
        lake.windows(BEFORE, 20, "\"dropped_events\": 0");
        lake.window(BEFORE, 20, "{\"window_start\": \"2026-01-25T05:00:00Z\", \"is_partial\": true}");
        Said said = lake.run("catch-up");
        assertEquals(0, said.code(), said::toString);
        assertTrue(said.out().contains("3 planned = 2 success + 1 partial"), said::toString);
        assertEquals("partial", lake.entry("bbo/btcusdt", BEFORE).path("status").asText());
        assertEquals("20260124", lake.state().path("last_compacted_date").asText());

        lake.windows(BEFORE, 96, "\"dropped_events\": 0");
        Said next = lake.run("catch-up");
        assertEquals(0, next.code(), next::toString);
        assertEquals(
                "GOOD",
                lake.entry("bbo/btcusdt", BEFORE).path("day_quality_post").asText());
        assertEquals("20260126", lake.state().path("last_compacted_date").asText());
        assertEquals(3, lake.check().published().size());
    }

    @Test
    void aDegradedDayIsPackedAndCarriesItsLabel() {
        lake.windows(BEFORE, 96, "\"reconnects\": 7, \"queue_pct_peak\": 60");
        assertEquals(0, lake.run("catch-up").code());
        assertEquals(
                "DEGRADED",
                lake.entry("bbo/btcusdt", BEFORE).path("day_quality_post").asText());
        assertEquals(
                "DEGRADED", lake.meta("bbo/btcusdt", BEFORE).path("day_quality").asText());
        assertEquals(
                "DEGRADED",
                SmallLake.json(lake.published("bbo/btcusdt", BEFORE, "quality_day.json"))
                        .path("day_quality")
                        .asText());
        lake.check();
    }

    @Test
    void anUnreadableWindowFailsItsDayAndPublishesNothingOfIt() {
        lake.windows(BEFORE, 96, "\"dropped_events\": 0");
        Path window = lake.window(BEFORE, 40, "{\"window_start\": \"2026-01-25T1");
        Said said = lake.run("catch-up");
        assertEquals(1, said.code(), said::toString);
        assertTrue(said.out().contains("window-040.json"), said::toString);
        assertEquals("failed", lake.entry("bbo/btcusdt", BEFORE).path("status").asText());
        assertEquals(
                List.of("bbo/btcusdt 20260126", "trade/ethusdt 20260126"),
                lake.check().published());
        assertEquals("20260124", lake.state().path("last_compacted_date").asText());

        SmallLake.delete(window);
        assertEquals(0, lake.run("catch-up").code());
        assertEquals(3, lake.check().published().size());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{\"last_compacted_date\": \"20260124\"",
                "[]",
                "{\"last_compacted_date\": 7}",
                "{\"partitions\": {\"binance/bbo/btcusdt/20260126\": {\"status\": \"splendid\"}}}",
                "\u0000\u001b[31m"
            })
    void aStateThatCannotBeReadStopsTheRunAndIsLeftAsItIs(String garbled) {
        Path state = SmallLake.write(lake.compact.resolve("compacted/_state.json"), garbled);
        Map<String, String> before = SmallLake.fingerprint(lake.compact);
        for (String command : List.of("catch-up", "daily", "backfill", "plan", "catch-up --recheck-days 3")) {
            Said said = lake.run(command);
            assertEquals(1, said.code(), said::toString);
            assertEquals(1, said.err().lines().count(), said::toString);
            assertTrue(said.err().contains("_state.json"), said::toString);
            assertTrue(said.err().contains("daypack state rebuild"), said::toString);
            assertFalse(said.all().contains("\u001b"), "an escape character reached the terminal");
        }
        assertEquals(before, SmallLake.fingerprint(lake.compact));
        assertEquals(garbled, SmallLake.text(state));
    }
}
