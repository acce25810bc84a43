package dev.daypack.app;

import static dev.daypack.app.SmallLake.TODAY;
import static dev.daypack.app.SmallLake.YESTERDAY;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daypack.cli.CommandLines.Said;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Where {@code daypack daily} is all that is ever run. */
@Timeout(60)
class DailyTest {

    private static final String PARTITION = "bbo/btcusdt";

    @TempDir
    private Path directory;

    private SmallLake lakeWith(String status, String watermark) {
        SmallLake lake = new SmallLake(directory);
        lake.parts(PARTITION, TODAY.minusDays(3), 2).parts(PARTITION, YESTERDAY, 2);
        SmallLake.write(lake.compact.resolve("compacted/_state.json"), """
                {"last_compacted_date": "%s", "partitions": {"binance/bbo/btcusdt/20260124":
                  {"status": "%s", "updated_at": "2026-01-25T03:10:00Z"}}}""".formatted(watermark, status));
        return lake;
    }

    @Test
    void whatFailedBeforeIsTriedAgain() {
        SmallLake lake = lakeWith("failed", "20260123");
        assertEquals(0, lake.run("daily").code());
        assertEquals(
                "success",
                lake.entry(PARTITION, TODAY.minusDays(3)).path("status").asText());
        assertEquals("success", lake.entry(PARTITION, YESTERDAY).path("status").asText());
        assertEquals("20260126", lake.state().path("last_compacted_date").asText());
        assertEquals(2, lake.check().published().size());
    }

    /** A run that packed it anew was killed, long after the watermark had passed. */
    @Test
    void whatWasCutOffIsTakenUpAlsoBehindTheWatermark() {
        SmallLake lake = lakeWith("in_progress", "20260125");
        assertEquals(0, lake.run("daily").code());
        assertEquals(
                "success",
                lake.entry(PARTITION, TODAY.minusDays(3)).path("status").asText());
        assertEquals(2, lake.check().published().size());
    }

    @Test
    void whatWasNeverBegunIsToldLoudly() {
        SmallLake lake = lakeWith("success", "20260124");
        lake.parts(PARTITION, TODAY.minusDays(2), 2).parts("trade/ethusdt", TODAY.minusDays(2), 2);
        Said said = lake.run("daily");
        assertEquals(0, said.code(), said::toString);
        String told = "2 partition-days before yesterday, from binance/bbo/btcusdt/20260125 on, are not packed";
        assertTrue(said.log().contains("WARN") && said.log().contains(told), said::toString);
        assertTrue(said.out().contains(told), said::toString);
        assertTrue(said.out().contains("daypack catch-up does"), said::toString);
        assertEquals("20260124", lake.state().path("last_compacted_date").asText());
        assertEquals(0, lake.run("catch-up").code());
        assertFalse(lake.run("daily").out().contains("before yesterday"));
    }
}
