package dev.daypack.integrity;

import dev.daypack.cancel.Cancellation;
import dev.daypack.compact.SentRequests;
import dev.daypack.discover.PartitionDay;
import dev.daypack.integrity.DayVerdict.Standing;
import dev.daypack.publish.ReapedDays;
import dev.daypack.report.Failure;
import dev.daypack.report.LeftOut;
import dev.daypack.report.Outcome;
import dev.daypack.report.PartitionReport;
import dev.daypack.report.PeakMemory;
import dev.daypack.report.Progress;
import dev.daypack.report.StepSeconds;
import dev.daypack.report.Volume;
import dev.daypack.state.PartitionEntry;
import dev.daypack.state.StateDocument;
import dev.daypack.state.StateStore;
import dev.daypack.state.Status;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Semaphore;

/**
 * {@code daypack verify}: reads published partition-days whole, several at once, and holds them against everything that
 * is claimed of them. Nothing is written to any store. A day that does not stand the test does not stop the others.
 */
public final class VerifyRun {

    private final IntegrityParts parts;
    private final PublishedDays days;
    private final StateStore state;

    public VerifyRun(IntegrityParts parts, PublishedDays days, StateStore state) {
        this.parts = parts;
        this.days = days;
        this.state = state;
    }

    /**
     * Checks what a selection takes.
     *
     * @param isRebuilding whether days are packed again as well, and compared
     * @throws dev.daypack.state.StateUnreadableException if the state cannot be used
     * @throws dev.daypack.store.StoreException if the stores cannot be reached
     */
    public VerifyReport run(Selection selection, boolean isRebuilding, Progress progress) {
        Instant started = parts.clock().instant();
        StateDocument document = state.read().document();
        PublishedDays.Walk walk = days.walk(selection);
        Set<PartitionDay> all = new TreeSet<>(walk.stored());
        // What only the state knows of is lost, or never was; what only a record of reaped parts knows of is lost.
        all.addAll(days.recorded(document, selection, entry -> entry.status() == Status.SUCCESS)
                .keySet());
        new ReapedDays(parts.compact())
                .all(parts.layout()).keySet().stream()
                        .filter(selection::contains)
                        .forEach(all::add);
        List<PartitionDay> work = selection.of(all);
        progress.planned(work.size(), OptionalLong.empty());
        DayCheck check = parts.check(isRebuilding, progress);
        List<DayVerdict> verdicts = checkAll(work, document, check, progress);
        List<String> notes = new ArrayList<>(walk.notes());
        if (walk.ignored().total() > 0) {
            notes.add("prefixes of the compact store that do not fit the layout: "
                    + walk.ignored().total());
        }
        if (work.size() < all.size()) {
            notes.add("by the limits, " + (all.size() - work.size()) + " more partition-days were left out");
        }
        return new VerifyReport(
                parts.compact().url(),
                started,
                parts.clock().instant(),
                verdicts,
                notes,
                parts.cancellation().isCancelled(),
                SentRequests.of(parts.stores()));
    }

    private List<DayVerdict> checkAll(
            List<PartitionDay> work, StateDocument document, DayCheck check, Progress progress) {
        Semaphore turns = CheckMemory.turnsOf(parts.bench());
        Cancellation cancellation = parts.cancellation();
        return new Crew(parts.days(), parts.daysAtOnce()).work(work, day -> {
            if (cancellation.isCancelled()) {
                return DayVerdict.stopped(day);
            }
            try (CheckMemory memory = new CheckMemory(parts.bench(), turns)) {
                DayVerdict verdict = check.check(day, (one, isFresh) -> entry(one, isFresh, document), memory);
                progress.partitionFinished(told(verdict));
                return verdict;
            }
        });
    }

    private Optional<PartitionEntry> entry(PartitionDay day, boolean isFresh, StateDocument document) {
        return (isFresh ? state.read().document() : document).entry(day);
    }

    /** In the words of progress. */
    private static PartitionReport told(DayVerdict verdict) {
        StepSeconds seconds = new StepSeconds(0, verdict.seconds(), 0, 0, verdict.seconds());
        Volume volume = new Volume(verdict.rows(), 1, verdict.sizeBytes(), 0);
        if (!verdict.standing().isTrouble()) {
            boolean isRead = verdict.standing() == Standing.SOUND || verdict.standing() == Standing.UNPROVEN;
            return new PartitionReport(
                    verdict.day(),
                    isRead ? Outcome.SUCCESS : Outcome.SKIPPED,
                    "verify: " + verdict.standing().text(),
                    isRead ? volume : Volume.NONE,
                    seconds,
                    PeakMemory.NONE,
                    0,
                    "",
                    LeftOut.NONE,
                    Optional.empty());
        }
        Failure failure = verdict.failure().orElseGet(() -> {
            Deviation first = verdict.deviations().get(0);
            return new Failure(first.kind().code(), Optional.of(first.object()), first.detail());
        });
        return PartitionReport.trouble(verdict.day(), Outcome.FAILED, failure, volume, seconds);
    }
}
