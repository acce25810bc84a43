package dev.daypack.app;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.daypack.cancel.Cancellation;
import dev.daypack.integrity.StateRebuild;
import dev.daypack.json.Schemas;
import dev.daypack.plan.Mode;
import dev.daypack.plan.PlanOptions;
import dev.daypack.report.FsckReport;
import dev.daypack.report.RebuildReport;
import dev.daypack.report.RunReport;
import dev.daypack.report.SilentProgress;
import dev.daypack.settings.Settings;
import dev.daypack.settings.SettingsLoader;
import dev.daypack.settings.SettingsSources;
import dev.daypack.store.Condition;
import dev.daypack.store.MemoryStore;
import dev.daypack.store.ObjectStore;
import dev.daypack.testing.DuckOracle;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** One partition-day in stores in memory, so that each of the program's calls to a store can be made to fail. */
final class MemoryLake {

    static final String PREFIX = SmallLake.prefix("bbo/btcusdt", SmallLake.YESTERDAY) + "/";
    static final String DATA = PREFIX + "data.parquet";
    static final String STATE = "compacted/_state.json";

    private static final Map<String, String> SETTINGS =
            Map.of("DAYPACK_LEASE_TTL", "1s", "DAYPACK_WORKERS", "1", "DAYPACK_MEMORY", "32MiB");

    private final SmallLake files;
    private final List<Path> parts = new ArrayList<>();
    private Optional<byte[]> right = Optional.empty();
    final MemoryStore raw;
    final MemoryStore compact;

    /**
     * @param directory takes the parts, for the oracle
     * @param rawFaults faults of the raw store
     */
    MemoryLake(Path directory, MemoryStore.Faults rawFaults, MemoryStore.Faults compactFaults) {
        files = new SmallLake(directory);
        raw = new MemoryStore(rawFaults);
        compact = new MemoryStore(compactFaults);
        deliver(0, 40);
        deliver(1, 30);
        files.windows(SmallLake.YESTERDAY, 2, "\"dropped_events\": 0");
        SmallLake.below(files.raw.resolve("quality"))
                .forEach(key -> copy(files.raw.resolve("quality").resolve(key)));
    }

    private MemoryLake(MemoryLake lake, MemoryStore compact) {
        files = lake.files;
        parts.addAll(lake.parts);
        right = lake.right;
        raw = lake.raw;
        this.compact = compact;
    }

    /** The same parts, and a copy of what is packed, with faults of its own. */
    MemoryLake copy(MemoryStore.Faults compactFaults) {
        return new MemoryLake(this, compact.copy(compactFaults));
    }

    /** Puts a part into the raw store. */
    void deliver(int number, int rows) {
        Path part = files.part("bbo/btcusdt", SmallLake.YESTERDAY, number, rows);
        parts.add(part);
        copy(part);
    }

    private void copy(Path file) {
        raw.put(files.raw.relativize(file).toString(), SmallLake.bytes(file), new Condition.Always());
    }

    /** What is published has to be these bytes; without, DuckDB is asked. */
    void expect(byte[] published) {
        right = Optional.of(published);
    }

    byte[] data() {
        return compact.get(DATA).orElseThrow().bytes();
    }

    /** A run that rechecks, over the stores as they are or behind something. */
    static RunReport run(ObjectStore raw, ObjectStore compact, int recheckDays) {
        Settings settings = SettingsLoader.load(
                        new SettingsSources(Optional.empty(), Path.of("/"), Path.of("/none"), SETTINGS, List.of()))
                .settings();
        Cancellation cancellation = new Cancellation();
        try (Engine engine = new Engine(settings, cancellation)) {
            return new Composition(settings, SmallLake.onMorningOf(SmallLake.TODAY))
                    .run(raw, compact, engine, new SilentProgress(), cancellation)
                    .run(options(recheckDays));
        }
    }

