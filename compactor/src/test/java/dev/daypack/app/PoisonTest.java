package dev.daypack.app;

import static dev.daypack.app.SmallLake.TODAY;
import static dev.daypack.app.SmallLake.YESTERDAY;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.daypack.cancel.Cancellation;
import dev.daypack.cli.CommandLines.Said;
import dev.daypack.json.Schemas;
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
import dev.daypack.store.MemoryStore.Operation;
import dev.daypack.store.StoreException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A part that kills the process: its day is set apart after the third death, and no other day pays for it. */
@Timeout(600)
class PoisonTest {

    private static final String POISON = "bbo/m";
    private static final String POISONED_KEY = SmallLake.prefix(POISON, YESTERDAY) + "/part-1767755368-000001.parquet";
    private static final List<String> PARTITIONS = List.of("bbo/a", "bbo/f", POISON, "bbo/x", "bbo/z");

    @TempDir
    private Path directory;

    private SmallLake lake;

    @BeforeEach
    void open() {
        lake = new SmallLake(directory);
        lake.environment.put("DAYPACK_LEASE_TTL", "1s");
        PARTITIONS.forEach(partition -> lake.parts(partition, YESTERDAY, 2));
    }

    /** The process is gone: nothing that it calls answers any more. */
    private static final class Dead extends Error {
        private static final long serialVersionUID = 1L;
    }

    /** Kills one process after the other: whoever reads the key, with all that it has under way. */
    private static final class Reaper implements MemoryStore.Faults {

        private volatile String key = POISONED_KEY;
        private volatile boolean dead;
        private final AtomicInteger deaths = new AtomicInteger();

        @Override
        public synchronized void before(Call call) {
            if (!dead && call.operation() == Operation.READ && call.key().contains(key)) {
                dead = true;
                deaths.incrementAndGet();
            }
            if (dead) {
                throw new Dead();
            }
        }

        @Override
        public boolean losesRequest(Call call) {
            return dead;
        }
    }

    private final Reaper reaper = new Reaper();
    private final MemoryStore raw = new MemoryStore(reaper);
    private final MemoryStore compact = new MemoryStore(reaper);

    private void fill() {
        for (String key : SmallLake.below(lake.raw)) {
            raw.put(key, SmallLake.bytes(lake.raw.resolve(key)), new Condition.Always());
        }
    }

    /** A new process. */
    private RunReport run(PlanOptions options) {
        reaper.dead = false;
        Settings settings = SettingsLoader.load(new SettingsSources(
                        Optional.empty(),
                        Path.of("/"),
                        Path.of("/none"),
                        Map.of("DAYPACK_LEASE_TTL", "1s", "DAYPACK_WORKERS", "2", "DAYPACK_MEMORY", "32MiB"),
                        List.of()))
                .settings();
        Cancellation cancellation = new Cancellation();
        try (Engine engine = new Engine(settings, cancellation)) {
            return new Composition(settings, SmallLake.onMorningOf(TODAY))
                    .run(raw, compact, engine, new SilentProgress(), cancellation)
                    .run(options);
        }
    }

    private static PlanOptions options(boolean retryQuarantine, int recheckDays) {
        PlanOptions plain = PlanOptions.of(Mode.CATCH_UP);
        return new PlanOptions(
                plain.mode(),
                plain.from(),
                plain.to(),
                false,
                retryQuarantine,
                recheckDays,
                OptionalInt.empty(),
                OptionalInt.empty(),
                plain.filters());
    }

    private JsonNode state() {
        return json(MemoryLake.STATE);
    }

    private JsonNode json(String key) {
        byte[] bytes = compact.get(key).orElseThrow().bytes();
        return SmallLake.json(new String(bytes, StandardCharsets.UTF_8));
    }

    private JsonNode entry(String partition) {
        return state().path("partitions").path("binance/" + partition + "/" + SmallLake.basic(YESTERDAY));
    }

    private List<String> locks() {
        return compact.keys().stream().filter(key -> key.endsWith(".lock")).toList();
    }

