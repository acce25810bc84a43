package dev.daypack.app;

import static dev.daypack.app.SmallLake.TODAY;
import static dev.daypack.app.SmallLake.YESTERDAY;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.daypack.cli.CommandLines.Said;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A lake that the Python job has worked on: its state is taken over, and its spellings still work. */
class OldJobTest {

    private static final LocalDate OLD = TODAY.minusDays(3);
    private static final LocalDate QUARANTINED = TODAY.minusDays(4);

    @TempDir
    private Path directory;

    private SmallLake lake;

    /** What the old job wrote: its own file, and entries without digest, ETag or attempt; and keys of others. */
    @BeforeEach
    void open() {
        lake = new SmallLake(directory);
        for (LocalDate date : List.of(QUARANTINED, OLD, TODAY.minusDays(2), YESTERDAY)) {
            lake.parts("bbo/btcusdt", date, 2);
        }
        SmallLake.write(lake.published("bbo/btcusdt", OLD, "data.parquet"), "the old job's file");
        SmallLake.write(lake.compact.resolve("compacted/_state.json"), """
                {"last_compacted_date": "20260124", "updated_at": "2026-01-25T02:41:07Z", "owner": {"team": "quant"},
                 "days": {"20260123": {"status": "quarantine", "updated_at": "2026-01-24T02:40:00Z", "seen_by": "kim"},
                          "20260124": {"status": "success", "updated_at": "2026-01-25T02:41:07Z"}},
                 "partitions": {"binance/bbo/btcusdt/20260124": {"status": "success", "day_quality_post": "GOOD",
                   "post_filter_version": "1.0.0", "rows": 18231921, "total_size_bytes": 412334221, "note": "kept",
                   "updated_at": "2026-01-25T02:41:07Z"}}}
                """);
    }

    private void assertTheOldIsKept() {
        JsonNode state = lake.state();
        assertEquals("quant", state.path("owner").path("team").asText());
        assertEquals("kim", state.path("days").path("20260123").path("seen_by").asText());
        JsonNode entry = lake.entry("bbo/btcusdt", OLD);
        assertEquals("kept", entry.path("note").asText());
        assertEquals(18_231_921, entry.path("rows").asLong());
        assertEquals("2026-01-25T02:41:07Z", entry.path("updated_at").asText());
        assertEquals("the old job's file", SmallLake.text(lake.published("bbo/btcusdt", OLD, "data.parquet")));
    }

    @Test
    void catchUpGoesOnWhereTheOldJobStopped() {
        Said said = lake.run("--mode catch-up");
        assertEquals(0, said.code(), said::toString);
        assertTrue(said.out().contains("2 planned = 2 success"), said::toString);
        assertEquals("20260126", lake.state().path("last_compacted_date").asText());
        assertTheOldIsKept();
    }

    @Test
    void recheckingLeavesWhatItCannotJudge() {
        Said said = lake.run("catch-up --recheck-days 30");
        assertEquals(0, said.code(), said::toString);
        assertTheOldIsKept();
        Said plan = lake.run("plan --recheck-days 30");
        assertTrue(plan.out().contains("no manifest digest"), plan::toString);
    }

    @Test
    void theOldModesMeanTheSame() {
        assertEquals(0, lake.run("--mode daily").code());
        assertEquals(List.of("bbo/btcusdt 20260124", "bbo/btcusdt 20260126"), lake.published());
        assertTheOldIsKept();
        Said backfill = lake.run("--mode=backfill --date-from 20260125 --date-to 2026-01-25");
        assertEquals(0, backfill.code(), backfill::toString);
        assertTrue(lake.published().contains("bbo/btcusdt 20260125"));
        Said report = lake.run("--quality-report --days 2");
        assertEquals(0, report.code(), report::toString);
        assertTrue(report.out().contains("UNKNOWN"), report::toString);
        assertEquals(2, lake.run("--mode weekly").code());
    }

    @Test
    void overwritingReplacesTheOldJobsFileAndKeepsOthersKeys() {
        Said said = lake.run("backfill --date-from 20260124 --date-to 20260124 --overwrite");
        assertEquals(0, said.code(), said::toString);
        assertEquals(200, lake.entry("bbo/btcusdt", OLD).path("rows").asLong());
        assertEquals("kept", lake.entry("bbo/btcusdt", OLD).path("note").asText());
        lake.check();
    }

    @Test
    void aDayThatTheOldJobQuarantinedStaysSoUntilAsked() {
        byte[] before = SmallLake.bytes(lake.compact.resolve("compacted/_state.json"));
        Said plan = lake.run("plan --mode backfill --date-from 20260123 --date-to 20260123");
        assertTrue(plan.out().contains("use --retry-quarantine"), plan::toString);
        assertArrayEquals(before, SmallLake.bytes(lake.compact.resolve("compacted/_state.json")));
        assertEquals(
                0,
                lake.run("backfill --date-from 20260123 --date-to 20260123 --retry-quarantine")
                        .code());
        assertTrue(lake.published().contains("bbo/btcusdt 20260123"));
        assertEquals(
                "success",
                lake.state().path("days").path("20260123").path("status").asText());
        assertEquals(
                "kim",
                lake.state().path("days").path("20260123").path("seen_by").asText());
    }
}