    /** A check of a compact store, with the evidence of this lake; unfinished writes count as dead after an hour. */
    FsckReport fsck(ObjectStore compact, boolean isRepair, Path scratch) {
        Map<String, String> variables = new HashMap<>(SETTINGS);
        variables.put("DAYPACK_SCRATCH", scratch.toString());
        Settings settings = SettingsLoader.load(
                        new SettingsSources(Optional.empty(), Path.of("/"), Path.of("/none"), variables, List.of()))
                .settings();
        Cancellation cancellation = new Cancellation();
        Composition composition = new Composition(settings, SmallLake.onMorningOf(SmallLake.TODAY));
        try (Engine engine = new Engine(settings, cancellation)) {
            return composition
                    .fsck(
                            compact,
                            engine,
                            Duration.ofMillis(30),
                            Duration.ofHours(1),
                            day -> Optional.of(composition.assessor(raw, engine).assess(day)),
                            cancellation)
                    .run(isRepair);
        }
    }

    /** The state made again; the raw store is looked at for the watermark. */
    RebuildReport rebuild(ObjectStore compact) {
        Settings settings = SettingsLoader.load(
                        new SettingsSources(Optional.empty(), Path.of("/"), Path.of("/none"), SETTINGS, List.of()))
                .settings();
        Cancellation cancellation = new Cancellation();
        Composition composition = new Composition(settings, SmallLake.onMorningOf(SmallLake.TODAY));
        try (Engine engine = new Engine(settings, cancellation)) {
            return StateRebuild.of(
                            composition.careParts(compact, engine, cancellation),
                            () -> Optional.of(composition.rawDiscovery(raw, engine)))
                    .run(false);
        }
    }

    private static PlanOptions options(int recheckDays) {
        PlanOptions plain = PlanOptions.of(Mode.CATCH_UP);
        return new PlanOptions(
                plain.mode(),
                plain.from(),
                plain.to(),
                false,
                false,
                recheckDays,
                OptionalInt.empty(),
                OptionalInt.empty(),
                plain.filters());
    }

    RunReport run(int recheckDays) {
        return run(raw, compact, recheckDays);
    }

    /** ETag of what is published. */
    Optional<String> etag() {
        return compact.head(DATA).map(stat -> stat.etag());
    }

    JsonNode json(String key) {
        return SmallLake.json(text(key));
    }

    String text(String key) {
        return new String(
                compact.get(key)
                        .orElseThrow(() -> new AssertionError("no " + key + " in " + compact.keys()))
                        .bytes(),
                StandardCharsets.UTF_8);
    }

    JsonNode entry() {
        return json(STATE).path("partitions").path("binance/bbo/btcusdt/" + SmallLake.basic(SmallLake.YESTERDAY));
    }

    /**
     * Published once and right, sidecars and state are those of the published object, and nothing else is there; but a
     * lease whose release was not answered may be left to run out.
     */
    void checkDone(int rows, String what) {
        String etag = etag().orElseThrow(() -> new AssertionError(what + ": nothing published"));
        check(what);
        List<String> others =
                compact.keys().stream().filter(key -> !key.endsWith(".lock")).toList();
        assertEquals(List.of(STATE, DATA, PREFIX + "meta.json", PREFIX + "quality_day.json"), others, what);
        assertEquals("success", entry().path("status").asText(), what);
        assertEquals(etag, entry().path("etag").asText(), what);
        assertEquals(etag, json(PREFIX + "meta.json").path("etag").asText(), what);
        assertEquals(rows, json(PREFIX + "meta.json").path("rows").asLong(), what);
        assertEquals(rows, entry().path("rows").asLong(), what);
        assertEquals("20260126", json(STATE).path("last_compacted_date").asText(), what);
        assertEquals(0, compact.openUploads(), what);
    }

    /** Whatever there is, is right. */
    void check(String what) {
        for (String key : compact.keys()) {
            if (key.equals(DATA)) {
                checkData(what);
            } else {
                String schema = key.equals(STATE)
                        ? "state"
                        : key.endsWith(".lock")
                                ? "lease"
                                : key.substring(PREFIX.length()).replace(".json", "");
                List<String> violations = Schemas.violations(
                        schema, compact.get(key).orElseThrow().bytes());
                assertTrue(violations.isEmpty(), () -> what + ": " + key + ": " + violations);
            }
        }
    }

    private void checkData(String what) {
        if (right.isPresent()) {
            assertArrayEquals(right.get(), data(), what);
            return;
        }
        try {
            Path file = Files.write(files.raw.resolveSibling("published.parquet"), data());
            DuckOracle.usual().check(parts, file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
