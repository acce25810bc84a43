package dev.daypack.app;

import dev.daypack.cancel.Cancellation;
import dev.daypack.compact.Attempts;
import dev.daypack.compact.CompactionRun;
import dev.daypack.compact.DayThreads;
import dev.daypack.compact.RunParts;
import dev.daypack.discover.Discovery;
import dev.daypack.discover.Layout;
import dev.daypack.discover.Versions;
import dev.daypack.input.NullKeys;
import dev.daypack.input.SchemaMode;
import dev.daypack.input.SortOrder;
import dev.daypack.integrity.CareParts;
import dev.daypack.integrity.Fsck;
import dev.daypack.integrity.FsckParts;
import dev.daypack.integrity.IntegrityParts;
import dev.daypack.integrity.PublishedDays;
import dev.daypack.memory.ScratchLeftovers;
import dev.daypack.quality.DayQuality;
import dev.daypack.quality.QualityAssessor;
import dev.daypack.quality.QualityReader;
import dev.daypack.quality.QualityRules;
import dev.daypack.report.Progress;
import dev.daypack.settings.InputSettings;
import dev.daypack.settings.QualitySettings;
import dev.daypack.settings.Settings;
import dev.daypack.settings.SettingsException;
import dev.daypack.state.LeaseHolder;
import dev.daypack.state.LeaseKeeper;
import dev.daypack.state.StateLimits;
import dev.daypack.state.StateStore;
import dev.daypack.store.ObjectStore;
import dev.daypack.store.S3Options;
import dev.daypack.text.Version;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Puts a run together by constructors: the one place where settings meet the types they are for. */
final class Composition {

    /** A footer of a large file is some MiB; so many at once stay far below what the heap has. */
    private static final int DAYS_LOOKED_AT_ONCE = 16;

    /** Each holds a sidecar of up to some thousand inputs, which no ledger counts; eight hide the stores' distance. */
    private static final int DAYS_CHECKED_AT_ONCE = 8;

    private final Settings settings;
    private final Clock clock;

    /** What tells this process from all others, in all its runs. */
    private final String process;

    private final Instant started;

    Composition(Settings settings, Clock clock) {
        this.settings = settings;
        this.clock = clock;
        this.process = HexFormat.of().toHexDigits(new SecureRandom().nextLong());
        this.started = clock.instant();
    }

    CompactionRun run(
            ObjectStore raw, ObjectStore compact, Engine engine, Progress progress, Cancellation cancellation) {
        SecureRandom random = new SecureRandom();
        RunParts parts = new RunParts(
                raw,
                compact,
                layout(),
                versions(),
                order(settings.input()),
                settings.input().seqColumn(),
                schema(settings),
                engine.bench(),
                DayThreads.of(engine.days()),
                engine.daysAtOnce(),
                uploadBytes(compact),
                engine.io(),
                raw.url().startsWith("s3:"),
                assessor(raw, engine)::assess,
                Version.current(),
                clock,
                System::nanoTime,
                cancellation::await,
                progress,
                cancellation);
        return CompactionRun.of(
                parts,
                new StateStore(compact, clock, random, stateLimits()),
                discovery(raw, engine),
                leases(compact, engine, random));
    }

    /** Takes leases in the compact store. */
    LeaseKeeper leases(ObjectStore compact, Engine engine, SecureRandom random) {
        return new LeaseKeeper(compact, holder(), settings.leaseTtl(), System::nanoTime, random, engine.heartbeats());
    }

    /** The partition-days of the compact store. */
    PublishedDays publishedDays(ObjectStore compact, Engine engine) {
        return new PublishedDays(
                new Discovery(compact, layout(), reserved(), engine.io(), engine.ioThreads()), layout());
    }

    /** The partition-days of the raw store. */
    Discovery rawDiscovery(ObjectStore raw, Engine engine) {
        return new Discovery(raw, layout(), reserved(), engine.io(), engine.ioThreads());
    }

    /** What looks after a compact store is made of. */
    CareParts careParts(ObjectStore compact, Engine engine, Cancellation cancellation) {
        return new CareParts(
                compact,
                layout(),
                publishedDays(compact, engine),
                new StateStore(compact, clock, new SecureRandom(), stateLimits()),
                engine.io(),
                DAYS_LOOKED_AT_ONCE,
                clock,
                System::nanoTime,
                cancellation);
    }

