package dev.daypack.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daypack.cancel.Cancellation;
import dev.daypack.json.Schemas;
import dev.daypack.plan.Mode;
import dev.daypack.plan.PlanOptions;
import dev.daypack.report.Finding;
import dev.daypack.report.FsckReport;
import dev.daypack.report.Outcome;
import dev.daypack.report.RunReport;
import dev.daypack.report.SilentProgress;
import dev.daypack.settings.Settings;
import dev.daypack.settings.SettingsLoader;
import dev.daypack.settings.SettingsSources;
import dev.daypack.store.MemoryStore;
import dev.daypack.store.MemoryStore.Call;
import dev.daypack.store.MemoryStore.Operation;
import dev.daypack.store.StoreException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What keeps the count of those who died over a partition-day, and what forgets it. */
@Timeout(60)
class DeathCountTest {

    private static final String LOCK = "compacted/locks/binance/bbo/btcusdt/20260126.lock";
    private static final Settings SETTINGS = SettingsLoader.load(new SettingsSources(
                    Optional.empty(),
                    Path.of("/"),
                    Path.of("/none"),
                    Map.of("DAYPACK_LEASE_TTL", "1s", "DAYPACK_WORKERS", "1", "DAYPACK_MEMORY", "32MiB"),
                    List.of()))
            .settings();

    private static final MemoryStore.Faults NONE = new MemoryStore.Faults() {};

    @TempDir
    private Path directory;

    /** A lease that is not renewed any more, and those who died before its holder. */
    private static String lease(int died) {
        StringBuilder others = new StringBuilder();
        for (int at = 0; at < died; at++) {
            others.append(at == 0 ? "" : ", ")
                    .append("{\"host\": \"gone-" + at + "\", \"pid\": 7, \"started\": \"2026-01-27T02:00:00Z\"}");
        }
        return "{\"host\": \"gone.example\", \"pid\": 7, \"attempt\": \"PACK\", \"started\": \"2026-01-27T02:30:00Z\","
                + " \"ttl_seconds\": 1, \"counter\": 3, \"lease\": \"00aa00aa00aa00aa\", \"died\": [" + others + "]}";
    }

    private void assertCounted(MemoryLake lake, int deaths) {
        assertEquals(
                List.of(),
                Schemas.violations("lease", lake.text(LOCK).getBytes(StandardCharsets.UTF_8)),
                () -> lake.text(LOCK));
        assertTrue(lake.json(LOCK).path("given_back").asBoolean(), () -> lake.text(LOCK));
        assertEquals(deaths, lake.json(LOCK).path("died").size(), () -> lake.text(LOCK));
    }

    /** A part that came late kills whoever packs the day anew; a repair each night must not let that go on for ever. */
    @Test
    void aRepairOfASettledDayDoesNotForgetWhoDiedOverIt() {
        MemoryLake lake = new MemoryLake(directory, NONE, NONE);
        lake.run(0);
        String etag = lake.etag().orElseThrow();
        lake.deliver(2, 20);
        lake.compact.with(LOCK, lease(2));

        FsckReport repaired = lake.fsck(lake.compact, true, directory.resolve("scratch"));

        assertEquals(
                List.of(Finding.Kind.LEASE),
                repaired.findings().stream().map(Finding::kind).toList());
        assertEquals(0, repaired.left());
        assertCounted(lake, 3);
        FsckReport again = lake.fsck(lake.compact, true, directory.resolve("scratch"));
        assertEquals(List.of(), again.findings());
        assertTrue(
                again.notes().toString().contains("count who died"),
                () -> again.notes().toString());
        assertCounted(lake, 3);
        RunReport report = lake.run(3);
        assertEquals(Outcome.QUARANTINE, report.partitions().get(0).outcome());
        assertEquals("poison", lake.entry().path("error_type").asText());
        assertEquals(etag, lake.entry().path("etag").asText());
        assertFalse(lake.compact.keys().contains(LOCK));
    }

    @Test
    void aRunThatFindsTheDayAsItWasPackedForgetsWhoDiedOverIt() {
        MemoryLake lake = new MemoryLake(directory, NONE, NONE);
        lake.run(0);
        lake.compact.with(LOCK, lease(1));
        lake.fsck(lake.compact, true, directory.resolve("scratch"));
        assertCounted(lake, 2);
        assertEquals(Outcome.SKIPPED, lake.run(3).partitions().get(0).outcome());
        assertFalse(lake.compact.keys().contains(LOCK));
        lake.checkDone(70, "after the recheck");
    }

