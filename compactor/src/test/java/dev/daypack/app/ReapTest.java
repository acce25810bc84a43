package dev.daypack.app;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.daypack.integrity.DayVerdict.Standing;
import dev.daypack.integrity.ReapReport;
import dev.daypack.integrity.ReapReportText;
import dev.daypack.integrity.ReapVerdict;
import dev.daypack.integrity.ReapVerdict.Ending;
import dev.daypack.json.Schemas;
import dev.daypack.publish.Manifest;
import dev.daypack.publish.ReapedRecord;
import dev.daypack.report.Outcome;
import dev.daypack.report.PartitionReport;
import dev.daypack.report.RunReport;
import dev.daypack.store.Condition;
import dev.daypack.store.MemoryStore;
import dev.daypack.store.MemoryStore.Call;
import dev.daypack.store.MemoryStore.Operation;
import dev.daypack.store.ObjectStat;
import dev.daypack.store.StoreException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Raw parts go after proof and record, by key and ETag; and whoever comes later knows. */
class ReapTest {

    private static final LocalDate DAY = SmallLake.YESTERDAY;
    private static final String PREFIX = IntegrityLake.prefix(DAY);
    private static final String DATA = PREFIX + "data.parquet";
    private static final String RECORD = ReapedRecord.PREFIX + IntegrityLake.stateKey(DAY) + ".json";

    private static IntegrityLake original;

    @TempDir
    Path directory;

    @BeforeAll
    static void pack(@TempDir Path lake) {
        original = IntegrityLake.packed(lake);
    }

    @Test
    void partsGoAfterTheRecordAndNothingElseDoes() {
        IntegrityLake lake = packed();
        lake.raw.with(PREFIX + "_SUCCESS", "").with(PREFIX + "notes.txt", "x");
        byte[] data = lake.bytes(DATA);
        ReapVerdict verdict = lake.reaped();
        assertEquals(Ending.REAPED, verdict.ending(), verdict::toString);
        assertEquals(2, verdict.deletedParts());
        assertEquals("reaped; 2 other objects were left", verdict.reason());
        assertEquals(List.of(PREFIX + "_SUCCESS", PREFIX + "notes.txt"), rawKeys(lake));
        assertArrayEquals(data, lake.bytes(DATA));
        assertEquals(List.of(), Schemas.violations("reaped", lake.bytes(RECORD)));
        ReapedRecord record = ReapedRecord.parse(lake.bytes(RECORD), RECORD);
        assertTrue(record.isComplete());
        assertEquals(2, record.parts().size());
        assertEquals(70, record.rows());
        assertEquals(0, lake.reap(true).verdicts().size(), "a second reap finds nothing to do");
        assertEquals(Standing.SOUND, lake.verdict(true).standing());
    }

    @Test
    void withoutDeleteNothingIsWritten() {
        IntegrityLake lake = packed();
        List<String> raw = IntegrityLake.stats(lake.raw, "");
        List<String> compact = IntegrityLake.stats(lake.compact, "");
        ReapReport report = lake.reap(false);
        assertEquals(Ending.WOULD, report.verdicts().get(0).ending());
        assertEquals(2, report.verdicts().get(0).parts());
        assertTrue(report.verdicts().get(0).sizeBytes() > 1_000);
        assertEquals(raw, IntegrityLake.stats(lake.raw, ""));
        assertEquals(compact, IntegrityLake.stats(lake.compact, ""));
        List<String> lines = ReapReportText.lines(report);
        assertTrue(lines.contains("reap: 1 partition-day = 1 to be reaped"), lines::toString);
        assertTrue(lines.get(lines.size() - 1).startsWith("nothing was deleted"), lines::toString);
    }

