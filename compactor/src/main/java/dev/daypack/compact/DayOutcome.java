package dev.daypack.compact;

import dev.daypack.report.PartitionReport;
import dev.daypack.state.PartitionEntry;
import java.time.Duration;
import java.util.Optional;

/**
 * How one partition-day ended: what people are told, and what the state is told.
 *
 * @param entry empty if the state has nothing to learn
 * @param untilTakeover present if somebody else holds the lease: how long until it may be taken over, unless it is
 *     renewed
 */
record DayOutcome(PartitionReport report, Optional<PartitionEntry> entry, Optional<Duration> untilTakeover) {

    DayOutcome(PartitionReport report, Optional<PartitionEntry> entry) {
        this(report, entry, Optional.empty());
    }
}
