package dev.daypack.app;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.daypack.cancel.Cancellation;
import dev.daypack.discover.PartitionDay;
import dev.daypack.integrity.DayVerdict;
import dev.daypack.integrity.Deviation;
import dev.daypack.integrity.IntegrityParts;
import dev.daypack.integrity.ReapOptions;
import dev.daypack.integrity.ReapReport;
import dev.daypack.integrity.ReapRun;
import dev.daypack.integrity.ReapVerdict;
import dev.daypack.integrity.Selection;
import dev.daypack.integrity.StateRebuild;
import dev.daypack.integrity.VerifyReport;
import dev.daypack.integrity.VerifyRun;
import dev.daypack.json.Json;
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
import dev.daypack.store.PutOutcome;
import dev.daypack.text.Sha256;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;

/** Partition-days of bbo/btcusdt in stores in memory, with the commands that look after them. */
final class IntegrityLake {

    static final String STATE = "compacted/_state.json";

    final SmallLake files;
    final Path directory;
    final MemoryStore raw;
    final MemoryStore compact;
    final SortedMap<String, String> settings = new TreeMap<>(Map.of(
            "DAYPACK_LEASE_TTL",
            "1s",
            "DAYPACK_WORKERS",
            "2",
            "DAYPACK_MEMORY",
            "32MiB",
            "DAYPACK_ROW_GROUP_ROWS",
            "32",
            "DAYPACK_PAGE_ROWS",
            "16"));

    IntegrityLake(Path directory) {
        this(directory, new MemoryStore.Faults() {}, new MemoryStore.Faults() {});
    }

    IntegrityLake(Path directory, MemoryStore.Faults rawFaults, MemoryStore.Faults compactFaults) {
        this.directory = directory;
        files = new SmallLake(directory);
        raw = new MemoryStore(rawFaults);
        compact = new MemoryStore(compactFaults);
    }

    private IntegrityLake(Path directory, MemoryStore raw, MemoryStore compact) {
        this.directory = directory;
        this.files = new SmallLake(directory);
        this.raw = raw;
        this.compact = compact;
    }

    /** One that is in the same state, with all ETags; what happens to it does not happen to this. */
    IntegrityLake copy(Path other, MemoryStore.Faults rawFaults, MemoryStore.Faults compactFaults) {
        return new IntegrityLake(other, raw.copy(rawFaults), compact.copy(compactFaults));
    }

    /** Yesterday, of two parts with 70 rows, packed. */
    static IntegrityLake packed(Path directory) {
        IntegrityLake lake = new IntegrityLake(directory);
        lake.deliver(SmallLake.YESTERDAY, 0, 40);
        lake.deliver(SmallLake.YESTERDAY, 1, ties(SmallLake.YESTERDAY, 30));
        if (!lake.catchUp(0).isClean()) {
            throw new AssertionError("not packed");
        }
        return lake;
    }

    static String prefix(LocalDate date) {
        return SmallLake.prefix("bbo/btcusdt", date) + "/";
    }

    static String stateKey(LocalDate date) {
        return "binance/bbo/btcusdt/" + SmallLake.basic(date);
    }

    /** Puts a part into the raw store; its key. */
    String deliver(LocalDate date, int number, int rows) {
        Path part = files.part("bbo/btcusdt", date, number, rows);
        String key = files.raw.relativize(part).toString();
        raw.put(key, SmallLake.bytes(part), new Condition.Always());
        return key;
    }

    /** Puts a part of these rows into the raw store; its key. */
    String deliver(LocalDate date, int number, List<Object[]> rows) {
        Path part = files.partPath("bbo/btcusdt", date, number);
        part.getParent().toFile().mkdirs();
        SmallLake.PARTS.write(part, rows);
        String key = files.raw.relativize(part).toString();
        raw.put(key, SmallLake.bytes(part), new Condition.Always());
        return key;
    }

    /** Rows whose keys are those of the first rows of part 0, and nothing else is. */
    static List<Object[]> ties(LocalDate date, int rows) {
        List<Object[]> keys = SmallLake.rows("bbo/btcusdt", date, 0, rows);
        List<Object[]> tied = SmallLake.rows("bbo/btcusdt", date, 1, rows);
        for (int row = 0; row < rows; row++) {
            tied.get(row)[0] = keys.get(row)[0];
        }
        return tied;
    }

    /** A run of the whole program. */
    RunReport run(PlanOptions options) {
        Cancellation cancellation = new Cancellation();
        try (Engine engine = new Engine(loaded(), cancellation)) {
            return composition()
                    .run(raw, compact, engine, new SilentProgress(), cancellation)
                    .run(options);
        }
    }

    RunReport catchUp(int recheckDays) {
        return run(options(Mode.CATCH_UP, Optional.empty(), false, recheckDays));
    }

    RunReport backfill(LocalDate date, boolean overwrite) {
        return run(options(Mode.BACKFILL, Optional.of(date), overwrite, 0));
    }

    /** A backfill of one day that looks again at what gave trouble. */
    RunReport retry(LocalDate date) {
        PlanOptions plain = options(Mode.BACKFILL, Optional.of(date), false, 0);
        return run(new PlanOptions(
                plain.mode(),
                plain.from(),
                plain.to(),
                false,
                true,
                0,
                plain.maxDays(),
                plain.maxPartitionsPerDay(),
                plain.filters()));
    }

    private static PlanOptions options(Mode mode, Optional<LocalDate> day, boolean overwrite, int recheckDays) {
        return new PlanOptions(
                mode,
                day,
                day,
                overwrite,
                false,
                recheckDays,
                OptionalInt.empty(),
                OptionalInt.empty(),
                PlanOptions.of(mode).filters());
    }

