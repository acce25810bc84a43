package dev.daypack.app;

import static dev.daypack.app.SmallLake.TODAY;
import static dev.daypack.app.SmallLake.YESTERDAY;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.daypack.cli.CommandLines.Said;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The nightly run over directories: which days it takes, what it leaves there, and what it says. */
class CatchUpTest {

    @TempDir
    private Path directory;

    private SmallLake lake;

    @BeforeEach
    void open() {
        lake = new SmallLake(directory);
    }

    private SmallLake threeDays() {
        for (int back = 3; back >= 1; back--) {
            lake.parts("bbo/btcusdt", TODAY.minusDays(back), 4).parts("trade/ethusdt", TODAY.minusDays(back), 2);
            lake.windows(TODAY.minusDays(back), 96, "\"dropped_events\": 0");
        }
        return lake;
    }

    @Test
    void aFreshStartTakesYesterdayOnlyAndNeverToday() {
        threeDays().parts("bbo/btcusdt", TODAY, 1);
        Map<String, String> before = SmallLake.fingerprint(lake.raw);

        Said said = lake.run("catch-up");

        assertEquals(0, said.code(), said::toString);
        assertEquals(List.of("bbo/btcusdt 20260126", "trade/ethusdt 20260126"), lake.published());
        assertEquals("20260126", lake.state().path("last_compacted_date").asText());
        assertTrue(said.out().contains("2 planned = 2 success"), said::toString);
        assertEquals(before, SmallLake.fingerprint(lake.raw));
        lake.check();
    }

    @Test
    void catchUpTakesAllDaysSinceTheWatermarkAndASecondRunNone() {
        threeDays();
        SmallLake.write(lake.compact.resolve("compacted/_state.json"), "{\"last_compacted_date\": \"20260123\"}");
        Map<String, String> before = SmallLake.fingerprint(lake.raw);

        Said first = lake.run("catch-up");
        assertEquals(0, first.code(), first::toString);
        assertEquals(6, lake.check().published().size());
        assertEquals(Map.of("20260124", "success", "20260125", "success", "20260126", "success"), days());
        assertEquals(400, lake.entry("bbo/btcusdt", YESTERDAY).path("rows").asLong());
        assertEquals(
                "GOOD",
                lake.entry("bbo/btcusdt", YESTERDAY).path("day_quality_post").asText());
        assertOneLogLineEach(first);

        Map<String, String> packed = SmallLake.fingerprint(lake.compact);
        Said second = lake.run("catch-up");
        assertEquals(0, second.code(), second::toString);
        assertTrue(second.out().contains("nothing to do"), second::toString);
        assertTrue(second.out().contains("already packed on 2026-01-27"), second::toString);
        assertEquals(packed, SmallLake.fingerprint(lake.compact));
        assertEquals(before, SmallLake.fingerprint(lake.raw));
    }

    private static void assertOneLogLineEach(Said said) {
        List<String> lines =
                said.log().lines().filter(line -> line.contains("partition=")).toList();
        assertEquals(6, lines.size(), said::toString);
        for (String field : List.of(
                "outcome=success",
                "rows=",
                "parts=",
                "bytes_in=",
                "bytes_out=",
                "list_s=",
                "read_s=",
                "merge_s=",
                "write_s=",
                "peak_planned=",
                "peak_actual=")) {
            assertTrue(lines.stream().allMatch(line -> line.contains(field)), field + " in " + lines);
        }
    }

    private Map<String, String> days() {
        Map<String, String> days = new TreeMap<>();
        lake.state()
                .path("days")
                .properties()
                .forEach(day ->
                        days.put(day.getKey(), day.getValue().path("status").asText()));
        return days;
    }

    @Test
    void theSidecarSaysWhatIsInTheFile() {
        lake.parts("bbo/btcusdt", YESTERDAY, 3);
        assertEquals(0, lake.run("daily").code());
        JsonNode meta = lake.meta("bbo/btcusdt", YESTERDAY);
        assertEquals(300, meta.path("rows").asLong());
        assertEquals(3, meta.path("source_files").asInt());
        assertEquals("[\"ts_event\",\"seq\"]", meta.path("ordering_columns").toString());
        assertEquals("bbo", meta.path("stream_type").asText());
        assertEquals("UNKNOWN", meta.path("day_quality").asText());
        assertTrue(meta.path("inversions").size() > 0, meta::toString);
        assertEquals(
                SmallLake.fingerprint(lake.compact)
                        .get("exchange=binance/stream=bbo/symbol=btcusdt/date=20260126" + "/data.parquet")
                        .split(" ", -1)[0],
                meta.path("sha256").asText());
        lake.check();
    }

