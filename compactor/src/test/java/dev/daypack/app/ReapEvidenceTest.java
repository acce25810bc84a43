package dev.daypack.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.daypack.integrity.DayVerdict;
import dev.daypack.integrity.DayVerdict.Standing;
import dev.daypack.integrity.ReapReport;
import dev.daypack.integrity.ReapVerdict.Ending;
import dev.daypack.publish.ReapedRecord;
import dev.daypack.report.Finding;
import dev.daypack.report.FsckReport;
import dev.daypack.report.Outcome;
import dev.daypack.report.PartitionReport;
import dev.daypack.report.RebuildReport;
import dev.daypack.report.RunReport;
import dev.daypack.store.Condition;
import dev.daypack.store.MemoryStore;
import dev.daypack.store.MemoryStore.Call;
import dev.daypack.store.MemoryStore.Operation;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The record of a reap is evidence of what was published, for whoever comes when other witnesses are lost. */
class ReapEvidenceTest {

    private static final LocalDate DAY = SmallLake.YESTERDAY;
    private static final String DATA = IntegrityLake.prefix(DAY) + "data.parquet";

    private static IntegrityLake original;

    @TempDir
    Path directory;

    @BeforeAll
    static void pack(@TempDir Path lake) {
        original = IntegrityLake.packed(lake);
        original.reaped();
    }

    private IntegrityLake reaped() {
        return original.copy(directory, new MemoryStore.Faults() {}, new MemoryStore.Faults() {});
    }

    private static List<Outcome> outcomes(RunReport report) {
        return report.partitions().stream().map(PartitionReport::outcome).toList();
    }

    private static JsonNode entry(IntegrityLake lake) {
        return lake.json(IntegrityLake.STATE).path("partitions").path(IntegrityLake.stateKey(DAY));
    }

    private static void loseEntries(IntegrityLake lake) {
        lake.edit(IntegrityLake.STATE, state -> ((ObjectNode) state.get("partitions")).removeAll());
    }

    /** Without the record the late part would be all that there is, and look like a day. */
    @Test
    void aReapedDayOfWhichFileAndEntryAreLostIsNotPackedFromWhatComesLate() {
        IntegrityLake lake = reaped();
        lake.compact.delete(DATA);
        loseEntries(lake);
        lake.deliver(DAY, 9, 5);
        for (RunReport report : List.of(lake.backfill(DAY, false), lake.catchUp(30))) {
            assertEquals(List.of(Outcome.FAILED), outcomes(report), report::toString);
            String error = report.partitions().get(0).failure().orElseThrow().error();
            assertTrue(error.contains("1 others are there now; and what was packed from them is gone"), error);
            assertEquals("failed", entry(lake).path("status").asText());
            assertEquals("reaped", entry(lake).path("error_type").asText());
        }
        assertEquals(Optional.empty(), lake.compact.head(DATA));
    }

    /** What is published of it stands there whole; a state that does not say so would hold the watermark for ever. */
    @Test
    void aReapedDayWhoseEntryIsLostIsRecordedAgainFromItsFile() {
        IntegrityLake lake = reaped();
        String success = withoutTimes(entry(lake));
        loseEntries(lake);
        RunReport report = lake.backfill(DAY, false);
        assertEquals(List.of(Outcome.SKIPPED), outcomes(report), report::toString);
        assertEquals(success, withoutTimes(entry(lake)));
    }

    @Test
    void aReapedDayWhoseEntryIsOpenIsRecordedAgainFromItsFile() {
        IntegrityLake lake = reaped();
        String success = withoutTimes(entry(lake));
        lake.editEntry(DAY, entry -> entry.put("status", "in_progress"));
        assertEquals(List.of(Outcome.SKIPPED), outcomes(lake.backfill(DAY, false)));
        assertEquals(success, withoutTimes(entry(lake)));
    }

    /** Only what came late is in trouble: that is a remark beside what the file is. */
    @Test
    void aReapedDayWhoseEntryIsLostIsRecordedAgainBesideTheTroubleWithLateParts() {
        IntegrityLake lake = reaped();
        String etag = entry(lake).path("etag").asText();
        loseEntries(lake);
        lake.deliver(DAY, 9, 5);
        assertEquals(List.of(Outcome.FAILED), outcomes(lake.backfill(DAY, false)));
        assertEquals("success", entry(lake).path("status").asText());
        assertEquals(70, entry(lake).path("rows").asLong());
        assertEquals(etag, entry(lake).path("etag").asText());
        assertEquals("reaped", entry(lake).path("error_type").asText());
    }

    /** All that is left of such a day is its record: neither raw nor the store has a prefix of it. */
    @Test
    void aRebuiltStateKnowsOfAReapedDayThatHasLostItsFile() {
        IntegrityLake lake = reaped();
        String success = withoutTimes(entry(lake));
        byte[] data = lake.bytes(DATA);
        lose(lake);
        lake.compact.delete(IntegrityLake.STATE);
        RebuildReport report = lake.rebuildState();
        assertEquals("failed", entry(lake).path("status").asText(), report::toString);
        assertEquals("reaped", entry(lake).path("error_type").asText());
        assertTrue(report.notes().get(0).startsWith("1 partition-day, the first binance/bbo/btcusdt/20260126"));

        DayVerdict verdict = lake.verdict(false);
        assertEquals(List.of("missing data.parquet"), List.copyOf(IntegrityLake.kinds(verdict)));
        assertTrue(verdict.deviations().get(0).remedy().startsWith("restore the object"), verdict::toString);
        FsckReport found = lake.fsck(true);
        assertTrue(kinds(found).contains(Finding.Kind.REAPED), found::toString);
        assertTrue(found.findings().stream()
                .noneMatch(finding -> finding.cures().toString().contains("--overwrite")));

        // As its remedy says: the very bytes are put back.
        lake.compact.put(DATA, data, new Condition.Always());
        assertEquals(0, lake.fsck(true).left());
        assertEquals(Standing.SOUND, lake.verdict(false).standing());
        assertEquals(
                success.replaceAll("\"etag\":\"[^\"]*\"", ""),
                withoutTimes(entry(lake)).replaceAll("\"etag\":\"[^\"]*\"", ""));
    }