    Settings loaded() {
        return SettingsLoader.load(
                        new SettingsSources(Optional.empty(), Path.of("/"), Path.of("/none"), settings, List.of()))
                .settings();
    }

    Composition composition() {
        return new Composition(loaded(), SmallLake.onMorningOf(SmallLake.TODAY));
    }

    VerifyReport verify(boolean isRebuilding) {
        return verify(raw, compact, isRebuilding, new Cancellation());
    }

    VerifyReport verify(ObjectStore raw, ObjectStore compact, boolean isRebuilding, Cancellation cancellation) {
        try (Engine engine = new Engine(loaded(), cancellation)) {
            IntegrityParts parts = composition().integrity(Optional.of(raw), compact, engine, cancellation);
            VerifyReport report = new VerifyRun(
                            parts,
                            composition().publishedDays(compact, engine),
                            composition().state(compact))
                    .run(Selection.all(), isRebuilding, new SilentProgress());
            engine.bench().pool().trim();
            if (engine.ledger().heldBytes() != 0) {
                throw new AssertionError(engine.ledger().heldBytes() + " bytes were not given back");
            }
            return report;
        }
    }

    /** Reaps without grace days. */
    ReapReport reap(boolean isDeleting) {
        return reap(isDeleting, 0, false);
    }

    ReapReport reap(boolean isDeleting, int graceDays, boolean isRebuilding) {
        Cancellation cancellation = new Cancellation();
        try (Engine engine = new Engine(loaded(), cancellation)) {
            IntegrityParts parts = composition().integrity(Optional.of(raw), compact, engine, cancellation);
            return new ReapRun(
                            parts,
                            composition().publishedDays(compact, engine),
                            composition().state(compact),
                            composition().leases(compact, engine, new SecureRandom()))
                    .run(new ReapOptions(Selection.all(), graceDays, isDeleting, isRebuilding), new SilentProgress());
        }
    }

    /** A check of the compact store, with or without repairs. */
    FsckReport fsck(boolean isRepair) {
        settings.put("DAYPACK_SCRATCH", directory.resolve("scratch").toString());
        Cancellation cancellation = new Cancellation();
        try (Engine engine = new Engine(loaded(), cancellation)) {
            return composition()
                    .fsck(
                            compact,
                            engine,
                            Duration.ofMillis(30),
                            Duration.ofHours(1),
                            day -> Optional.of(
                                    composition().assessor(raw, engine).assess(day)),
                            cancellation)
                    .run(isRepair);
        }
    }

    /** The state made again; the raw store is looked at for the watermark. */
    RebuildReport rebuildState() {
        Cancellation cancellation = new Cancellation();
        try (Engine engine = new Engine(loaded(), cancellation)) {
            return StateRebuild.of(
                            composition().careParts(compact, engine, cancellation),
                            () -> Optional.of(composition().rawDiscovery(raw, engine)))
                    .run(false);
        }
    }

    /** What became of the only partition-day. */
    ReapVerdict reaped() {
        ReapReport report = reap(true);
        if (report.verdicts().size() != 1) {
            throw new AssertionError(report.toString());
        }
        return report.verdicts().get(0);
    }

    /** The verdict on the only partition-day. */
    DayVerdict verdict(boolean isRebuilding) {
        VerifyReport report = verify(isRebuilding);
        if (report.verdicts().size() != 1) {
            throw new AssertionError(report.toString());
        }
        return report.verdicts().get(0);
    }

    /** {@code kind name-of-object} of all deviations, each once. */
    static SortedSet<String> kinds(DayVerdict verdict) {
        SortedSet<String> kinds = new TreeSet<>();
        for (Deviation deviation : verdict.deviations()) {
            String object = deviation.object();
            kinds.add(deviation.kind().code() + " " + object.substring(object.lastIndexOf('/') + 1));
        }
        return kinds;
    }

    byte[] bytes(String key) {
        return compact.get(key).orElseThrow().bytes();
    }

    ObjectNode json(String key) {
        return Json.parseObject(bytes(key));
    }

    /** Changes a document in the compact store. */
    void edit(String key, Consumer<ObjectNode> change) {
        ObjectNode document = json(key);
        change.accept(document);
        compact.put(key, Json.pretty(document), new Condition.Always());
    }

    void editMeta(LocalDate date, Consumer<ObjectNode> change) {
        edit(prefix(date) + "meta.json", change);
    }

    void editEntry(LocalDate date, Consumer<ObjectNode> change) {
        edit(STATE, state -> change.accept((ObjectNode) state.path("partitions").path(stateKey(date))));
    }

    /** A file to work on, with these bytes. */
    Path file(byte[] bytes) {
        try {
            return Files.write(directory.resolve("data.parquet"), bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Puts another file in the place of a published one, and makes sidecar and state agree with its bytes. */
    void replaceUnnoticed(LocalDate date, byte[] bytes) {
        String etag = replace(date, bytes);
        editMeta(date, meta -> meta.put("etag", etag).put("bytes", bytes.length).put("sha256", Sha256.hex(bytes)));
        editEntry(date, entry -> entry.put("etag", etag).put("total_size_bytes", bytes.length));
    }

    /** Puts another file in the place of a published one; its ETag. */
    String replace(LocalDate date, byte[] bytes) {
        PutOutcome outcome = compact.put(prefix(date) + "data.parquet", bytes, new Condition.Always());
        return ((PutOutcome.Stored) outcome).etag();
    }

    /** All that is below a prefix, with its ETags. */
    static List<String> stats(ObjectStore store, String prefix) {
        List<String> stats = new ArrayList<>();
        store.list(prefix).forEach(stat -> stats.add(stat.key() + " " + stat.etag()));
        return stats;
    }

    static PartitionDay day(VerifyReport report) {
        return report.verdicts().get(0).day();
    }
}
