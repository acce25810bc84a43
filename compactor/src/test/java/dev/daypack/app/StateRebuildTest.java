package dev.daypack.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.daypack.cli.CommandLines.Said;
import dev.daypack.store.MemoryStore;
import dev.daypack.store.MemoryStore.Call;
import dev.daypack.store.MemoryStore.Operation;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code daypack state rebuild}: the state that runs wrote comes back from what they published. */
class StateRebuildTest {

    private static final LocalDate FIRST = SmallLake.TODAY.minusDays(4);
    private static final String RANGE = "--date-from 20260123 --date-to 20260126";

    @TempDir
    private Path directory;

    /** Two partitions on four days, of which the third has no parts; packed by the program. */
    private SmallLake packed() {
        SmallLake lake = new SmallLake(directory);
        for (int day = 0; day < 4; day++) {
            if (day != 2) {
                lake.parts("bbo/btcusdt", FIRST.plusDays(day), 2);
                lake.parts("trade/ethusdt", FIRST.plusDays(day), 1);
            }
        }
        Said said = lake.run("backfill " + RANGE);
        assertEquals(0, said.code(), said::toString);
        said = lake.run("catch-up");
        assertEquals(0, said.code(), said::toString);
        return lake;
    }

    private static Path state(SmallLake lake) {
        return lake.compact.resolve("compacted/_state.json");
    }

    /** Without the times of its writing, and who wrote. */
    private static JsonNode timeless(JsonNode state) {
        ObjectNode bare = state.deepCopy();
        bare.remove(List.of("updated_at", "writers"));
        bare.path("partitions").forEach(entry -> ((ObjectNode) entry).remove("updated_at"));
        bare.path("days").forEach(entry -> ((ObjectNode) entry).remove("updated_at"));
        return bare;
    }

    /** Whatever is wrapped, and where. */
    private static String flat(Said said) {
        return said.out().replace('\n', ' ');
    }

    private static Said rebuild(SmallLake lake, String... flags) {
        return lake.run(("state rebuild " + String.join(" ", flags)).strip());
    }

    @Test
    void aStateThatIsGoneComesBackAsTheRunsWroteIt() {
        SmallLake lake = packed();
        JsonNode before = timeless(lake.state());
        SmallLake.delete(state(lake));

        Said said = rebuild(lake);

        assertEquals(0, said.code(), said::toString);
        assertEquals(before, timeless(lake.state()), said::toString);
        assertEquals("20260126", lake.state().path("last_compacted_date").asText());
        assertTrue(said.out().contains("6 added"), said::toString);
        lake.check();
        Said plan = lake.run("plan");
        assertTrue(plan.out().contains("0 to do"), plan::toString);
    }

    @Test
    void aStateThatIsNoJsonIsKeptAndMadeAgain() {
        SmallLake lake = packed();
        JsonNode before = timeless(lake.state());
        SmallLake.write(state(lake), "{\"partitions\": {");

        Said said = rebuild(lake);

        assertEquals(0, said.code(), said::toString);
        assertEquals(before, timeless(lake.state()));
        String kept = SmallLake.below(lake.compact).stream()
                .filter(name -> name.contains("_state.unreadable-"))
                .findFirst()
                .orElseThrow();
        assertEquals("{\"partitions\": {", SmallLake.text(lake.compact.resolve(kept)));
        assertTrue(said.out().contains("kept: " + kept), said::toString);
        assertTrue(flat(said).contains("line 1, column"), said::toString);
    }

    @Test
    void aRightStateIsNotTouched() {
        SmallLake lake = packed();
        SortedMap<String, String> before = SmallLake.fingerprint(lake.compact);

        Said said = rebuild(lake);

        assertEquals(0, said.code(), said::toString);
        assertTrue(said.out().contains("right already"), said::toString);
        assertEquals(before, SmallLake.fingerprint(lake.compact));
    }

    @Test
    void aDryRunWritesNothing() {
        SmallLake lake = packed();
        SmallLake.write(state(lake), "[]");
        SortedMap<String, String> before = SmallLake.fingerprint(lake.compact);

        Said said = rebuild(lake, "--dry-run");

        assertEquals(0, said.code(), said::toString);
        assertTrue(said.out().contains("6 added") && said.out().contains("dry run"), said::toString);
        assertEquals(before, SmallLake.fingerprint(lake.compact));
    }