    /** A reason to keep a day's parts, and a word of what is said then; none if the day is not even looked at. */
    record Reason(String name, Consumer<IntegrityLake> plant, String said) {

        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Reason> reasons() {
        return Stream.of(
                new Reason("a part came late", lake -> lake.deliver(DAY, 7, 5), "1 raw parts are not packed"),
                new Reason(
                        "a part was replaced", lake -> lake.deliver(DAY, 1, 31), "1 raw parts changed since they were"),
                new Reason(
                        "a part is another generation of the same bytes",
                        lake -> lake.deliver(DAY, 0, 40),
                        "1 raw parts changed since they were"),
                new Reason(
                        "a part is missing", lake -> lake.raw.delete(firstPart(lake)), "1 raw parts are missing, and"),
                new Reason(
                        "what is published is broken",
                        lake -> lake.replaceUnnoticed(DAY, new byte[100]),
                        "what is published is not as claimed"),
                new Reason("what is published is gone", lake -> lake.compact.delete(DATA), "not as claimed"),
                new Reason("the sidecar is gone", lake -> lake.compact.delete(PREFIX + "meta.json"), "not as claimed"),
                new Reason(
                        "the sidecar names no parts",
                        lake -> lake.editMeta(DAY, meta -> meta.remove("inputs")),
                        "does not name the parts"),
                new Reason(
                        "the state speaks of another object",
                        lake -> lake.editEntry(DAY, entry -> entry.put("etag", "x")),
                        "not as claimed"),
                new Reason(
                        "a record of another packing stands there",
                        lake -> lake.compact.with(RECORD, record(lake).replace("\"rows\"", "\"Rows\"")),
                        "rows"),
                new Reason(
                        "a record is of other bytes",
                        lake -> lake.compact.with(
                                RECORD, record(lake).replaceAll("\"sha256\" : \"..", "\"sha256\" : \"zz")),
                        "of another packing"),
                new Reason(
                        "the state says quarantine",
                        lake -> lake.editEntry(DAY, entry -> entry.put("status", "quarantine")),
                        ""),
                new Reason(
                        "the state says failed",
                        lake -> lake.editEntry(DAY, entry -> entry.put("status", "failed")),
                        ""),
                new Reason(
                        "the day is not settled",
                        lake -> lake.edit(IntegrityLake.STATE, state -> state.put("last_compacted_date", "20260125")),
                        ""),
                new Reason(
                        "nothing is settled",
                        lake -> lake.edit(IntegrityLake.STATE, state -> state.remove("last_compacted_date")),
                        ""));
    }

    @ParameterizedTest
    @MethodSource("reasons")
    void aDayKeepsItsPartsFor(Reason reason) {
        IntegrityLake lake = packed();
        reason.plant().accept(lake);
        List<String> raw = IntegrityLake.stats(lake.raw, "");
        List<String> compact = IntegrityLake.stats(lake.compact, "");
        ReapReport report = lake.reap(true);
        assertEquals(raw, IntegrityLake.stats(lake.raw, ""));
        assertEquals(compact, IntegrityLake.stats(lake.compact, ""), "a record, or a lease, was left");
        if (reason.said().isEmpty()) {
            assertEquals(List.of(), report.verdicts());
            assertEquals(1, report.notes().size(), report::toString);
        } else {
            ReapVerdict verdict = report.verdicts().get(0);
            assertTrue(verdict.ending().isTrouble(), verdict::toString);
            assertTrue(verdict.reason().contains(reason.said()), verdict::toString);
            assertFalse(report.isClean());
        }
    }

    @Test
    void graceDaysCountFromTheDayAndFromItsPacking() {
        IntegrityLake lake = packed();
        assertEquals(0, lake.reap(true, 1, false).verdicts().size(), "packed today, as the state says");
        lake.editEntry(DAY, entry -> entry.put("updated_at", "2026-01-26T03:10:00Z"));
        assertEquals(0, lake.reap(true, 2, false).verdicts().size(), "of yesterday");
        assertEquals(Ending.REAPED, lake.reap(true, 1, false).verdicts().get(0).ending());
    }

    @Test
    void aRebuildBeforehandFindsWhatTheFileAloneDoesNotTell() {
        IntegrityLake lake = packed();
        lake.settings.put("DAYPACK_PAGE_ROWS", "8");
        assertEquals(Ending.REAPED, lake.reap(true, 0, true).verdicts().get(0).ending());
    }

    @Test
    void aDayThatIsBeingWorkedOnIsLeftAlone() {
        IntegrityLake lake = packed();
        lake.compact.with("compacted/locks/" + IntegrityLake.stateKey(DAY) + ".lock", "{}");
        List<String> raw = IntegrityLake.stats(lake.raw, "");
        assertEquals(Ending.LOCKED, lake.reaped().ending());
        assertEquals(raw, IntegrityLake.stats(lake.raw, ""));
    }

    @Test
    void aPartThatIsReplacedAtTheLastMomentIsLeftAloneAndTold() {
        Meddler meddler = new Meddler();
        IntegrityLake lake = packed(meddler, new MemoryStore.Faults() {});
        String second = lake.raw.list(PREFIX).get(1).key();
        meddler.atFirstDelete = () -> lake.raw.put(second, new byte[] {1, 2, 3}, new Condition.Always());
        lake.settings.put("DAYPACK_WORKERS", "1");
        ReapVerdict verdict = lake.reaped();
        // The part may have been deleted before: then what came is a new part. Nobody deletes it either way.
        assertEquals(Ending.KEPT, verdict.ending(), verdict::toString);
        assertTrue(verdict.reason().contains(second), verdict::toString);
        assertArrayEquals(
                new byte[] {1, 2, 3}, lake.raw.get(second).orElseThrow().bytes());
    }

