package dev.daypack.integrity;

import dev.daypack.compact.SentRequests;
import dev.daypack.discover.PartitionDay;
import dev.daypack.integrity.ReapVerdict.Ending;
import dev.daypack.publish.ReapedDays;
import dev.daypack.report.Failure;
import dev.daypack.report.LeftOut;
import dev.daypack.report.Outcome;
import dev.daypack.report.PartitionReport;
import dev.daypack.report.PeakMemory;
import dev.daypack.report.Progress;
import dev.daypack.report.StepSeconds;
import dev.daypack.report.Volume;
import dev.daypack.state.LeaseKeeper;
import dev.daypack.state.StateDocument;
import dev.daypack.state.StateStore;
import dev.daypack.store.ObjectStat;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

/**
 * {@code daypack reap}: gives up raw parts of days that are packed, settled, old enough, and proven again. The one
 * command that removes anything from a raw store.
 */
public final class ReapRun {

    private final IntegrityParts parts;
    private final PublishedDays days;
    private final StateStore state;
    private final LeaseKeeper leases;

    public ReapRun(IntegrityParts parts, PublishedDays days, StateStore state, LeaseKeeper leases) {
        this.parts = parts;
        this.days = days;
        this.state = state;
        this.leases = leases;
    }

    /**
     * @throws dev.daypack.state.StateUnreadableException if the state cannot be used
     * @throws dev.daypack.store.StoreException if the stores cannot be reached
     */
    public ReapReport run(ReapOptions options, Progress progress) {
        Instant started = parts.clock().instant();
        LocalDate today = LocalDate.ofInstant(started, ZoneOffset.UTC);
        StateDocument document = state.read().document();
        List<String> notes = new ArrayList<>();
        ReapCandidates candidates = ReapCandidates.of(
                days.recorded(document, options.selection(), entry -> true),
                document.lastCompactedDate(),
                done(options.selection()),
                options,
                today);
        progress.planned(candidates.days().size(), OptionalLong.empty());
        DayReaper reaper = new DayReaper(parts, parts.check(options.isRebuilding(), progress), leases);
        List<ReapVerdict> verdicts = reapAll(candidates.days(), document, options, reaper, progress);
        notes.addAll(candidates.notes());
        if (options.isDeleting() && parts.raw().orElseThrow().url().startsWith("s3:")) {
            notes.add("each part is looked at and then deleted on condition of its ETag; a server that ignores the"
                    + " condition (Ceph does) leaves a gap of one request between the two");
        }
        return new ReapReport(
                parts.raw().orElseThrow().url(),
                options.isDeleting(),
                started,
                parts.clock().instant(),
                verdicts,
                notes,
                parts.cancellation().isCancelled(),
                SentRequests.of(parts.stores()));
    }

    /** Partition-days whose parts are all gone, by their records. */
    private Set<PartitionDay> done(Selection selection) {
        ReapedDays reaped = new ReapedDays(parts.compact());
        Map<PartitionDay, ObjectStat> recorded = reaped.all(parts.layout());
        Set<PartitionDay> done = ConcurrentHashMap.newKeySet();
        List<PartitionDay> wanted =
                recorded.keySet().stream().filter(selection::contains).toList();
        new Crew(parts.days(), parts.daysAtOnce()).work(wanted, day -> {
            if (reaped.isComplete(recorded.get(day))) {
                done.add(day);
            }
            return day;
        });
        return done;
    }

    private List<ReapVerdict> reapAll(
            List<PartitionDay> work, StateDocument document, ReapOptions options, DayReaper reaper, Progress progress) {
        Semaphore turns = CheckMemory.turnsOf(parts.bench());
        DayCheck.Entries entries = (day, isFresh) -> (isFresh ? state.read().document() : document).entry(day);
        return new Crew(parts.days(), parts.daysAtOnce()).work(work, day -> {
            if (parts.cancellation().isCancelled()) {
                return ReapVerdict.nothing(day, Ending.STOPPED, "stopped before its turn");
            }
            try (CheckMemory memory = new CheckMemory(parts.bench(), turns)) {
                ReapVerdict verdict = options.isDeleting() ? reaper.reap(day, entries, memory) : reaper.rehearse(day);
                progress.partitionFinished(told(verdict));
                return verdict;
            }
        });
    }

    /** In the words of progress. */
    private static PartitionReport told(ReapVerdict verdict) {
        if (verdict.ending().isTrouble()) {
            Failure failure = new Failure(verdict.ending().text(), Optional.empty(), verdict.reason());
            return PartitionReport.trouble(verdict.day(), Outcome.FAILED, failure, Volume.NONE, StepSeconds.NONE);
        }
        boolean isDone = verdict.ending() == Ending.REAPED || verdict.ending() == Ending.WOULD;
        return new PartitionReport(
                verdict.day(),
                isDone ? Outcome.SUCCESS : verdict.ending() == Ending.LOCKED ? Outcome.LOCKED : Outcome.SKIPPED,
                verdict.reason(),
                new Volume(0, Math.toIntExact(verdict.parts()), verdict.sizeBytes(), 0),
                StepSeconds.NONE,
                PeakMemory.NONE,
                0,
                "",
                LeftOut.NONE,
                Optional.empty());
    }
}