    private static PartitionReport of(RunReport report, String partition) {
        String symbol = partition.substring(partition.indexOf('/') + 1);
        return report.partitions().stream()
                .filter(day -> day.day().partition().value("symbol").equals(Optional.of(symbol)))
                .findFirst()
                .orElseThrow(() -> new AssertionError(report));
    }

    @Test
    void theThirdDeathQuarantinesTheDayAndItsNeighboursArePacked() {
        fill();
        PlanOptions options = options(false, 0);
        for (int death = 1; death <= 3; death++) {
            assertThrows(Dead.class, () -> run(options));
            assertEquals(death, reaper.deaths.get());
            reaper.dead = false;
            for (String lock : locks()) {
                assertEquals(
                        List.of(),
                        Schemas.violations(
                                "lease", compact.get(lock).orElseThrow().bytes()));
                int died = json(lock).path("died").size();
                assertEquals(lock.contains("/m/") ? death - 1 : 0, died, "after death " + death + ": " + lock);
            }
            if (death == 3) {
                assertEquals(List.of("compacted/locks/binance/bbo/m/20260126.lock"), locks(), "innocents are done");
            }
        }
        RunReport report = run(options);
        assertEquals(3, reaper.deaths.get());
        assertEquals(Outcome.QUARANTINE, of(report, POISON).outcome());
        assertEquals(List.of(), locks());
        for (String partition : PARTITIONS) {
            String status = partition.equals(POISON) ? "quarantine" : "success";
            assertEquals(status, entry(partition).path("status").asText(), partition);
        }
        assertEquals("20260126", state().path("last_compacted_date").asText());
        assertEquals("poison", entry(POISON).path("error_type").asText());
        String error = entry(POISON).path("error").asText();
        assertEquals(4, error.split(" pid " + ProcessHandle.current().pid() + ", running since", -1).length, error);
        assertTrue(error.contains("--retry-quarantine"), error);

        assertEquals(0, run(options).planned());
        reaper.key = "no such part";
        assertTrue(run(options(true, 0)).isClean());
        assertEquals("success", entry(POISON).path("status").asText());
        assertEquals(List.of(), locks());
    }

    @Test
    void aPackedDayThatALatePartPoisonsKeepsItsFileAndIsNotTriedAgain() {
        reaper.key = "000007.parquet";
        fill();
        assertTrue(run(options(false, 0)).isClean());
        String published = SmallLake.prefix(POISON, YESTERDAY) + "/data.parquet";
        String etag = compact.head(published).orElseThrow().etag();
        lake.part(POISON, YESTERDAY, 7, 10);
        fill();
        for (int death = 1; death <= 3; death++) {
            assertThrows(Dead.class, () -> run(options(false, 3)));
        }
        RunReport report = run(options(false, 3));
        assertEquals(Outcome.QUARANTINE, of(report, POISON).outcome());
        assertEquals(etag, compact.head(published).orElseThrow().etag());
        assertEquals("quarantine", entry(POISON).path("status").asText());
        assertEquals(etag, entry(POISON).path("etag").asText());
        run(options(false, 3));
        assertEquals(3, reaper.deaths.get(), "the day was tried again");
        reaper.key = "no such part";
        assertTrue(run(options(true, 0)).isClean());
        assertEquals(210, entry(POISON).path("rows").asLong());
    }

    @Test
    void twoDeathsAndASuccessAreForgotten() {
        fill();
        for (int death = 1; death <= 2; death++) {
            assertThrows(Dead.class, () -> run(options(false, 0)));
        }
        reaper.key = "no such part";
        assertTrue(run(options(false, 0)).isClean());
        assertEquals(List.of(), locks());
        assertEquals("success", entry(POISON).path("status").asText());
    }