    @Test
    void aPartThatComesWhileADayIsReapedIsLeftAloneAndTold() {
        Meddler meddler = new Meddler();
        IntegrityLake lake = packed(meddler, new MemoryStore.Faults() {});
        meddler.atFirstDelete = () -> lake.deliver(DAY, 9, 5);
        ReapVerdict verdict = lake.reaped();
        assertEquals(Ending.KEPT, verdict.ending(), verdict::toString);
        assertTrue(verdict.reason().startsWith("1 raw parts came while the day was reaped"), verdict::toString);
        assertEquals(1, rawKeys(lake).size());
        assertTrue(ReapedRecord.parse(lake.bytes(RECORD), RECORD).isComplete());
        checkLateIsRefused(lake);
    }

    @Test
    void aReapedDayIsNeitherEmptyNorChanged() {
        IntegrityLake lake = packed();
        lake.raw.with(PREFIX + "_SUCCESS", "");
        lake.reaped();
        String state = lake.json(IntegrityLake.STATE).path("partitions").toString();
        String etag = lake.compact.head(DATA).orElseThrow().etag();
        RunReport recheck = lake.catchUp(30);
        assertEquals(List.of(Outcome.SKIPPED), outcomes(recheck));
        assertTrue(recheck.partitions().get(0).reason().startsWith("the raw parts were reaped on 2026-01-27"));
        lake.raw.delete(PREFIX + "_SUCCESS");
        assertEquals(List.of(), outcomes(lake.catchUp(30)), "it is not even found");
        RunReport backfill = lake.backfill(DAY, true);
        assertEquals(List.of(Outcome.FAILED), outcomes(backfill));
        String error = backfill.partitions().get(0).failure().orElseThrow().error();
        assertTrue(error.contains("reaped on 2026-01-27; what is published stays"), error);
        assertTrue(error.contains("restore the 2 parts that " + RECORD + " names"), error);
        assertEquals(List.of(), outcomes(lake.backfill(DAY, false)));
        assertEquals(state, lake.json(IntegrityLake.STATE).path("partitions").toString());
        assertEquals(etag, lake.compact.head(DATA).orElseThrow().etag());
    }

    @Test
    void partsThatComeAfterADayWasReapedAreNotTakenForTheDay() {
        IntegrityLake lake = packed();
        lake.reaped();
        lake.deliver(DAY, 9, 200);
        checkLateIsRefused(lake);
    }

    private static void checkLateIsRefused(IntegrityLake lake) {
        String etag = lake.compact.head(DATA).orElseThrow().etag();
        for (RunReport report : List.of(lake.catchUp(30), lake.backfill(DAY, true))) {
            assertEquals(List.of(Outcome.FAILED), outcomes(report));
            String error = report.partitions().get(0).failure().orElseThrow().error();
            assertTrue(error.contains("and 1 others are there now; what is published stays"), error);
        }
        assertEquals(etag, lake.compact.head(DATA).orElseThrow().etag());
        assertEquals(
                "success",
                lake.json(IntegrityLake.STATE)
                        .path("partitions")
                        .path(IntegrityLake.stateKey(DAY))
                        .path("status")
                        .asText());
    }

    @Test
    void aReapedDayWhoseFileIsLostIsNoEmptyDay() {
        IntegrityLake lake = packed();
        lake.raw.with(PREFIX + "_SUCCESS", "");
        lake.reaped();
        lake.compact.delete(DATA);
        RunReport report = lake.catchUp(30);
        assertEquals(List.of(Outcome.FAILED), outcomes(report));
        assertTrue(report.partitions().get(0).failure().orElseThrow().error().contains("packed from them is gone"));
        assertEquals(
                "success",
                lake.json(IntegrityLake.STATE)
                        .path("partitions")
                        .path(IntegrityLake.stateKey(DAY))
                        .path("status")
                        .asText());
        assertTrue(lake.verdict(false).deviations().get(0).remedy().startsWith("restore the object"));
    }

    @Test
    void partsThatWereRestoredArePackedAgainOnceTheRecordIsRemoved() {
        IntegrityLake lake = packed();
        lake.reaped();
        lake.deliver(DAY, 0, 40);
        lake.deliver(DAY, 1, IntegrityLake.ties(DAY, 30));
        assertEquals(List.of(Outcome.FAILED), outcomes(lake.backfill(DAY, true)));
        lake.compact.delete(RECORD);
        assertEquals(List.of(Outcome.SUCCESS), outcomes(lake.backfill(DAY, true)));
        assertEquals(Ending.REAPED, lake.reaped().ending());
    }

    @Test
    void aRecordThatCannotBeReadStopsThePackingOfItsDay() {
        IntegrityLake lake = packed();
        lake.reaped();
        lake.compact.with(RECORD, "{}");
        RunReport report = lake.backfill(DAY, true);
        assertEquals(
                "unreadable_record",
                report.partitions().get(0).failure().orElseThrow().type());
        assertEquals(Standing.FAILED, lake.verdict(false).standing());
    }

