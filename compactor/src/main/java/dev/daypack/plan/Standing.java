package dev.daypack.plan;

import dev.daypack.discover.PartitionDay;
import dev.daypack.state.PartitionEntry;
import dev.daypack.state.Status;
import java.time.LocalDate;
import java.util.Collection;
import java.util.Optional;

/** How discovered partition-days stand in the state: the questions that planner and watermark must answer alike. */
final class Standing {

    private Standing() {}

    /**
     * The status that counts for a partition-day: its entry's, or else the day's if the whole day is quarantined. Other
     * statuses of a day say nothing of a partition that has no entry: it may have appeared since.
     */
    static Optional<Status> of(StateView state, PartitionDay day) {
        return state.entry(day)
                .map(PartitionEntry::status)
                .or(() -> state.dayStatus(day.date()).filter(status -> status == Status.QUARANTINE));
    }

    /**
     * The first discovered day that the state knows, or empty if it knows none of them. Days before it were never this
     * tool's to pack; days from it on are, watermark or not.
     */
    static Optional<LocalDate> firstKnown(StateView state, Collection<PartitionDay> discovered) {
        return discovered.stream()
                .filter(day -> state.entry(day).isPresent()
                        || state.dayStatus(day.date()).isPresent())
                .map(PartitionDay::date)
                .min(LocalDate::compareTo);
    }
}