    /**
     * The check of a compact store.
     *
     * @param settle the pause before a second look
     * @param olderThan unfinished writes that are younger may be alive
     * @param evidence the quality of a day, if the raw store can be had
     */
    Fsck fsck(
            ObjectStore compact,
            Engine engine,
            Duration settle,
            Duration olderThan,
            Function<LocalDate, Optional<DayQuality>> evidence,
            Cancellation cancellation) {
        LeaseKeeper leases = new LeaseKeeper(
                compact, holder(), settings.leaseTtl(), System::nanoTime, new SecureRandom(), engine.heartbeats());
        FsckParts parts = new FsckParts(
                leases,
                settings.leaseTtl(),
                settle,
                olderThan,
                new ScratchLeftovers(settings.resources().scratch(), Clock.systemUTC()),
                evidence,
                settings.quality().referenceExchange());
        return Fsck.of(careParts(compact, engine, cancellation), parts);
    }

    /** What commands need that look after what is published. */
    IntegrityParts integrity(Optional<ObjectStore> raw, ObjectStore compact, Engine engine, Cancellation cancellation) {
        return new IntegrityParts(
                raw,
                compact,
                layout(),
                versions(),
                new Attempts(
                        order(settings.input()),
                        settings.input().seqColumn(),
                        engine.bench().settings(),
                        Version.current()),
                schema(settings),
                engine.bench(),
                engine.days(),
                Math.min(DAYS_CHECKED_AT_ONCE, engine.daysAtOnce()),
                engine.io(),
                Version.current(),
                clock,
                System::nanoTime,
                cancellation);
    }

    /** The state in the compact store. */
    StateStore state(ObjectStore compact) {
        return new StateStore(compact, clock, new SecureRandom(), stateLimits());
    }

    Discovery discovery(ObjectStore raw, Engine engine) {
        return new Discovery(raw, layout(), reserved(), engine.io(), engine.ioThreads());
    }

    /** Part buffers of an upload, at most. */
    static long uploadBytes(ObjectStore store) {
        return store.url().startsWith("s3:") ? (long) S3Options.PART_BUFFERS * S3Options.PART_BYTES : 0;
    }

    /** The sort order as the engine has it. */
    static SortOrder order(InputSettings input) {
        return SortOrder.of(input.orderBy(), NullKeys.valueOf(input.nullKeys().name()));
    }

    QualityAssessor assessor(ObjectStore raw, Engine engine) {
        return new QualityAssessor(
                new QualityReader(raw, prefix(), engine.io(), engine.ioThreads()), rules(settings.quality()));
    }

    private String prefix() {
        String prefix = settings.quality().prefix();
        return prefix.endsWith("/") ? prefix : prefix + "/";
    }

    /**
     * What stands beside the partitions at the root of a raw store: windows, and our own state if the stores share it.
     */
    private Set<String> reserved() {
        return Set.of(prefix(), "compacted/");
    }

    private Layout layout() {
        try {
            return Layout.parse(settings.input().layout());
        } catch (IllegalArgumentException e) {
            throw new SettingsException(e.getMessage());
        }
    }

    private Versions versions() {
        return switch (settings.input().versions()) {
            case ALL -> Versions.ALL;
            case NEWEST_PREFIX -> Versions.NEWEST_PREFIX;
        };
    }

    static SchemaMode schema(Settings settings) {
        return switch (settings.input().schema()) {
            case STRICT -> SchemaMode.STRICT;
            case UNION -> SchemaMode.UNION;
        };
    }

    private StateLimits stateLimits() {
        StateLimits defaults = StateLimits.defaults();
        return new StateLimits(
                settings.stateRolloverEntries(), defaults.attempts(), defaults.backoffBase(), defaults.backoffCap());
    }

    private LeaseHolder holder() {
        return new LeaseHolder(hostName(), ProcessHandle.current().pid(), started, process);
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "unknown-host";
        }
    }

    private static QualityRules rules(QualitySettings quality) {
        QualitySettings.Window window = quality.window();
        QualitySettings.Day day = quality.day();
        return new QualityRules(
                quality.referenceExchange(),
                new QualityRules.WindowRules(
                        window.badDroppedEvents(),
                        window.badQueuePct(),
                        window.badReferenceOffline(),
                        window.degradedOffline(),
                        window.degradedDrain(),
                        window.degradedReconnects(),
                        window.forgivenQueuePct(),
                        window.forgivenReferenceEps()),
                new QualityRules.DayRules(
                        day.badWindows(),
                        day.badDroppedEvents(),
                        day.badReferenceOffline(),
                        day.degradedBadWindows(),
                        day.degradedWindows(),
                        day.degradedReferenceOffline(),
                        day.partialBelowWindows()));
    }
}