    /** Every call to either store fails once: before it, or after it was carried out. */
    @Test
    void aReapThatFailsAtAnyCallIsTakenUpByTheNext() {
        int strikes = 0;
        for (boolean isRaw : new boolean[] {false, true}) {
            for (boolean isAfter : new boolean[] {false, true}) {
                int number = 0;
                while (strike(isRaw, isAfter, number)) {
                    number++;
                    strikes++;
                }
                assertTrue(isAfter || number > 2, "no call was struck");
            }
        }
        assertTrue(strikes > 20, "only " + strikes + " calls were struck");
    }

    /** False if there were fewer calls. */
    private boolean strike(boolean isRaw, boolean isAfter, int number) {
        String what = (isRaw ? "raw" : "compact") + " call " + number + (isAfter ? ", answer lost" : ", not sent");
        Strike strike = new Strike(number, isAfter);
        IntegrityLake lake = packed(isRaw ? strike : new Strike(-1, false), isRaw ? new Strike(-1, false) : strike);
        byte[] data = lake.bytes(DATA);
        strike.isArmed = true;
        try {
            lake.reap(true);
        } catch (StoreException e) {
            assertTrue(strike.isStruck, what);
        }
        strike.isArmed = false;
        boolean isBegun = lake.compact.head(RECORD).isPresent();
        assertTrue(isBegun || rawKeys(lake).size() == 2, () -> what + ": parts were deleted without a record");
        // A lease that was not given back runs out.
        lake.compact.delete("compacted/locks/" + IntegrityLake.stateKey(DAY) + ".lock");
        ReapReport again = lake.reap(true);
        assertTrue(again.isClean(), () -> what + ": " + again);
        assertEquals(List.of(), rawKeys(lake), what);
        assertTrue(ReapedRecord.parse(lake.bytes(RECORD), RECORD).isComplete(), what);
        assertArrayEquals(data, lake.bytes(DATA), what);
        assertEquals(List.of(), outcomes(lake.catchUp(30)), what);
        return strike.isStruck;
    }

    private IntegrityLake packed() {
        return packed(new MemoryStore.Faults() {}, new MemoryStore.Faults() {});
    }

    private IntegrityLake packed(MemoryStore.Faults rawFaults, MemoryStore.Faults compactFaults) {
        return original.copy(directory, rawFaults, compactFaults);
    }

    private static String firstPart(IntegrityLake lake) {
        return lake.raw.list(PREFIX).get(0).key();
    }

    private static List<String> rawKeys(IntegrityLake lake) {
        return lake.raw.list(PREFIX).stream().map(ObjectStat::key).toList();
    }

    private static List<Outcome> outcomes(RunReport report) {
        return report.partitions().stream().map(PartitionReport::outcome).toList();
    }

    /** A record of this very day, as a reap would write it, unless somebody changes it. */
    private static String record(IntegrityLake lake) {
        ObjectNode meta = lake.json(PREFIX + "meta.json");
        List<Manifest.Input> parts = lake.raw.list(PREFIX).stream()
                .map(stat -> new Manifest.Input(stat.key(), stat.sizeBytes(), stat.etag()))
                .toList();
        ReapedRecord record = new ReapedRecord(
                IntegrityLake.stateKey(DAY),
                SmallLake.onMorningOf(SmallLake.TODAY).instant(),
                Optional.empty(),
                meta.get("etag").asText(),
                meta.get("sha256").asText(),
                70,
                meta.get("manifest_digest").asText(),
                "memory:///",
                parts,
                "0.1.0");
        return new String(record.toBytes(), StandardCharsets.UTF_8);
    }

    /** Does something when the first part is about to be deleted. */
    private static final class Meddler implements MemoryStore.Faults {

        private Runnable atFirstDelete;

        @Override
        public synchronized void before(Call call) {
            if (call.operation() == Operation.DELETE && atFirstDelete != null) {
                Runnable task = atFirstDelete;
                atFirstDelete = null;
                task.run();
            }
        }
    }

    /** Fails one call of those that are made while it is armed. */
    private static final class Strike implements MemoryStore.Faults {

        private final int number;
        private final boolean isAfter;
        private int calls;
        private volatile boolean isArmed;
        private volatile boolean isStruck;

        Strike(int number, boolean isAfter) {
            this.number = number;
            this.isAfter = isAfter;
        }

        @Override
        public void before(Call call) {
            if (!isAfter && isTurn(call)) {
                throw new StoreException(StoreException.Kind.UNREACHABLE, call.key(), "struck at " + call, null);
            }
        }

        @Override
        public boolean losesAnswer(Call call) {
            return isAfter && isTurn(call);
        }

        private synchronized boolean isTurn(Call call) {
            boolean isTurn = isArmed && calls++ == number;
            isStruck |= isTurn;
            return isTurn;
        }
    }
}
