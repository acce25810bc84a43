package dev.daypack.app;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daypack.cancel.Cancellation;
import dev.daypack.plan.Mode;
import dev.daypack.plan.PlanOptions;
import dev.daypack.report.Outcome;
import dev.daypack.report.PartitionReport;
import dev.daypack.report.RunReport;
import dev.daypack.report.SilentProgress;
import dev.daypack.settings.Settings;
import dev.daypack.settings.SettingsLoader;
import dev.daypack.settings.SettingsSources;
import dev.daypack.store.Condition;
import dev.daypack.store.MemoryStore;
import dev.daypack.store.MemoryStore.Call;
import dev.daypack.store.MemoryStore.Faults;
import dev.daypack.store.MemoryStore.Operation;
import dev.daypack.store.StoreException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several partition-days under way at once: what comes out is what comes out of one after another. */
class DaysAtOnceTest {

    private static final Faults NONE = new Faults() {};
    private static final int DAYS = 8;
    private static final String BAD = "s3";

    private final Cancellation cancellation = new Cancellation();

    @TempDir
    Path directory;

    private SmallLake files;

    @BeforeEach
    void writeParts() {
        files = new SmallLake(directory);
        for (int day = 0; day < DAYS; day++) {
            for (int part = 0; part < 3; part++) {
                files.part("bbo/s" + day, SmallLake.YESTERDAY, part, 60 + 7 * day);
            }
        }
    }

    private MemoryStore raw(Faults faults) {
        MemoryStore raw = new MemoryStore(faults);
        for (String key : SmallLake.below(files.raw)) {
            raw.put(key, SmallLake.bytes(files.raw.resolve(key)), new Condition.Always());
        }
        return raw;
    }

    private RunReport run(int daysAtOnce, MemoryStore raw, MemoryStore compact, String memory) {
        Map<String, String> variables =
                Map.of("DAYPACK_LEASE_TTL", "5s", "DAYPACK_WORKERS", "2", "DAYPACK_MEMORY", memory);
        Settings settings = SettingsLoader.load(
                        new SettingsSources(Optional.empty(), Path.of("/"), Path.of("/none"), variables, List.of()))
                .settings();
        try (Engine engine = new Engine(settings, daysAtOnce, cancellation)) {
            RunReport report = new Composition(settings, SmallLake.onMorningOf(SmallLake.TODAY))
                    .run(raw, compact, engine, new SilentProgress(), cancellation)
                    .run(PlanOptions.of(Mode.CATCH_UP));
            assertEquals(0, engine.ledger().heldBytes(), "bytes of memory that were not given back");
            return report;
        }
    }

    private static List<String> told(RunReport report) {
        return report.partitions().stream()
                .map(day -> day.day() + " " + day.outcome() + " " + day.volume() + " " + day.inversions() + " "
                        + day.memory().plannedBytes())
                .toList();
    }

    private static void assertNothingLeft(MemoryStore compact) {
        assertEquals(
                List.of(),
                compact.keys().stream().filter(key -> key.endsWith(".lock")).toList());
        assertEquals(0, compact.openUploads());
    }

    private static String dataKey(int day) {
        return SmallLake.prefix("bbo/s" + day, SmallLake.YESTERDAY) + "/data.parquet";
    }

    @Test
    void bytesAndReportsAreThoseOfOneAfterAnother() {
        MemoryStore oneByOne = new MemoryStore(NONE);
        List<String> expected = told(run(1, raw(NONE), oneByOne, "64MiB"));
        for (String memory : List.of("64MiB", "8MiB")) {
            MemoryStore compact = new MemoryStore(NONE);
            RunReport report = run(DAYS, raw(NONE), compact, memory);
            assertEquals(expected, told(report), memory);
            for (int day = 0; day < DAYS; day++) {
                assertArrayEquals(
                        oneByOne.get(dataKey(day)).orElseThrow().bytes(),
                        compact.get(dataKey(day)).orElseThrow().bytes(),
                        "day " + day + ", memory " + memory);
            }
            assertNothingLeft(compact);
        }
    }

