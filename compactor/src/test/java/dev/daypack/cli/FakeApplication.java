package dev.daypack.cli;

import dev.daypack.cancel.Cancellation;
import dev.daypack.discover.Partition;
import dev.daypack.discover.PartitionDay;
import dev.daypack.doctor.Diagnosis;
import dev.daypack.doctor.Finding;
import dev.daypack.doctor.Section;
import dev.daypack.integrity.DayVerdict;
import dev.daypack.integrity.ReapReport;
import dev.daypack.integrity.VerifyReport;
import dev.daypack.quality.DayLabel;
import dev.daypack.quality.DayQuality;
import dev.daypack.quality.DayStats;
import dev.daypack.quality.QualityReport;
import dev.daypack.quality.QualityRules;
import dev.daypack.report.Failure;
import dev.daypack.report.FsckReport;
import dev.daypack.report.LeftOut;
import dev.daypack.report.MergeReport;
import dev.daypack.report.Outcome;
import dev.daypack.report.PartitionReport;
import dev.daypack.report.PeakMemory;
import dev.daypack.report.PlanReport;
import dev.daypack.report.Progress;
import dev.daypack.report.RebuildReport;
import dev.daypack.report.Requests;
import dev.daypack.report.RunReport;
import dev.daypack.report.StepSeconds;
import dev.daypack.report.Volume;
import dev.daypack.settings.Settings;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Takes requests down and plays a run of a few partition-days, with a corrupt part if asked. */
final class FakeApplication implements Application, ApplicationFactory, DemoLake {

    static final LocalDate DAY = LocalDate.of(2026, 1, 26);

    final List<RunRequest> runs = new ArrayList<>();
    final List<RunRequest> plans = new ArrayList<>();
    final List<MergeRequest> merges = new ArrayList<>();
    final List<InspectRequest> inspections = new ArrayList<>();
    final List<VerifyRequest> verifications = new ArrayList<>();
    final List<ReapRequest> reaps = new ArrayList<>();
    List<DayVerdict> verdicts = List.of();
    final List<Integer> qualityDays = new ArrayList<>();
    Settings settings;
    RuntimeException error;
    boolean corrupt;
    int closed;
    /** Time that each of a hundred steps of a partition-day takes. */
    long stepMillis;

    @Override
    public Application open(Settings with) {
        settings = with;
        return this;
    }

    @Override
    public DemoLake demoLake() {
        return this;
    }

    @Override
    public RunReport run(RunRequest request, Progress progress, Cancellation cancellation) {
        runs.add(request);
        failIfAsked();
        List<PartitionDay> days = request.recheckDays() > 0 ? days().subList(0, 1) : days();
        progress.planned(days.size(), OptionalLong.of(days.size() * 40_000_000L));
        List<PartitionReport> reports = new ArrayList<>();
        for (PartitionDay day : days) {
            PartitionReport report = one(day, progress, cancellation);
            progress.partitionFinished(report);
            reports.add(report);
        }
        return new RunReport(
                request.mode().toString(),
                "s3://ticks-raw",
                Instant.parse("2026-01-27T02:30:00Z"),
                Instant.parse("2026-01-27T02:30:12.500Z"),
                days.size(),
                reports,
                List.of(),
                cancellation.isCancelled(),
                Requests.NONE);
    }

    private PartitionReport one(PartitionDay day, Progress progress, Cancellation cancellation) {
        if (cancellation.isCancelled()) {
            return PartitionReport.idle(day, Outcome.SKIPPED, "the run was stopped before its turn");
        }
        progress.partitionStarted(day.stateKey(), 480, 40_000_000);
        for (int step = 0; step < 100 && !cancellation.isCancelled(); step++) {
            progress.advanced(day.stateKey(), 400_000);
            pause();
        }
        StepSeconds seconds = new StepSeconds(0.1, 0.9, 0.2, 0.7, 1.9);
        if (corrupt && day.partition().toString().contains("okx")) {
            Failure failure = new Failure(
                    "corrupt_page",
                    Optional.of("exchange=okx/part it's \u001b[31m1.parquet"),
                    "column bid_price, offset 4711: the page's CRC does not match");
            return PartitionReport.trouble(day, Outcome.QUARANTINE, failure, Volume.NONE, seconds);
        }
        return new PartitionReport(
                day,
                Outcome.SUCCESS,
                "since the watermark",
                new Volume(1_823_192, 480, 40_000_000, 17_300_000),
                seconds,
                new PeakMemory(220L << 20, 201L << 20),
                12,
                "",
                new LeftOut(1, 0),
                Optional.empty());
    }

