package dev.daypack.compact;

import dev.daypack.discover.PartitionDay;
import dev.daypack.plan.StateView;
import dev.daypack.state.DayEntry;
import dev.daypack.state.PartitionEntry;
import dev.daypack.state.StateDocument;
import dev.daypack.state.StateSnapshot;
import dev.daypack.state.Status;
import java.time.LocalDate;
import java.util.Optional;

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
    public Optional<PartitionEntry> entry(PartitionDay day) {
        return document.entry(day);
    }

    @Override
    public Optional<Status> dayStatus(LocalDate day) {
        return document.day(day).map(DayEntry::status);
    }
}