    @Test
    void daysAreUnderWayTogetherAndReportsKeepTheOrderOfTheWork() {
        CountDownLatch othersCommitted = new CountDownLatch(DAYS - 1);
        MemoryStore compact = new MemoryStore(before(Operation.UPLOAD_COMMIT, key -> {
            if (key.equals(dataKey(0))) {
                await(othersCommitted);
            } else {
                othersCommitted.countDown();
            }
        }));
        RunReport report = run(DAYS, raw(NONE), compact, "64MiB");
        assertTrue(report.isClean(), report::toString);
        List<String> days =
                report.partitions().stream().map(day -> day.day().toString()).toList();
        assertEquals(days.stream().sorted().toList(), days);
    }

    @Test
    void aDaysPeakIsItsOwn() {
        RunReport alone = run(1, raw(NONE), new MemoryStore(NONE), "64MiB");
        RunReport together = run(DAYS, raw(NONE), new MemoryStore(NONE), "64MiB");
        for (RunReport report : List.of(alone, together)) {
            for (PartitionReport day : report.partitions()) {
                assertTrue(day.memory().actualBytes() > 0, day::toString);
                assertTrue(day.memory().actualBytes() <= day.memory().plannedBytes(), day::toString);
                assertTrue(day.memory().plannedBytes() < 4 << 20, day::toString);
            }
        }
    }

    @Test
    void aDayThatFailsDoesNotTouchThoseBesideIt() {
        MemoryStore raw = raw(before(Operation.READ, key -> {
            if (key.contains("symbol=" + BAD + "/")) {
                throw new StoreException(StoreException.Kind.UNREACHABLE, key, key + ": no answer", null);
            }
        }));
        MemoryStore compact = new MemoryStore(NONE);
        RunReport report = run(DAYS, raw, compact, "64MiB");
        for (PartitionReport day : report.partitions()) {
            boolean isBad = day.day().toString().contains(BAD);
            assertEquals(isBad ? Outcome.FAILED : Outcome.SUCCESS, day.outcome(), day::toString);
        }
        assertNothingLeft(compact);
    }

    @Test
    void aRunThatIsStoppedInTheMiddleLeavesWholeFilesOnly() {
        AtomicInteger commits = new AtomicInteger();
        MemoryStore compact = new MemoryStore(before(Operation.UPLOAD_COMMIT, key -> {
            if (commits.incrementAndGet() == 3) {
                cancellation.cancel();
            }
        }));
        RunReport report = run(3, raw(NONE), compact, "64MiB");
        assertTrue(report.interrupted(), report::toString);
        assertEquals(DAYS, report.partitions().size());
        Map<Boolean, Integer> published = new TreeMap<>();
        for (int day = 0; day < DAYS; day++) {
            boolean isThere = compact.get(dataKey(day)).isPresent();
            Outcome outcome = report.partitions().get(day).outcome();
            assertEquals(isThere ? Outcome.SUCCESS : Outcome.SKIPPED, outcome, "day " + day + " of " + report);
            published.merge(isThere, 1, Integer::sum);
        }
        assertTrue(published.get(true) >= 3 && published.get(false) >= 1, published::toString);
        assertNothingLeft(compact);
        String state = new String(compact.get(MemoryLake.STATE).orElseThrow().bytes(), StandardCharsets.UTF_8);
        assertEquals(
                published.get(true), SmallLake.json(state).path("partitions").size());
    }

    @Test
    void aStateThatCannotBeWrittenStopsAllDays() {
        MemoryStore compact = new MemoryStore(before(Operation.PUT, key -> {
            if (key.equals(MemoryLake.STATE)) {
                throw new StoreException(StoreException.Kind.REFUSED, key, key + ": refused", null);
            }
        }));
        StoreException thrown = assertThrows(StoreException.class, () -> run(DAYS, raw(NONE), compact, "64MiB"));
        assertEquals(StoreException.Kind.REFUSED, thrown.kind());
        assertNothingLeft(compact);
    }

    private interface OnKey {
        void call(String key);
    }

    private static Faults before(Operation operation, OnKey action) {
        return new Faults() {
            @Override
            public void before(Call call) {
                if (call.operation() == operation) {
                    action.call(call.key());
                }
            }
        };
    }

    private static void await(CountDownLatch latch) {
        try {
            assertTrue(latch.await(300, TimeUnit.SECONDS), "the other days are not under way");
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