    /** The store is away, which says nothing of the parts. */
    @Test
    void anAttemptThatFailsForWantOfInfrastructureNeitherCountsNorForgets() {
        AtomicBoolean isAway = new AtomicBoolean(true);
        MemoryLake lake =
                new MemoryLake(directory, failing(call -> isAway.get() && call.operation() == Operation.READ), NONE);
        lake.compact.with(LOCK, lease(1));
        assertEquals(Outcome.FAILED, lake.run(0).partitions().get(0).outcome());
        assertCounted(lake, 2);
        assertEquals(Outcome.FAILED, lake.run(0).partitions().get(0).outcome());
        assertCounted(lake, 2);
        isAway.set(false);
        assertTrue(lake.run(0).isClean());
        assertFalse(lake.compact.keys().contains(LOCK));
        lake.checkDone(70, "at last");
    }

    /** The lease of the first run could not be given back; whether the process of the second one is the same tells. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aLeaseThatADaemonCouldNotGiveBackIsADeathToOthersOnly(boolean isSameProcess) {
        AtomicBoolean keepsLeases = new AtomicBoolean(true);
        AtomicBoolean isAway = new AtomicBoolean();
        MemoryLake lake = new MemoryLake(
                directory,
                failing(call -> isAway.get() && call.operation() == Operation.READ),
                failing(call -> keepsLeases.get() && call.operation() == Operation.DELETE));
        Composition first = composition();
        assertTrue(run(first, lake).isClean());
        assertTrue(lake.compact.keys().contains(LOCK));
        keepsLeases.set(false);
        isAway.set(true);
        lake.deliver(2, 20);

        RunReport report = run(isSameProcess ? first : composition(), lake);

        assertEquals(Outcome.FAILED, report.partitions().get(0).outcome());
        if (isSameProcess) {
            assertFalse(lake.compact.keys().contains(LOCK), () -> lake.text(LOCK));
        } else {
            assertCounted(lake, 1);
        }
    }

    /** A stop is no defect, and no verdict: nothing is recorded, and nothing is forgotten. */
    @Test
    void aRunThatIsStoppedWhileTheNamedMaySpeakSaysSoAndForgetsNothing() {
        Cancellation cancellation = new Cancellation();
        AtomicReference<MemoryLake> there = new AtomicReference<>();
        MemoryLake lake = new MemoryLake(directory, NONE, failing(call -> {
            if (call.operation() == Operation.PUT
                    && call.key().equals(LOCK)
                    && there.get() != null
                    && there.get().text(LOCK).contains("\"process\"")) {
                cancellation.cancel();
            }
            return false;
        }));
        lake.compact.with(LOCK, lease(2));
        there.set(lake);

        RunReport report = run(composition(), lake, cancellation);

        assertTrue(report.interrupted(), report::toString);
        assertEquals(Outcome.SKIPPED, report.partitions().get(0).outcome(), report::toString);
        assertFalse(
                lake.compact.keys().contains(MemoryLake.STATE)
                        && lake.text(MemoryLake.STATE).contains("failed"),
                () -> lake.text(MemoryLake.STATE));
        assertCounted(lake, 3);
    }

    /** The process ends between its verdict and the state: whoever comes next must not begin to count anew. */
    @Test
    void aVerdictThatCouldNotBeWrittenDownDoesNotForgetWhatItRestsOn() {
        AtomicBoolean isAway = new AtomicBoolean(true);
        MemoryLake lake = new MemoryLake(
                directory,
                NONE,
                failing(call -> isAway.get()
                        && call.operation() == Operation.PUT
                        && call.key().equals(MemoryLake.STATE)));
        lake.compact.with(LOCK, lease(2));
        assertThrows(StoreException.class, () -> lake.run(0));
        assertCounted(lake, 3);
        isAway.set(false);
        assertEquals(Outcome.QUARANTINE, lake.run(0).partitions().get(0).outcome());
        assertEquals("poison", lake.entry().path("error_type").asText());
        assertFalse(lake.compact.keys().contains(LOCK));
    }

    private static MemoryStore.Faults failing(Predicate<Call> fails) {
        return new MemoryStore.Faults() {
            @Override
            public void before(Call call) {
                if (fails.test(call)) {
                    throw new StoreException(StoreException.Kind.UNREACHABLE, call.key(), "no answer", null);
                }
            }
        };
    }

    private static Composition composition() {
        return new Composition(SETTINGS, SmallLake.onMorningOf(SmallLake.TODAY));
    }

    /** A run that rechecks. */
    private static RunReport run(Composition composition, MemoryLake lake) {
        return run(composition, lake, new Cancellation());
    }

    private static RunReport run(Composition composition, MemoryLake lake, Cancellation cancellation) {
        PlanOptions plain = PlanOptions.of(Mode.CATCH_UP);
        PlanOptions options = new PlanOptions(
                plain.mode(),
                plain.from(),
                plain.to(),
                false,
                false,
                3,
                OptionalInt.empty(),
                OptionalInt.empty(),
                plain.filters());
        try (Engine engine = new Engine(SETTINGS, cancellation)) {
            return composition
                    .run(lake.raw, lake.compact, engine, new SilentProgress(), cancellation)
                    .run(options);
        }
    }
}
