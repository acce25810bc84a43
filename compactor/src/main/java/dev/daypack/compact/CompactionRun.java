package dev.daypack.compact;

import dev.daypack.cancel.Cancellation;
import dev.daypack.discover.Discovered;
import dev.daypack.discover.Discovery;
import dev.daypack.discover.Ignored;
import dev.daypack.discover.PartitionDay;
import dev.daypack.plan.Decision;
import dev.daypack.plan.Plan;
import dev.daypack.plan.PlanOptions;
import dev.daypack.plan.Planner;
import dev.daypack.publish.Publisher;
import dev.daypack.report.Outcome;
import dev.daypack.report.PartitionReport;
import dev.daypack.report.Progress;
import dev.daypack.report.RunReport;
import dev.daypack.state.LeaseKeeper;
import dev.daypack.state.StateSnapshot;
import dev.daypack.state.StateStore;
import dev.daypack.store.ObjectStore;
import dev.daypack.store.StoreException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;

/**
 * One run over all partition-days that a plan takes: read the state, discover, plan, pack them, several at once, record
 * each. A partition-day that fails does not stop the others; a state that cannot be read or written stops the run.
 */
public final class CompactionRun {

    private static final Duration ABANDONED_AFTER = Duration.ofDays(1);

    private final Executor io;
    private final RunParts parts;
    private final ObjectStore raw;
    private final ObjectStore compact;
    private final StateStore state;
    private final Discovery discovery;
    private final DayRunner runner;
    private final DeliveryOutlook deliveries;
    private final Clock clock;
    private final LongSupplier nanoTime;
    private final Progress progress;
    private final Cancellation cancellation;

    private CompactionRun(
            RunParts parts, StateStore state, Discovery discovery, DayRunner runner, DeliveryOutlook deliveries) {
        this.parts = parts;
        this.state = state;
        this.discovery = discovery;
        this.runner = runner;
        this.deliveries = deliveries;
        this.clock = parts.clock();
        this.nanoTime = parts.nanoTime();
        this.io = parts.io();
        this.raw = parts.raw();
        this.compact = parts.compact();
        this.progress = parts.progress();
        this.cancellation = parts.cancellation();
    }

    /** Puts a run together. */
    public static CompactionRun of(RunParts parts, StateStore state, Discovery discovery, LeaseKeeper leases) {
        DayOutcomes outcomes = new DayOutcomes(parts.clock(), parts.order(), parts.seqColumn(), parts.version());
        Publisher publisher = new Publisher(parts.compact(), parts.layout());
        RawParts raw = new RawParts(
                parts.raw(),
                parts.layout(),
                parts.versions(),
                parts.isRawRemote() ? Optional.of(parts.io()) : Optional.empty(),
                parts.bench().pool());
        PartitionCompactor compactor = new PartitionCompactor(
                raw,
                leases,
                new EvidenceByDay(parts.assess()),
                new TableMerge(parts.bench(), parts.order(), parts.seqColumn(), parts.schema()),
                publisher,
                new Attempts(parts.order(), parts.seqColumn(), parts.bench().settings(), parts.version()),
                outcomes,
                parts.progress(),
                parts.aheadBytes(),
                parts.uploadBytes());
        return new CompactionRun(
                parts,
                state,
                discovery,
                new DayRunner(compactor, outcomes, parts.nanoTime()),
                new DeliveryOutlook(raw, parts.io()));
    }

    /** What a run is about to do, and what it knows. */
    private record Prospect(Plan plan, Discovered discovered, RunState state) {}

    /**
     * What a run would do now.
     *
     * @param ignored prefixes of the raw store that no plan covers
     * @param deliveries remarks on partition-days where deliveries stand side by side
     */
    public record Outlook(Plan plan, Ignored ignored, Map<PartitionDay, String> deliveries) {}

    /** Makes the plan and changes nothing. */
    public Outlook plan(PlanOptions options) {
        Prospect prospect = prospect(options);
        return new Outlook(
                prospect.plan(),
                prospect.discovered().ignored(),
                deliveries.of(prospect.plan().work()));
    }

