package dev.daypack.app;

import static dev.daypack.app.SmallLake.TODAY;
import static dev.daypack.app.SmallLake.YESTERDAY;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.daypack.cli.CommandLines.Said;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands that only look: {@code plan} and {@code quality-report}, for people and for machines. */
class ReportsTest {

    @TempDir
    private Path directory;

    private SmallLake lake;

    @BeforeEach
    void open() {
        lake = new SmallLake(directory);
        lake.windows(TODAY.minusDays(4), 96, "\"dropped_events\": 3");
        lake.windows(TODAY.minusDays(3), 96, "\"reconnects\": 6, \"queue_pct_peak\": 60");
        lake.windows(TODAY.minusDays(1), 96, "\"queue_pct_peak\": 3");
        lake.windows(TODAY, 10, "\"dropped_events\": 9");
    }

    private Map<String, String> everything() {
        Map<String, String> all = new TreeMap<>(SmallLake.fingerprint(lake.raw));
        all.putAll(SmallLake.fingerprint(lake.compact));
        return all;
    }

    @Test
    void theQualityReportHasALineForEachDay() {
        Map<String, String> before = everything();
        Said said = lake.run("quality-report --days 4");
        assertEquals(0, said.code(), said::toString);
        List<String> lines = said.out().lines().toList();
        assertEquals(5, lines.size(), said::toString);
        List<String> labels = List.of("BAD", "DEGRADED", "UNKNOWN", "GOOD");
        for (int day = 0; day < 4; day++) {
            String line = lines.get(day + 1);
            assertTrue(line.contains(labels.get(day)), line);
        }
        assertEquals(before, everything());
    }

    @Test
    void theQualityReportIsJsonForMachines() {
        JsonNode json =
                SmallLake.json(lake.run("quality-report --days 4 --json").out());
        List<String> labels = StreamSupport.stream(json.path("days").spliterator(), false)
                .map(day -> day.path("date").asText() + " "
                        + day.path("day_quality").asText())
                .toList();
        assertEquals(List.of("20260123 BAD", "20260124 DEGRADED", "20260125 UNKNOWN", "20260126 GOOD"), labels);
        assertEquals(
                288, json.path("days").path(0).path("stats").path("total_drops").asLong(), json::toString);
    }

    @Test
    void anUnreadableWindowIsShownAndTheOtherDaysToo() {
        lake.window(TODAY.minusDays(3), 5, "{");
        Said said = lake.run("quality-report --days 4");
        assertEquals(1, said.code(), said::toString);
        assertTrue(said.out().contains("window-005.json"), said::toString);
        assertTrue(said.out().contains("BAD") && said.out().contains("GOOD"), said::toString);
        JsonNode json =
                SmallLake.json(lake.run("quality-report --days 4 --json").out());
        assertTrue(json.path("days").path(1).path("error").asText().contains("window-005.json"), json::toString);
    }

    @Test
    void aPlanChangesNothingAndSaysWhy() {
        lake.parts("bbo/btcusdt", YESTERDAY, 2)
                .parts("bbo/btcusdt", TODAY, 1)
                .parts("bbo/btcusdt", TODAY.minusDays(5), 1);
        Map<String, String> before = everything();
        Said said = lake.run("plan");
        assertEquals(0, said.code(), said::toString);
        assertTrue(said.out().contains("fresh start"), said::toString);
        assertTrue(said.out().contains("today: the day is still open"), said::toString);
        assertTrue(said.out().contains("1 to do"), said::toString);
        assertEquals(before, everything());
        assertEquals(
                before.keySet().stream()
                        .filter(name -> name.startsWith("compacted"))
                        .toList(),
                List.of());
    }

    @Test
    void aPlanForMachinesIsWhatTheRunThenDoes() {
        lake.parts("bbo/btcusdt", YESTERDAY, 2).parts("trade/ethusdt", YESTERDAY, 1);
        assertEquals(0, lake.run("catch-up --symbols ethusdt").code());
        Map<String, String> before = everything();
        Said said = lake.run("plan --json");
        JsonNode json = SmallLake.json(said.out());
        assertEquals("2026-01-27", json.path("today").asText());
        List<String> steps = StreamSupport.stream(json.path("steps").spliterator(), false)
                .map(step -> step.path("partition").asText() + " "
                        + step.path("action").asText() + " " + step.path("work").asBoolean())
                .toList();
        assertEquals(List.of("binance/bbo/btcusdt pack true", "binance/trade/ethusdt skip false"), steps);
        assertEquals(before, everything());

        JsonNode run = SmallLake.json(lake.run("catch-up --json").out());
        assertEquals(1, run.path("planned").asInt(), run::toString);
        assertEquals(1, run.path("ended").path("success").asInt(), run::toString);
        assertEquals(
                "binance/bbo/btcusdt",
                run.path("partitions").path(0).path("partition").asText());
    }

    @Test
    void standardOutputIsForResultsOnly() {
        lake.parts("bbo/btcusdt", YESTERDAY, 2);
        Said said = lake.run("catch-up --json");
        assertEquals("", said.err());
        SmallLake.json(said.out());
        assertEquals(0, lake.run("plan --json").code());
    }
}
