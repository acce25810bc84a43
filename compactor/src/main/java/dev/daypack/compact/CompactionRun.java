package dev.daypack.compact;

import dev.daypack.cancel.Cancellation;
import dev.daypack.discover.Discovered;
import dev.daypack.discover.Discovery;
import dev.daypack.discover.Ignored;
import dev.daypack.discover.Partition;
import dev.daypack.discover.PartitionDay;
import dev.daypack.plan.Decision;
import dev.daypack.plan.Mode;
import dev.daypack.plan.Plan;
import dev.daypack.plan.PlanOptions;
import dev.daypack.plan.Planner;
import dev.daypack.publish.Publisher;
import dev.daypack.publish.ReapedDays;
import dev.daypack.report.Outcome;
import dev.daypack.report.PartitionReport;
import dev.daypack.report.Progress;
import dev.daypack.report.RunReport;
import dev.daypack.state.LeaseKeeper;
import dev.daypack.state.StateSnapshot;
import dev.daypack.state.StateStore;
import dev.daypack.store.ObjectStore;
import dev.daypack.store.StoreException;
import dev.daypack.text.Units;
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
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One run over all partition-days that a plan takes: read the state, discover, plan, pack them, several at once, record
 * each. A partition-day that fails does not stop the others; a state that cannot be read or written stops the run.
 */
public final class CompactionRun {

    private static final Logger LOG = LoggerFactory.getLogger(CompactionRun.class);

    private static final Duration ABANDONED_AFTER = Duration.ofDays(1);

    private final Executor io;
    private final RunParts parts;
    private final ObjectStore raw;
    private final ObjectStore compact;
    private final StateStore state;
    private final Discovery discovery;
    private final DayRunner runner;
    private final LeaseKeeper leases;
    private final DeliveryOutlook deliveries;
    private final Clock clock;
    private final LongSupplier nanoTime;
    private final Progress progress;
    private final Cancellation cancellation;

