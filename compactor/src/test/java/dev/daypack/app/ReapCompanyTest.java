package dev.daypack.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daypack.integrity.DayVerdict.Standing;
import dev.daypack.integrity.ReapVerdict;
import dev.daypack.integrity.ReapVerdict.Ending;
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
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What else may stand in a reaped day, and what a reap that meets another one, or a failing store, has to say. */
class ReapCompanyTest {

    private static final LocalDate DAY = SmallLake.YESTERDAY;
    private static final String PREFIX = IntegrityLake.prefix(DAY);
    private static final String RECORD = ReapedRecord.PREFIX + IntegrityLake.stateKey(DAY) + ".json";
    private static final String OLDER = "20260126_230000_a.parquet";
    private static final String NEWER = "20260127_010000_a.parquet";

    @TempDir
    Path directory;

    private IntegrityLake packed(MemoryStore.Faults rawFaults, MemoryStore.Faults compactFaults) {
        return IntegrityLake.packed(directory.resolve("packed"))
                .copy(directory.resolve("copy"), rawFaults, compactFaults);
    }

    private static List<String> rawKeys(IntegrityLake lake) {
        return lake.raw.list(PREFIX).stream().map(ObjectStat::key).toList();
    }

    private static List<Outcome> outcomes(RunReport report) {
        return report.partitions().stream().map(PartitionReport::outcome).toList();
    }

    /** Yesterday in two deliveries, of which the newer is packed. */
    private IntegrityLake deliveredTwice() {
        IntegrityLake lake = new IntegrityLake(directory);
        lake.settings.put("DAYPACK_VERSIONS", "newest-prefix");
        for (String name : List.of(OLDER, NEWER)) {
            byte[] part = SmallLake.bytes(lake.files.part("bbo/btcusdt", DAY, 0, 40));
            lake.raw.put(PREFIX + name, part, new Condition.Always());
        }
        assertTrue(lake.catchUp(0).isClean());
        return lake;
    }

    @Test
    void anOlderDeliveryIsLeftAndIsNoLatePart() {
        IntegrityLake lake = deliveredTwice();
        ReapVerdict verdict = lake.reaped();
        assertEquals(Ending.REAPED, verdict.ending(), verdict::toString);
        assertEquals("reaped; 1 other objects were left", verdict.reason());
        assertEquals(List.of(PREFIX + OLDER), rawKeys(lake));
        RunReport recheck = lake.catchUp(30);
        assertEquals(List.of(Outcome.SKIPPED), outcomes(recheck), recheck::toString);
        assertEquals(Standing.SOUND, lake.verdict(true).standing());
        lake.raw.put(PREFIX + "20260127_020000_a.parquet", new byte[] {1}, new Condition.Always());
        assertEquals(List.of(Outcome.FAILED), outcomes(lake.catchUp(30)), "a newer delivery is news");
    }

    @Test
    void aReapThatDiedWithAnOlderDeliveryInPlaceIsTakenUpByTheNext() {
        IntegrityLake lake = deliveredTwice();
        lake.reaped();
        lake.edit(RECORD, record -> record.remove("completed_at"));
        ReapVerdict verdict = lake.reaped();
        assertEquals(Ending.REAPED, verdict.ending(), verdict::toString);
        assertTrue(ReapedRecord.parse(lake.bytes(RECORD), RECORD).isComplete());
    }

    @Test
    void aReapThatIsTakenUpAndCannotPackTheDayAgainSaysSo() {
        IntegrityLake lake = packed(new MemoryStore.Faults() {}, new MemoryStore.Faults() {});
        lake.reaped();
        lake.edit(RECORD, record -> record.remove("completed_at"));
        ReapVerdict verdict = lake.reap(true, 0, true).verdicts().get(0);
        assertEquals(Ending.REAPED, verdict.ending(), verdict::toString);
        assertEquals("reaped; not packed again: its raw parts were reaped", verdict.reason());
    }

    @Test
    void aReapThatWasBegunOnAnotherRawStoreIsNotEndedOnAnEmptyOne() {
        IntegrityLake lake = packed(new MemoryStore.Faults() {}, new MemoryStore.Faults() {});
        lake.reaped();
        lake.edit(RECORD, record -> {
            record.remove("completed_at");
            record.put("raw_url", "s3://ticks-raw");
        });
        ReapVerdict verdict = lake.reaped();
        assertEquals(Ending.KEPT, verdict.ending(), verdict::toString);
        assertTrue(verdict.reason().contains("begun on the raw store s3://ticks-raw"), verdict::toString);
        assertFalse(ReapedRecord.parse(lake.bytes(RECORD), RECORD).isComplete());
    }

    @Test
    void aRecordThatAnotherReapWritesMeanwhileIsLookedAtAsAWhole() {
        AtomicReference<Runnable> atRead = new AtomicReference<>();
        IntegrityLake lake = packed(new MemoryStore.Faults() {}, new MemoryStore.Faults() {
            @Override
            public void before(Call call) {
                if (call.operation() == Operation.READ && call.key().equals(RECORD)) {
                    Optional.ofNullable(atRead.getAndSet(null)).ifPresent(Runnable::run);
                }
            }
        });
        lake.reaped();
        byte[] complete = lake.bytes(RECORD);
        atRead.set(() -> lake.compact.put(RECORD, complete, new Condition.Always()));
        assertTrue(lake.reap(true).isClean());
        assertTrue(ReapedRecord.parse(lake.bytes(RECORD), RECORD).isComplete());
    }

    /** The second deletion waits for the first, and fails. */
    @Test
    void partsThatWentBeforeTheStoreFailedAreCounted() {
        OneFails fails = new OneFails();
        IntegrityLake lake = packed(fails, new MemoryStore.Faults() {});
        String second = lake.raw.list(PREFIX).get(1).key();
        fails.key = second;
        ReapVerdict verdict = lake.reaped();
        assertEquals(Ending.FAILED, verdict.ending(), verdict::toString);
        assertEquals("struck", verdict.reason());
        assertEquals(1, verdict.deletedParts());
        assertEquals(List.of(second), rawKeys(lake));
    }

    /** Fails one deletion, once another one was carried out. */
    private static final class OneFails implements MemoryStore.Faults {

        private volatile String key = "";
        private final CountDownLatch isOtherGone = new CountDownLatch(1);

        @Override
        public void before(Call call) {
            if (call.operation() == Operation.DELETE && call.key().equals(key)) {
                try {
                    isOtherGone.await();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
                throw new StoreException(StoreException.Kind.UNREACHABLE, key, "struck", null);
            }
        }

        @Override
        public boolean losesAnswer(Call call) {
            isOtherGone.countDown();
            return false;
        }
    }
}
