package dev.daypack.compact;

import dev.daypack.cancel.Cancellation;
import dev.daypack.discover.Discovered;
import dev.daypack.discover.Discovery;
import dev.daypack.discover.Ignored;
import dev.daypack.discover.PartitionDay;
import dev.daypack.memory.MemoryLedger;
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
import java.util.function.LongSupplier;

/**
 * One run over all partition-days that a plan takes: read the state, discover, plan, pack each, record each. A
 * partition-day that fails does not stop the others; a state that cannot be read or written stops the run.
 */
public final class CompactionRun {

    private static final Duration ABANDONED_AFTER = Duration.ofDays(1);

    private final ObjectStore compact;
    private final StateStore state;
    private final Discovery discovery;
    private final DayRunner runner;
    private final DeliveryOutlook deliveries;
    private final MemoryLedger ledger;
    private final Clock clock;
    private final LongSupplier nanoTime;
    private final String rawUrl;
    private final Progress progress;
    private final Cancellation cancellation;

    private CompactionRun(
            RunParts parts, StateStore state, Discovery discovery, DayRunner runner, DeliveryOutlook deliveries) {
        this.state = state;
        this.discovery = discovery;
        this.runner = runner;
        this.deliveries = deliveries;
        this.ledger = parts.bench().pool().ledger();
        this.clock = parts.clock();
        this.nanoTime = parts.nanoTime();
        this.compact = parts.compact();
        this.rawUrl = parts.raw().url();
        this.progress = parts.progress();
        this.cancellation = parts.cancellation();
    }

    /** Puts a run together. */
    public static CompactionRun of(RunParts parts, StateStore state, Discovery discovery, LeaseKeeper leases) {
        DayOutcomes outcomes = new DayOutcomes(
                parts.clock(), parts.bench().pool().ledger(), parts.order(), parts.seqColumn(), parts.version());
        Publisher publisher = new Publisher(parts.compact(), parts.layout());
        RawParts raw = new RawParts(
                parts.raw(),
                parts.layout(),
                parts.versions(),
                parts.isRawRemote() ? Optional.of(parts.io()) : Optional.empty(),
                parts.bench().pool().ledger());
        PartitionCompactor compactor = new PartitionCompactor(
                raw,
                leases,
                new EvidenceByDay(parts.assess()),
                new TableMerge(parts.bench(), parts.order(), parts.seqColumn(), parts.schema()),
                publisher,
                new Attempts(parts.order(), parts.seqColumn(), parts.bench().settings(), parts.version()),
                outcomes,
                parts.progress());
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
        List<String> notes = new ArrayList<>(removeAbandonedWrites());
        Prospect prospect = prospect(options);
        List<Decision> work = prospect.plan().work();
        progress.planned(work.size(), OptionalLong.empty());
        List<PartitionReport> reports;
        try (RunRecords records =
                new RunRecords(state, prospect.discovered(), prospect.plan().today(), clock, nanoTime)) {
            reports = packAll(work, prospect.state(), records);
        }
        notes.addAll(notes(prospect));
        RunReport report = new RunReport(
                options.mode().command(),
                rawUrl,
                started,
                clock.instant(),
                work.size(),
                reports,
                notes,
                cancellation.isCancelled());
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
        for (int at = 0; at < reports.length; at++) {
            DayOutcome outcome = pack(work.get(at), before, records);
            reports[at] = outcome.report();
            if (outcome.untilTakeover().isPresent()) {
                locked.add(at, outcome.untilTakeover().get());
            } else {
                progress.partitionFinished(reports[at]);
            }
        }
        if (!locked.positions().isEmpty()) {
            records.write();
            locked.await();
            for (int at : locked.positions()) {
                reports[at] = pack(work.get(at), before, records).report();
                progress.partitionFinished(reports[at]);
            }
        }
        return List.of(reports);
    }

    private DayOutcome pack(Decision decision, RunState before, RunRecords records) {
        if (cancellation.isCancelled()) {
            return new DayOutcome(
                    PartitionReport.idle(decision.day(), Outcome.SKIPPED, "stopped before its turn"), Optional.empty());
        }
        ledger.resetPeak();
        DayOutcome outcome =
                runner.run(new DayRequest(decision.day(), decision.action(), before.entry(decision.day())));
        outcome.entry().ifPresent(entry -> records.add(decision.day(), entry));
        return outcome;
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
