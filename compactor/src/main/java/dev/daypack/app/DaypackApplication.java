package dev.daypack.app;

import dev.daypack.cancel.Cancellation;
import dev.daypack.cli.Application;
import dev.daypack.cli.FsckRequest;
import dev.daypack.cli.InspectRequest;
import dev.daypack.cli.MergeRequest;
import dev.daypack.cli.ReapRequest;
import dev.daypack.cli.RunRequest;
import dev.daypack.cli.UsageException;
import dev.daypack.cli.VerifyRequest;
import dev.daypack.compact.CompactionRun;
import dev.daypack.discover.Filters;
import dev.daypack.doctor.Diagnosis;
import dev.daypack.doctor.Finding;
import dev.daypack.input.Decompressors;
import dev.daypack.input.Inspection;
import dev.daypack.input.InspectionDetail;
import dev.daypack.integrity.ReapReport;
import dev.daypack.integrity.VerifyReport;
import dev.daypack.json.Json;
import dev.daypack.plan.Mode;
import dev.daypack.plan.PlanOptions;
import dev.daypack.quality.QualityAssessor;
import dev.daypack.quality.QualityReport;
import dev.daypack.report.FsckReport;
import dev.daypack.report.MergeReport;
import dev.daypack.report.PlanReport;
import dev.daypack.report.Progress;
import dev.daypack.report.RebuildReport;
import dev.daypack.report.RunReport;
import dev.daypack.report.SilentProgress;
import dev.daypack.settings.Settings;
import dev.daypack.store.ObjectStore;
import dev.daypack.store.StoreAccess;
import dev.daypack.store.StoreUrl;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Answers the commands: opens what each needs, composes it, and lets it work. */
final class DaypackApplication implements Application {

    private final Settings settings;
    private final OpenStores stores;
    private final Clock clock;

    /** One for all runs of a daemon, which are one process. */
    private final Composition composition;

    DaypackApplication(Settings settings, OpenStores stores, Clock clock) {
        this.settings = settings;
        this.stores = stores;
        this.clock = clock;
        this.composition = new Composition(settings, clock);
    }

    @Override
    public RunReport run(RunRequest request, Progress progress, Cancellation cancellation) {
        PlanOptions options = options(request);
        try (OpenStores.Both both = stores.both(StoreAccess.WRITE);
                Engine engine = new Engine(settings, cancellation)) {
            return composed(both.raw(), both.compact(), engine, progress, cancellation)
                    .run(options);
        }
    }

    @Override
    public PlanReport plan(RunRequest request, Cancellation cancellation) {
        PlanOptions options = options(request);
        try (OpenStores.Both both = stores.both(StoreAccess.READ_OR_EMPTY);
                Engine engine = new Engine(settings, cancellation)) {
            return PlanReports.of(composed(both.raw(), both.compact(), engine, new SilentProgress(), cancellation)
                    .plan(options));
        }
    }

    private CompactionRun composed(
            ObjectStore raw, ObjectStore compact, Engine engine, Progress progress, Cancellation cancellation) {
        return composition.run(raw, compact, engine, progress, cancellation);
    }

    /** @throws UsageException if the request is not one that makes sense */
    private static PlanOptions options(RunRequest request) {
        try {
            return new PlanOptions(
                    Mode.fromCommand(request.mode().toString()),
                    request.from(),
                    request.to(),
                    request.overwrite(),
                    request.retryQuarantine(),
                    request.recheckDays(),
                    request.maxDays(),
                    request.maxPartitionsPerDay(),
                    new Filters(
                            request.filter().exchanges(),
                            request.filter().streams(),
                            request.filter().symbols()));
        } catch (IllegalArgumentException e) {
            throw new UsageException(e.getMessage());
        }
    }

    @Override
    public MergeReport merge(MergeRequest request, Progress progress, Cancellation cancellation) {
        try (Engine engine = new Engine(settings, cancellation)) {
            return new PlainMerge(settings, stores, engine, progress).merge(request);
        }
    }

    @Override
    public boolean inspect(InspectRequest request, Consumer<String> lines, Cancellation cancellation) {
        StoreUrl.Located file = located(request.file());
        try (ObjectStore store = stores.plain(file.store(), StoreAccess.READ);
                Engine engine = new Engine(settings, cancellation);
                Decompressors decompressors = engine.bench().newDecompressors()) {
            Inspection inspection = Inspection.of(
                    StoredParts.of(store, file.key(), request.file()),
                    engine.bench().limits(),
                    Composition.order(settings.input()),
                    decompressors,
                    engine.bench().pool());
            InspectionDetail detail = request.pages() ? InspectionDetail.PAGES : InspectionDetail.CHUNKS;
            if (request.json()) {
                lines.accept(new String(Json.pretty(inspection.json(detail)), StandardCharsets.UTF_8).stripTrailing());
            } else {
                inspection.print(detail, lines);
            }
            return inspection.isSound() && inspection.isReadWhole();
        }
    }

    /** @throws UsageException if the text names no file */
    static StoreUrl.Located located(String text) {
        try {
            return StoreUrl.parseObject(text);
        } catch (IllegalArgumentException e) {
            throw new UsageException(e.getMessage());
        }
    }

    @Override
    public VerifyReport verify(VerifyRequest request, Progress progress, Cancellation cancellation) {
        return new Integrity(settings, stores, clock).verify(request, progress, cancellation);
    }

    @Override
    public ReapReport reap(ReapRequest request, Progress progress, Cancellation cancellation) {
        return new Integrity(settings, stores, clock).reap(request, progress, cancellation);
    }

    @Override
    public QualityReport qualityReport(int days, Cancellation cancellation) {
        try (ObjectStore raw = stores.raw();
                Engine engine = new Engine(settings, cancellation)) {
            QualityAssessor assessor = composition.assessor(raw, engine);
            LocalDate yesterday =
                    LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC).minusDays(1);
            return QualityReport.of(assessor.rules(), yesterday, days, assessor::assess);
        }
    }

    @Override
    public FsckReport fsck(FsckRequest request, Cancellation cancellation) {
        return new StoreCare(settings, stores, clock).fsck(request, cancellation);
    }

    @Override
    public RebuildReport rebuildState(boolean isDryRun, Cancellation cancellation) {
        return new StoreCare(settings, stores, clock).rebuildState(isDryRun, cancellation);
    }

    @Override
    public Diagnosis doctor(List<Finding> given, Cancellation cancellation) {
        return new Consultation(settings, stores, clock).diagnosis(given, cancellation);
    }

    @Override
    public void serve(
            RunRequest request, Supplier<Progress> progress, Consumer<RunReport> finished, Cancellation cancellation) {
        new Service(this, settings, stores, clock).serve(request, progress, finished, cancellation);
    }

    @Override
    public void close() {
        // Every method closes what it opened.
    }
}