    /**
     * @throws dev.daypack.state.StateUnreadableException if the state cannot be used
     * @throws dev.daypack.store.StoreException if the stores cannot be reached, or the state cannot be written
     */
    public RunReport run(PlanOptions options) {
        Instant started = clock.instant();
        CompletableFuture<List<String>> removed = CompletableFuture.supplyAsync(this::removeAbandonedWrites, io);
        Prospect prospect = prospect(options);
        List<Decision> work = prospect.plan().work();
        progress.planned(work.size(), OptionalLong.empty());
        List<PartitionReport> reports;
        try (RunRecords records =
                new RunRecords(state, prospect.discovered(), prospect.plan().today(), clock, nanoTime)) {
            reports = packAll(work, prospect.state(), records);
        }
        List<String> notes = new ArrayList<>(Futures.await(removed));
        notes.addAll(notes(prospect));
        RunReport report = new RunReport(
                options.mode().command(),
                raw.url(),
                started,
                clock.instant(),
                work.size(),
                reports,
                notes,
                cancellation.isCancelled(),
                SentRequests.of(List.of(raw, compact)));
        progress.runFinished(report);
        return report;
    }

    private Prospect prospect(PlanOptions options) {
        StateSnapshot snapshot = state.read();
        RunState view = RunState.of(snapshot);
        LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        Discovered discovered = discovery.walk(options.filters(), Planner.range(view, options, today));
        return new Prospect(Planner.plan(view, discovered.days(), options, today), discovered, view);
    }

    /** What is locked gets a second turn when all else is done; its report keeps its place in the order of the work. */
    private List<PartitionReport> packAll(List<Decision> work, RunState before, RunRecords records) {
        PartitionReport[] reports = new PartitionReport[work.size()];
        LockedDays locked = new LockedDays(cancellation);
        MemoryAdmission admission =
                new MemoryAdmission(parts.bench().pool().ledger().limitBytes(), parts.aheadBytes());
        DayCrew crew = new DayCrew(parts.days(), parts.daysAtOnce(), admission::stop);
        Cancellation.Registration stopping = cancellation.onCancel(admission::stop);
        try {
            List<Integer> all = IntStream.range(0, reports.length).boxed().toList();
            crew.work(all, at -> pack(work.get(at), before, admission), (at, outcome) -> {
                reports[at] = ended(work.get(at), outcome, records);
                if (outcome.untilTakeover().isPresent()) {
                    locked.add(at, outcome.untilTakeover().get());
                } else {
                    progress.partitionFinished(reports[at]);
                }
            });
            if (!locked.positions().isEmpty()) {
                records.write();
                locked.await();
                crew.work(locked.positions(), at -> pack(work.get(at), before, admission), (at, outcome) -> {
                    reports[at] = ended(work.get(at), outcome, records);
                    progress.partitionFinished(reports[at]);
                });
            }
        } finally {
            stopping.close();
        }
        return List.of(reports);
    }

    private DayOutcome pack(Decision decision, RunState before, MemoryAdmission admission) {
        if (!admission.enter()) {
            return new DayOutcome(
                    PartitionReport.idle(decision.day(), Outcome.SKIPPED, "stopped before its turn"), Optional.empty());
        }
        try (DayMemory memory = new DayMemory(parts.bench(), admission)) {
            return runner.run(new DayRequest(decision.day(), decision.action(), before.entry(decision.day())), memory);
        }
    }

    private static PartitionReport ended(Decision decision, DayOutcome outcome, RunRecords records) {
        outcome.entry().ifPresent(entry -> records.add(decision.day(), entry));
        return outcome.report();
    }

    /** What crashed runs left unfinished takes space and is seen by nobody. A day old, it is nobody's work any more. */
    private List<String> removeAbandonedWrites() {
        try {
            int removed = compact.removeAbandonedWrites(key -> key.endsWith("/" + Publisher.DATA), ABANDONED_AFTER);
            return removed == 0 ? List.of() : List.of(removed + " unfinished writes of crashed runs were removed");
        } catch (StoreException e) {
            return List.of("unfinished writes could not be looked for: " + e.getMessage());
        }
    }

    private static List<String> notes(Prospect prospect) {
        List<String> notes = new ArrayList<>();
        prospect.plan().nothingToDo().ifPresent(notes::add);
        prospect.plan().gaps().forEach(gap -> notes.add(gap.toString()));
        if (prospect.discovered().ignored().total() > 0) {
            notes.add("prefixes of the raw store that do not fit the layout: "
                    + prospect.discovered().ignored().total() + "; daypack plan shows them");
        }
        prospect.discovered()
                .filters()
                .withoutMatch(prospect.discovered().partitions())
                .forEach(missing -> notes.add("nothing matches " + missing));
        return notes;
    }
}
