package dev.daypack.app;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.daypack.input.PartRejectedException;
import dev.daypack.report.Outcome;
import dev.daypack.report.PartitionReport;
import dev.daypack.store.Condition;
import dev.daypack.store.MemoryStore;
import dev.daypack.store.MemoryStore.Call;
import dev.daypack.store.MemoryStore.Operation;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the simulation found, once more by itself. */
class SimulatedFindingsTest {

    private static final MemoryStore.Faults NONE = new MemoryStore.Faults() {};

    @TempDir
    private Path directory;

    /** Seed 5: a death after the commit, then parts are taken away; the state went on to speak of the file before. */
    @Test
    void whatIsKeptForWantOfPartsIsRecordedAllTheSame() {
        MemoryLake lake = new MemoryLake(directory, NONE, NONE);
        lake.run(0);
        byte[] stateBefore = lake.compact.get(MemoryLake.STATE).orElseThrow().bytes();
        lake.deliver(2, 20);
        lake.run(2);
        String etag = lake.etag().orElseThrow();
        lake.compact.put(MemoryLake.STATE, stateBefore, new Condition.Always());
        String lastPart = lake.raw.keys().stream()
                .filter(key -> key.startsWith(MemoryLake.PREFIX))
                .reduce((first, second) -> second)
                .orElseThrow();
        lake.raw.delete(lastPart);

        PartitionReport report = lake.run(2).partitions().get(0);

        assertEquals("fewer_rows", report.failure().orElseThrow().type());
        assertEquals(etag, lake.etag().orElseThrow());
        assertEquals(etag, lake.entry().path("etag").asText());
        assertEquals(90, lake.entry().path("rows").asInt());
    }

    /** Cut off while it was published anew, and then its evidence got worse: the state forgot what is published. */
    @Test
    void aDayThatIsOpenedAnewIsNotHeldBackByItsLabel() {
        MemoryLake lake = new MemoryLake(directory, NONE, NONE);
        lake.run(0);
        assertEquals("success", lake.entry().path("status").asText());
        String opened = lake.text(MemoryLake.STATE).replace("\"success\"", "\"in_progress\"");
        lake.compact.put(MemoryLake.STATE, opened.getBytes(StandardCharsets.UTF_8), new Condition.Always());
        assertEquals("in_progress", lake.entry().path("status").asText());
        lake.deliver(2, 20);
        String start = SmallLake.YESTERDAY.atTime(5, 0) + ":00Z";
        lake.raw.put(
                "quality/date=" + SmallLake.basic(SmallLake.YESTERDAY) + "/window-020.json",
                ("{\"window_start\": \"" + start + "\", \"is_partial\": true}").getBytes(StandardCharsets.UTF_8),
                new Condition.Always());

        PartitionReport report = lake.run(0).partitions().get(0);

        assertEquals(Outcome.SUCCESS, report.outcome(), report::toString);
        assertEquals("PARTIAL", lake.entry().path("day_quality_post").asText());
        lake.checkDone(90, "opened anew");
    }

    /** Results are recorded after the lease is given back; here another host takes a late part in between. */
    @Test
    void aResultThatIsRecordedLateDoesNotStandForWhatAnotherHostPublishedMeanwhile() {
        Overtaken overtaken = new Overtaken();
        MemoryLake lake = new MemoryLake(directory, NONE, overtaken);
        overtaken.lake = lake;

        lake.run(0);

        assertEquals(90, lake.json(MemoryLake.PREFIX + "meta.json").path("rows").asInt());
        lake.run(0);
        lake.checkDone(90, "recorded late");
    }

    /** Before the first write of a state a late part comes, and a whole run of another host. */
    private static final class Overtaken implements MemoryStore.Faults {

        private MemoryLake lake;

        @Override
        public void before(Call call) {
            if (lake != null && call.operation() == Operation.PUT && call.key().equals(MemoryLake.STATE)) {
                MemoryLake other = lake;
                lake = null;
                other.deliver(2, 20);
                other.run(0);
            }
        }
    }

    /** Seed 246: two attempts ended since parts came, the third met a broken transfer, and that was the verdict. */
    @Test
    void oneBadReadInTheLastAttemptIsNoVerdict() {
        Restless restless = new Restless();
        MemoryLake lake = new MemoryLake(directory, restless, NONE);
        restless.lake = lake;

        PartitionReport report = lake.run(0).partitions().get(0);

        assertEquals(2, restless.delivered);
        assertEquals(Outcome.FAILED, report.outcome(), report::toString);
        assertEquals("content_in_doubt", report.failure().orElseThrow().type());
        assertEquals("failed", lake.entry().path("status").asText());
        restless.lake = null;
        assertEquals(Outcome.SUCCESS, lake.run(0).partitions().get(0).outcome());
    }

    /** A part comes while the first is read, twice; the third time its page is broken. */
    private static final class Restless implements MemoryStore.Faults {

        private MemoryLake lake;
        private int delivered;
        private int attempts;
        private boolean isReading;

        @Override
        public synchronized void before(Call call) {
            if (lake == null) {
                return;
            }
            if (call.operation() == Operation.LIST && call.key().startsWith(MemoryLake.PREFIX)) {
                isReading = false;
            }
            if (call.operation() == Operation.READ && !isReading) {
                isReading = true;
                disturb(call.key());
            }
        }

        private void disturb(String key) {
            if (++attempts > 2) {
                throw new PartRejectedException(PartRejectedException.Reason.CORRUPT, key, "", 0, "a broken transfer");
            }
            delivered++;
            lake.deliver(5 + attempts, 10);
        }
    }
}