    /** As deep recursion in a library would: an error of one day's making does not end the run of the others. */
    @Test
    void aStackThatOverflowsFailsItsDayOnly() {
        fill();
        MemoryStore deep = new MemoryStore(new MemoryStore.Faults() {
            @Override
            public void before(Call call) {
                if (call.operation() == Operation.READ && call.key().equals(POISONED_KEY)) {
                    throw new StackOverflowError();
                }
            }
        });
        for (String key : SmallLake.below(lake.raw)) {
            deep.put(key, SmallLake.bytes(lake.raw.resolve(key)), new Condition.Always());
        }
        RunReport report = MemoryLake.run(deep, compact, 0);
        for (String partition : PARTITIONS) {
            Outcome expected = partition.equals(POISON) ? Outcome.FAILED : Outcome.SUCCESS;
            assertEquals(expected, of(report, partition).outcome(), report::toString);
        }
        assertEquals(List.of(), locks());
    }

    /** The store is away when the lease is to be given back, and comes back before the run ends. */
    @Test
    void aLeaseThatCouldNotBeGivenBackIsGivenBackAtTheEndOfTheRun() {
        AtomicInteger refused = new AtomicInteger();
        MemoryStore away = new MemoryStore(new MemoryStore.Faults() {
            @Override
            public void before(Call call) {
                if (call.operation() == Operation.DELETE && refused.getAndIncrement() == 0) {
                    throw new StoreException(StoreException.Kind.UNREACHABLE, call.key(), "no answer", null);
                }
            }
        });
        RunReport report = MemoryLake.run(new MemoryLake(directory, new MemoryStore.Faults() {}, reaper).raw, away, 0);
        assertTrue(report.isClean(), report::toString);
        assertEquals(2, refused.get());
        assertFalse(away.keys().stream().anyMatch(key -> key.endsWith(".lock")), () -> "" + away.keys());
    }

    @Test
    void aRealProcessThatDiesThreeTimesIsFollowedByOneThatDoesTheRest() throws Exception {
        LocalDate before = TODAY.minusDays(2);
        lake.parts(POISON, before, 2).parts("trade/ethusdt", before, 2);
        SmallLake.write(lake.compact.resolve("compacted/_state.json"), "{\"last_compacted_date\": \"20260124\"}");
        Map<String, String> rawBefore = SmallLake.fingerprint(lake.raw);
        for (int death = 1; death <= 3; death++) {
            assertEquals(DeadlyProgram.KILLED, process("catch-up"), this::said);
            lake.check();
        }
        assertEquals(1, process("catch-up"), this::said);
        assertTrue(said().contains("1 quarantine"), this::said);
        assertTrue(said().contains("--symbols m --retry-quarantine"), this::said);
        assertEquals("poison", lake.entry(POISON, YESTERDAY).path("error_type").asText());
        assertEquals(PARTITIONS.size() + 1, lake.check().published().size());
        assertEquals("20260126", lake.state().path("last_compacted_date").asText());
        assertEquals(rawBefore, SmallLake.fingerprint(lake.raw));
        assertFalse(SmallLake.below(lake.compact).stream().anyMatch(file -> file.endsWith(".lock")), "leases");
        assertEquals(0, process("catch-up"), this::said);

        Said mended = lake.run("catch-up --retry-quarantine");
        assertEquals(0, mended.code(), mended::toString);
        assertEquals(PARTITIONS.size() + 2, lake.check().published().size());
    }

    private String said() {
        return SmallLake.text(directory.resolve("said"));
    }

    private int process(String command) throws IOException, InterruptedException {
        List<String> words = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                DeadlyProgram.class.getName(),
                POISONED_KEY));
        words.addAll(Arrays.asList(command.split(" ", -1)));
        words.addAll(List.of(
                "--raw",
                lake.raw.toUri().toString(),
                "--compact",
                lake.compact.toUri().toString()));
        ProcessBuilder builder = new ProcessBuilder(words)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("said").toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("DAYPACK_") || name.startsWith("S3_"));
        builder.environment().putAll(lake.environment);
        Process process = builder.start();
        try {
            assertTrue(process.waitFor(300, TimeUnit.SECONDS), this::said);
            return process.exitValue();
        } finally {
            process.destroyForcibly();
        }
    }
}