    @Test
    void whatOthersWroteAndWhatIsSetApartStays() {
        SmallLake lake = packed();
        ObjectNode state = (ObjectNode) lake.state();
        state.put("note", "ours");
        ObjectNode partitions = (ObjectNode) state.path("partitions");
        ((ObjectNode) partitions.path("binance/bbo/btcusdt/20260124"))
                .put("rows", 1)
                .put("ticket", "QL-7");
        partitions
                .putObject("okx/bbo/btcusdt/20260124")
                .put("status", "quarantine")
                .put("error", "bad page");
        partitions.remove("binance/trade/ethusdt/20260126");
        SmallLake.write(state(lake), state.toString());

        Said said = rebuild(lake);

        assertEquals(0, said.code(), said::toString);
        assertEquals("ours", lake.state().path("note").asText());
        assertEquals(
                200, lake.entry("bbo/btcusdt", FIRST.plusDays(1)).path("rows").asInt());
        assertEquals(
                "QL-7",
                lake.entry("bbo/btcusdt", FIRST.plusDays(1)).path("ticket").asText());
        assertEquals(
                "success",
                lake.entry("trade/ethusdt", FIRST.plusDays(3)).path("status").asText());
        JsonNode apart = lake.state().path("partitions").path("okx/bbo/btcusdt/20260124");
        assertEquals("bad page", apart.path("error").asText());
        assertTrue(said.out().contains("1 added, 1 corrected"), said::toString);
        assertTrue(said.out().contains("1 quarantine, kept"), said::toString);
        assertTrue(SmallLake.below(lake.compact).stream().anyMatch(name -> name.contains("_state.replaced-")));
        assertTrue(rebuild(lake).out().contains("right already"));
    }

    @Test
    void aClaimWithoutAFileBecomesAFailureThatTheNextRunMends() {
        SmallLake lake = packed();
        SmallLake.delete(lake.published("bbo/btcusdt", FIRST.plusDays(3), "data.parquet"));

        Said said = rebuild(lake);

        assertEquals(1, said.code(), said::toString);
        JsonNode entry = lake.entry("bbo/btcusdt", FIRST.plusDays(3));
        assertEquals("failed", entry.path("status").asText());
        assertEquals("object_missing", entry.path("error_type").asText());
        assertEquals("20260124", lake.state().path("last_compacted_date").asText(), "before the day that is open now");
        assertEquals(0, lake.run("catch-up").code());
        assertEquals("20260126", lake.state().path("last_compacted_date").asText());
        lake.check();
        assertTrue(rebuild(lake).out().contains("right already"));
    }

    @Test
    void withoutTheRawStoreTheWatermarkIsLeftToTheNextRunWhichFindsWhatWasOpen() {
        SmallLake lake = packed();
        JsonNode before = timeless(lake.state());
        lake.part("mark_price/solusdt", FIRST.plusDays(1), 0, 10);
        Path corrupt = lake.partPath("mark_price/solusdt", FIRST.plusDays(1), 0);
        assertTrue(Files.exists(corrupt));
        SmallLake.delete(state(lake));

        Said said = lake.runPlain(
                "state", "rebuild", "--compact", lake.compact.toUri().toString());

        assertEquals(0, said.code(), said::toString);
        assertFalse(lake.state().has("last_compacted_date"), said::toString);
        assertEquals(before.path("partitions"), timeless(lake.state()).path("partitions"));
        assertTrue(flat(said).contains("no raw store is set"), said::toString);
        Said run = lake.run("catch-up");
        assertEquals(0, run.code(), run::toString);
        assertTrue(run.out().contains("1 planned = 1 success"), run::toString);
        assertEquals("20260126", lake.state().path("last_compacted_date").asText());
    }

    @Test
    void theWatermarkDoesNotPassADayOfWhichNothingIsKnown() {
        SmallLake lake = packed();
        lake.part("mark_price/solusdt", FIRST.plusDays(1), 0, 10);
        SmallLake.delete(state(lake));

        Said said = rebuild(lake);

        assertEquals(0, said.code(), said::toString);
        assertEquals("20260123", lake.state().path("last_compacted_date").asText(), said::toString);
        assertTrue(flat(said).contains("since binance/mark_price/solusdt/20260124 is not finished"), said::toString);
    }