    /** It is whole, fits its own footer, and a repair would make sidecars and state fit it; but it lacks rows. */
    @Test
    void anOlderGenerationInThePlaceOfTheReapedOneIsNotTakenForIt() {
        IntegrityLake lake = new IntegrityLake(directory);
        lake.deliver(DAY, 0, 40);
        assertTrue(lake.catchUp(0).isClean());
        byte[] older = lake.bytes(DATA);
        lake.deliver(DAY, 1, 30);
        assertTrue(lake.catchUp(30).isClean());
        assertEquals(Ending.REAPED, lake.reaped().ending());
        lake.compact.put(DATA, older, new Condition.Always());

        FsckReport repaired = lake.fsck(true);
        assertEquals(List.of(Finding.Kind.REAPED), kinds(repaired), repaired::toString);
        assertEquals(1, repaired.left());
        assertTrue(repaired.findings().get(0).problem().contains("of 70 rows"), repaired::toString);

        // Whoever makes all other witnesses agree, has not made the record agree.
        lake.compact.delete(IntegrityLake.prefix(DAY) + "meta.json");
        lake.compact.delete(IntegrityLake.STATE);
        lake.rebuildState();
        DayVerdict verdict = lake.verdict(false);
        assertTrue(IntegrityLake.kinds(verdict).contains("reaped data.parquet"), verdict::toString);
        assertTrue(verdict.deviations().get(0).remedy().startsWith("restore the object"), verdict::toString);
    }

    @Test
    void aRecordThatCannotBeReadIsFound() {
        IntegrityLake lake = reaped();
        lake.compact.with(ReapedRecord.PREFIX + IntegrityLake.stateKey(DAY) + ".json", "{}");
        FsckReport found = lake.fsck(false);
        assertEquals(List.of(Finding.Kind.REAPED), kinds(found), found::toString);
        assertTrue(found.findings().get(0).problem().contains("cannot be read"), found::toString);
    }

    /** Nothing failed, and nothing ever will: told, and no reason for a nightly run to end with 1. */
    @Test
    void aDayOfAnotherProgramIsToldAndIsNoTrouble() {
        IntegrityLake lake = IntegrityLake.packed(directory);
        lake.editEntry(DAY, entry -> entry.retain("status", "rows", "total_size_bytes", "updated_at"));
        List<String> raw = IntegrityLake.stats(lake.raw, "");
        for (boolean isDeleting : new boolean[] {false, true}) {
            ReapReport report = lake.reap(isDeleting);
            assertTrue(report.isClean(), report::toString);
            assertEquals(List.of(), report.verdicts());
            assertTrue(
                    report.notes().get(0).startsWith("left out: 1 partition-day packed by another program"),
                    report::toString);
        }
        assertEquals(raw, IntegrityLake.stats(lake.raw, ""));
    }

    private static void lose(IntegrityLake lake) {
        for (String name : List.of("data.parquet", "meta.json", "quality_day.json")) {
            lake.compact.delete(IntegrityLake.prefix(DAY) + name);
        }
    }

    private static String withoutTimes(JsonNode entry) {
        return ((ObjectNode) entry).without(List.of("updated_at")).toString();
    }

    private static List<Finding.Kind> kinds(FsckReport report) {
        return report.findings().stream().map(Finding::kind).toList();
    }

    @Test
    void theTroubleOfALatePartGoesWithThePart() {
        IntegrityLake lake = reaped();
        JsonNode packed = entry(lake);
        String late = lake.deliver(DAY, 9, 5);
        assertEquals(List.of(Outcome.FAILED), outcomes(lake.catchUp(30)));
        assertEquals("reaped", entry(lake).path("error_type").asText());
        assertEquals(late, entry(lake).path("failing_key").asText());
        assertEquals(List.of(), kinds(lake.fsck(true)));
        lake.raw.delete(late);
        RunReport again = lake.retry(DAY);
        assertEquals(List.of(Outcome.SKIPPED), outcomes(again), again::toString);
        assertEquals(packed, entry(lake));
    }

    @Test
    void newDaysCostOneListingForAllOfThemWhereNothingWasReaped() {
        Asked asked = new Asked();
        IntegrityLake lake = new IntegrityLake(directory, new MemoryStore.Faults() {}, asked);
        lake.deliver(DAY.minusDays(3), 0, 10);
        lake.backfill(DAY.minusDays(3), false);
        for (int day = 0; day < 3; day++) {
            lake.deliver(DAY.minusDays(day), 0, 10);
        }
        asked.records.clear();
        asked.listings = 0;
        assertEquals(List.of(Outcome.SUCCESS, Outcome.SUCCESS, Outcome.SUCCESS), outcomes(lake.catchUp(0)));
        assertEquals(List.of(), asked.records);
        assertEquals(1, asked.listings);
    }

    /** Remembers who asks for records. */
    private static final class Asked implements MemoryStore.Faults {

        private final List<String> records = new CopyOnWriteArrayList<>();
        private int listings;

        @Override
        public synchronized void before(Call call) {
            if (call.key().startsWith(ReapedRecord.PREFIX)) {
                records.add(call.key());
            }
            listings +=
                    call.operation() == Operation.LIST_PREFIXES && call.key().equals("compacted/") ? 1 : 0;
        }
    }
}