    @Test
    void partsWithoutRowsAndOtherFilesDoNoHarm() throws Exception {
        lake.parts("bbo/btcusdt", YESTERDAY, 2);
        lake.part("bbo/btcusdt", YESTERDAY, 2, 0);
        lake.part("bbo/ethusdt", YESTERDAY, 0, 0);
        Path day = lake.partPath("bbo/btcusdt", YESTERDAY, 0).getParent();
        SmallLake.write(day.resolve("_SUCCESS"), "");
        SmallLake.write(day.resolve("notes.txt"), "hello");
        Said said = lake.run("catch-up --json");
        assertEquals(0, said.code(), said::toString);
        assertEquals(
                2,
                SmallLake.json(said.out())
                        .path("partitions")
                        .path(0)
                        .path("ignored_keys")
                        .asInt(),
                said::out);
        Files.delete(day.resolve("_SUCCESS"));
        Files.delete(day.resolve("notes.txt"));
        assertEquals(200, lake.entry("bbo/btcusdt", YESTERDAY).path("rows").asLong());
        assertEquals(0, lake.entry("bbo/ethusdt", YESTERDAY).path("rows").asLong());
        assertEquals(
                "success", lake.entry("bbo/ethusdt", YESTERDAY).path("status").asText());
        lake.check();
    }

    @Test
    void aDayWithoutPartsIsRecordedAsSuch() {
        lake.parts("bbo/btcusdt", YESTERDAY, 1);
        SmallLake.write(
                lake.raw.resolve(SmallLake.prefix("bbo/ethusdt", YESTERDAY)).resolve("_started"), "");
        Said said = lake.run("catch-up");
        assertEquals(0, said.code(), said::toString);
        assertTrue(said.out().contains("2 planned = 1 success + 1 no_files"), said::toString);
        assertEquals(
                "no_files", lake.entry("bbo/ethusdt", YESTERDAY).path("status").asText());
        assertFalse(Files.exists(lake.published("bbo/ethusdt", YESTERDAY, "data.parquet")));
        lake.check();
    }

    @Test
    void aLakeWithoutAnyDataIsNothingToDo() {
        Said said = lake.run("catch-up");
        assertEquals(0, said.code(), said::toString);
        assertTrue(said.out().contains("no data discovered"), said::toString);
        assertEquals(List.of(), SmallLake.below(lake.compact));
    }

    @Test
    void filtersAndLimitsNarrowARun() {
        threeDays().parts("bbo/solusdt", YESTERDAY, 1);
        SmallLake.write(lake.compact.resolve("compacted/_state.json"), "{\"last_compacted_date\": \"20260123\"}");

        assertEquals(
                0, lake.run("catch-up --max-days 1 --max-partitions-per-day 1").code());
        assertEquals(List.of("bbo/btcusdt 20260124"), lake.published());
        assertEquals("20260123", lake.state().path("last_compacted_date").asText());

        Said said = lake.run("catch-up --symbols solusdt,dogeusdt");
        assertEquals(0, said.code(), said::toString);
        assertTrue(said.out().contains("nothing matches") && said.out().contains("dogeusdt"), said::toString);
        assertEquals(List.of("bbo/btcusdt 20260124", "bbo/solusdt 20260126"), lake.published());

        assertEquals(0, lake.run("catch-up --streams trade --exchanges binance").code());
        assertEquals(5, lake.published().size());
        assertEquals(0, lake.run("catch-up").code());
        assertEquals(7, lake.check().published().size());
        assertEquals("20260126", lake.state().path("last_compacted_date").asText());
    }

    @Test
    void prefixesThatDoNotFitTheLayoutAreReported() {
        lake.parts("bbo/btcusdt", YESTERDAY, 1);
        SmallLake.write(lake.raw.resolve("exchange=binance/stream=bbo/symbol=x y/date=20260126/part-1.parquet"), "x");
        SmallLake.write(lake.raw.resolve("exchange=binance/stream=bbo/symbol=q/date=2026-01-26/part-1.parquet"), "x");
        SmallLake.write(lake.raw.resolve("stray/file"), "x");
        Said said = lake.run("catch-up");
        assertEquals(0, said.code(), said::toString);
        assertTrue(said.out().contains("prefixes of the raw store that do not fit the layout: 3"), said::toString);
        Said plan = lake.run("plan");
        for (String prefix : List.of("symbol=x y", "date=2026-01-26", "stray")) {
            assertTrue(plan.out().contains(prefix), () -> prefix + " in " + plan);
        }
    }
}