    private static List<PartitionDay> days() {
        List<PartitionDay> days = new ArrayList<>();
        for (int back = 1; back >= 0; back--) {
            for (String name : List.of("binance/bbo/btcusdt", "binance/trade/btcusdt", "okx/bbo/btc-usdt")) {
                List<String> values = List.of(name.split("/", -1));
                Partition partition = new Partition(List.of("exchange", "stream", "symbol"), values);
                days.add(new PartitionDay(partition, DAY.minusDays(back)));
            }
        }
        return days;
    }

    private void pause() {
        if (stepMillis > 0) {
            try {
                Thread.sleep(stepMillis);
            } catch (InterruptedException stopping) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public PlanReport plan(RunRequest request, Cancellation cancellation) {
        plans.add(request);
        failIfAsked();
        return new PlanReport(
                request.mode().toString(),
                DAY.plusDays(1),
                "days after the watermark 20260125",
                List.of(
                        new PlanReport.Step("2026-01-26", "binance/bbo/btcusdt", "pack", true, "not packed yet"),
                        new PlanReport.Step("2026-01-27", "-", "skip", false, "today is never touched")),
                List.of());
    }

    @Override
    public MergeReport merge(MergeRequest request, Progress progress, Cancellation cancellation) {
        merges.add(request);
        failIfAsked();
        return new MergeReport(
                request.output(),
                settings.input().orderBy(),
                new Volume(1_000, request.inputs().size(), 10_000, 5_000),
                StepSeconds.NONE,
                PeakMemory.NONE,
                0,
                Map.of(),
                "",
                Requests.NONE);
    }

    @Override
    public boolean inspect(InspectRequest request, Consumer<String> lines, Cancellation cancellation) {
        inspections.add(request);
        failIfAsked();
        lines.accept("rows 10");
        return !corrupt;
    }

    @Override
    public FsckReport fsck(FsckRequest request, Cancellation cancellation) {
        failIfAsked();
        return new FsckReport("fake", request.isRepair(), 0, 0, 0, 0, List.of(), List.of());
    }

    @Override
    public RebuildReport rebuildState(boolean isDryRun, Cancellation cancellation) {
        failIfAsked();
        return new RebuildReport(
                Optional.empty(),
                true,
                isDryRun ? Optional.empty() : Optional.of(false),
                List.of(),
                0,
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                new TreeMap<>(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of());
    }

    @Override
    public VerifyReport verify(VerifyRequest request, Progress progress, Cancellation cancellation) {
        verifications.add(request);
        failIfAsked();
        return new VerifyReport(
                "file:///compact", Instant.EPOCH, Instant.EPOCH, verdicts, List.of(), false, Requests.NONE);
    }

    @Override
    public ReapReport reap(ReapRequest request, Progress progress, Cancellation cancellation) {
        reaps.add(request);
        failIfAsked();
        return new ReapReport(
                "file:///raw",
                request.delete(),
                Instant.EPOCH,
                Instant.EPOCH,
                List.of(),
                List.of(),
                false,
                Requests.NONE);
    }

    @Override
    public QualityReport qualityReport(int days, Cancellation cancellation) {
        qualityDays.add(days);
        failIfAsked();
        DayQuality quality = new DayQuality(
                DayLabel.DEGRADED,
                QualityRules.VERSION,
                List.of("1 window is BAD"),
                DayStats.of(List.of(), "binance"),
                List.of());
        return QualityReport.of(QualityRules.defaults(), DAY, 1, day -> quality);
    }

    @Override
    public Diagnosis doctor(List<Finding> given, Cancellation cancellation) {
        failIfAsked();
        return new Diagnosis(List.of(new Section("settings", given)), corrupt);
    }

    @Override
    public void serve(
            RunRequest request, Supplier<Progress> progress, Consumer<RunReport> finished, Cancellation cancellation) {
        try (Progress listener = progress.get()) {
            finished.accept(run(request, listener, cancellation));
        }
    }

    @Override
    public Made make(Path directory) {
        return new Made(2, 3, 2_880, 10_939_152, 240_000_000);
    }

    @Override
    public String deliverLatePart(Path directory) {
        return "exchange=binance/stream=bbo/symbol=btcusdt/date=20260125/part-1.parquet";
    }

    @Override
    public void close() {
        closed++;
    }

    private void failIfAsked() {
        if (error != null) {
            throw error;
        }
    }
}
