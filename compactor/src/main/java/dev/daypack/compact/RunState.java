package dev.daypack.compact;

import dev.daypack.discover.PartitionDay;
import dev.daypack.plan.StateView;
import dev.daypack.state.DayEntry;
import dev.daypack.state.PartitionEntry;
import dev.daypack.state.StateDocument;
import dev.daypack.state.StateSnapshot;
import dev.daypack.state.Status;
import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** A state document as the planner and the watermark look at it. */
record RunState(StateDocument document, boolean isFresh) implements StateView {

    static RunState of(StateSnapshot snapshot) {
        return new RunState(snapshot.document(), snapshot.isFresh());
    }

    @Override
    public Optional<LocalDate> lastCompactedDate() {
        return document.lastCompactedDate();
    }

    @Override
    public Optional<LocalDate> firstOpen() {
        return document.firstOpen();
    }

    @Override
    public Optional<PartitionEntry> entry(PartitionDay day) {
        return document.entry(day);
    }

    /**
     * A day is quarantined as a whole by its quality only. One whose partitions all happen to have bad parts says
     * nothing of a partition that appears later. The old job's days, whose entries give no reason, are taken as they
     * stand.
     */
    @Override
    public Optional<Status> dayStatus(LocalDate day) {
        return document.day(day)
                .map(DayEntry::status)
                .filter(status -> status != Status.QUARANTINE || !isByContent(document.entriesOn(day)));
    }

    private static boolean isByContent(Map<String, PartitionEntry> entries) {
        Set<Optional<String>> reasons = entries.values().stream()
                .filter(entry -> entry.status() == Status.QUARANTINE)
                .map(PartitionEntry::errorType)
                .collect(Collectors.toSet());
        return !reasons.isEmpty()
                && !reasons.contains(Optional.<String>empty())
                && !reasons.contains(Optional.of(DayOutcomes.BAD_QUALITY));
    }
}
