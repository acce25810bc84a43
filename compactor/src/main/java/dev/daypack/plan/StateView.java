package dev.daypack.plan;

import dev.daypack.discover.PartitionDay;
import dev.daypack.state.PartitionEntry;
import dev.daypack.state.Status;
import java.time.LocalDate;
import java.util.Optional;

/** What planning asks of the state. Answers do not change while a plan is made. */
public interface StateView {

    /** The watermark: up to this day, inclusive, everything that was discovered in time is finished. */
    Optional<LocalDate> lastCompactedDate();

    /** What the state says of a partition-day. */
    Optional<PartitionEntry> entry(PartitionDay day);

    /** The first day of which a partition was begun and is not settled. */
    Optional<LocalDate> firstOpen();

    /** Whether there is no state document yet. */
    boolean isFresh();

    /** What the document's {@code days} says of a day: for days known without partitions. */
    Optional<Status> dayStatus(LocalDate day);
}