    @Test
    void rolledMonthsThatAreBrokenOrForgottenComeBack() {
        SmallLake lake = new SmallLake(directory);
        lake.environment.put("DAYPACK_STATE_ROLLOVER_ENTRIES", "1");
        for (int back : new int[] {1, 40, 70}) {
            lake.parts("bbo/btcusdt", SmallLake.TODAY.minusDays(back), 1);
        }
        assertEquals(
                0, lake.run("backfill --date-from 20251101 --date-to 20260126").code());
        assertEquals(0, lake.run("catch-up").code());
        JsonNode before = timeless(lake.state());
        assertEquals(2, before.path("months").size(), before::toString);
        SmallLake.write(lake.compact.resolve("compacted/_state/202511.json"), "{");
        SmallLake.delete(lake.compact.resolve("compacted/_state/202512.json"));

        Said broken = lake.run("catch-up");
        assertEquals(1, broken.code(), broken::toString);
        Said said = rebuild(lake);

        assertEquals(0, said.code(), said::toString);
        JsonNode after = timeless(lake.state());
        assertEquals(before.path("partitions"), after.path("partitions"), said::toString);
        assertEquals(2, after.path("months").size(), said::toString);
        Said plan = lake.run("plan");
        assertTrue(plan.out().contains("0 to do"), plan::toString);
        SmallLake.delete(state(lake));
        assertEquals(1, lake.run("catch-up").code());
        assertEquals(0, rebuild(lake).code());
        assertEquals(after.path("months").size(), lake.state().path("months").size());
        assertTrue(lake.run("plan").out().contains("0 to do"));
    }

    /** It is marked before its file is replaced: an entry of the file before would outlive that file. */
    @Test
    void aDayThatIsBeingReplacedStaysMarked() {
        SmallLake lake = packed();
        ObjectNode state = (ObjectNode) lake.state();
        String key = state.path("partitions").fieldNames().next();
        ((ObjectNode) state.path("partitions").path(key)).put("status", "in_progress");
        SmallLake.write(state(lake), state.toString());
        Path lease = lake.compact.resolve("compacted/locks/" + key + ".lock");
        lease.getParent().toFile().mkdirs();
        SmallLake.write(lease, "{}");

        Said said = rebuild(lake);

        assertEquals(0, said.code(), said::toString);
        assertEquals(
                "in_progress",
                lake.state().path("partitions").path(key).path("status").asText());
        SmallLake.delete(lease);
        said = rebuild(lake);
        assertEquals(0, said.code(), said::toString);
        assertEquals(
                "success",
                lake.state().path("partitions").path(key).path("status").asText());
    }

    @Test
    void anOtherActionIsRefused() {
        Said said = packed().run("state rebuilt");
        assertEquals(2, said.code(), said::toString);
    }

    @Test
    void aStateThatAnotherWriterChangesDuringARebuildLosesNothing() {
        byte[][] other = new byte[1][];
        MemoryStore[] store = new MemoryStore[1];
        MemoryStore.Faults faults = new MemoryStore.Faults() {
            @Override
            public void before(Call call) {
                if (call.operation() == Operation.PUT && call.key().equals(MemoryLake.STATE) && other[0] != null) {
                    store[0].with(MemoryLake.STATE, new String(other[0], StandardCharsets.UTF_8));
                    other[0] = null;
                }
            }
        };
        MemoryLake lake = new MemoryLake(directory, new MemoryStore.Faults() {}, faults);
        assertTrue(lake.run(0).isClean());
        store[0] = lake.compact;
        lake.compact.delete(MemoryLake.STATE);
        other[0] = ("{\"mine\": 1, \"partitions\": {\"okx/bbo/btcusdt/20260126\": {\"status\": \"quarantine\"}}}")
                .getBytes(StandardCharsets.UTF_8);

        assertTrue(lake.rebuild(lake.compact).isClean());

        assertEquals(1, lake.json(MemoryLake.STATE).path("mine").asInt());
        assertEquals(
                "quarantine",
                lake.json(MemoryLake.STATE)
                        .path("partitions")
                        .path("okx/bbo/btcusdt/20260126")
                        .path("status")
                        .asText());
        assertEquals("success", lake.entry().path("status").asText());
        assertEquals(
                "20260126",
                lake.json(MemoryLake.STATE).path("last_compacted_date").asText());
    }
}
