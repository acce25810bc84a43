package dev.daypack.compact;

import dev.daypack.report.PartitionReport;
import dev.daypack.state.LeaseOutcome;
import dev.daypack.state.PartitionEntry;
import java.util.Optional;

/**
 * How one partition-day ended: what people are told, and what the state is told.
 *
 * @param entry empty if the state has nothing to learn
 * @param held present if somebody else holds the lease
 */
record DayOutcome(PartitionReport report, Optional<PartitionEntry> entry, Optional<LeaseOutcome.Held> held) {

    DayOutcome(PartitionReport report, Optional<PartitionEntry> entry) {
        this(report, entry, Optional.empty());
    }
}