    private CompactionRun(
            RunParts parts,
            StateStore state,
            Discovery discovery,
            DayRunner runner,
            LeaseKeeper leases,
            DeliveryOutlook deliveries) {
        this.parts = parts;
        this.state = state;
        this.discovery = discovery;
        this.runner = runner;
        this.leases = leases;
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
                new Inquest(parts.sleeper(), parts.cancellation()),
                new StoreTime(parts.compact(), parts.nanoTime()),
                new EvidenceByDay(parts.assess()),
                new TableMerge(parts.bench(), parts.order(), parts.seqColumn(), parts.schema()),
                publisher,
                new ReapedDays(parts.compact()),
                new Attempts(parts.order(), parts.seqColumn(), parts.bench().settings(), parts.version()),
                new ReopenedDays(state, parts.clock()),
                outcomes,
                parts.progress(),
                parts.aheadBytes(),
                parts.uploadBytes());
        return new CompactionRun(
                parts,
                state,
                discovery,
                new DayRunner(compactor, outcomes, parts.nanoTime()),
                leases,
                new DeliveryOutlook(raw, parts.io()));
    }

    /** What a run is about to do, and what it knows. */
    private record Prospect(Plan plan, Discovered discovered, RunState state, List<PartitionDay> left) {}

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
        compact.commitRule().ifPresent(rule -> LOG.info("{}: {}", compact.url(), rule));
        CompletableFuture<List<String>> removed = CompletableFuture.supplyAsync(this::removeAbandonedWrites, io);
        Prospect prospect = prospect(options);
        List<Decision> work = prospect.plan().work();
        progress.planned(work.size(), OptionalLong.empty());
        List<PartitionReport> reports;
        try (RunRecords records = new RunRecords(
                state, prospect.state(), prospect.discovered(), prospect.plan().today(), clock, nanoTime)) {
            reports = packAll(work, prospect.state(), records);
        }
        leases.releaseUnanswered();
        List<String> notes = new ArrayList<>(Futures.await(removed));
        compact.commitRule().ifPresent(rule -> notes.add(compact.url() + ": " + rule));
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
        Discovered discovered =
                withReaped(discovery.walk(options.filters(), Planner.range(view, options, today)), options);
        return new Prospect(
                Planner.plan(view, discovered.days(), options, today),
                discovered,
                view,
                Planner.leftByDaily(view, discovered.days(), options, today));
    }

    /**
     * Days whose raw parts were deleted on purpose are not found in raw. Who asks for them by date is told what became
     * of them, and not that there never was anything.
     */
    private Discovered withReaped(Discovered found, PlanOptions options) {
        if (options.mode() != Mode.BACKFILL) {
            return found;
        }
        SortedSet<PartitionDay> days = new TreeSet<>(found.days());
        new ReapedDays(compact)
                .all(parts.layout()).keySet().stream()
                        .filter(day -> found.range().contains(day.date()))
                        .filter(day ->
                                found.filters().keptOutBy(day.partition()).isEmpty())
                        .forEach(days::add);
        List<Partition> partitions =
                days.stream().map(PartitionDay::partition).distinct().sorted().toList();
        return new Discovered(List.copyOf(days), partitions, found.ignored(), found.filters(), found.range());
    }

    /** Reports are in the order of the work. */
    private List<PartitionReport> packAll(List<Decision> work, RunState before, RunRecords records) {
        PartitionReport[] reports = new PartitionReport[work.size()];
        MemoryAdmission admission =
                new MemoryAdmission(parts.days(), parts.bench().pool().ledger().limitBytes(), parts.aheadBytes());
        DayCrew together = new DayCrew(parts.days(), parts.daysAtOnce(), admission::stop);
        DayCrew alone = new DayCrew(parts.days(), 1, admission::stop);
        Cancellation.Registration stopping = cancellation.onCancel(admission::stop);
        try {
            new DayTurns(together, alone, parts.sleeper())
                    .work(
                            work.size(),
                            (at, company) -> pack(work.get(at), before, company, admission),
                            new RunHearing(work, reports, records, progress));
        } finally {
            stopping.close();
        }
        return List.of(reports);
    }

    private DayOutcome pack(Decision decision, RunState before, DayRequest.Company company, MemoryAdmission admission) {
        PartitionDay day = decision.day();
        if (!admission.enter()) {
            return new DayOutcome(
                    PartitionReport.idle(day, Outcome.SKIPPED, "stopped before its turn"), Optional.empty());
        }
        try (DayMemory memory = new DayMemory(parts.bench(), admission)) {
            return runner.run(new DayRequest(day, decision.action(), before.entry(day), company), memory);
        }
    }

    /** Puts what happened into the reports, the state and before the user's eyes. */
    private record RunHearing(List<Decision> work, PartitionReport[] reports, RunRecords records, Progress progress)
            implements DayTurns.Hearing {

        @Override
        public void ended(int position, DayOutcome outcome) {
            reports[position] = outcome.report();
            outcome.entry().ifPresent(entry -> records.add(work.get(position).day(), entry));
        }

        @Override
        public void finished(int position) {
            progress.partitionFinished(reports[position]);
        }

        @Override
        public void pausing() {
            records.write();
        }
    }

    /** Days, and what probes leave. */
    private static boolean isOurs(String key) {
        return key.endsWith("/" + Publisher.DATA) || key.startsWith("compacted/");
    }

    /**
     * What crashed runs left unfinished takes space and is seen by nobody. A day old by the store's own clock, it is
     * nobody's work any more: an upload lasts minutes, and one that is alive all the same is told, and starts over.
     */
    private List<String> removeAbandonedWrites() {
        try {
            int removed = compact.removeAbandonedWrites(CompactionRun::isOurs, ABANDONED_AFTER);
            return removed == 0 ? List.of() : List.of(removed + " unfinished writes of crashed runs were removed");
        } catch (StoreException e) {
            return List.of("unfinished writes could not be looked for: " + e.getMessage());
        }
    }

    private static List<String> notes(Prospect prospect) {
        List<String> notes = new ArrayList<>();
        prospect.plan().nothingToDo().ifPresent(notes::add);
        if (!prospect.left().isEmpty()) {
            String left = Units.count(prospect.left().size(), "partition-day") + " before yesterday, from "
                    + prospect.left().get(0) + " on, "
                    + (prospect.left().size() == 1 ? "is" : "are")
                    + " not packed, and daily does not pack what it never began; daypack catch-up does";
            LOG.warn(left);
            notes.add(left);
        }
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
