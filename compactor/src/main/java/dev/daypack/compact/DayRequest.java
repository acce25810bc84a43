package dev.daypack.compact;

import dev.daypack.discover.PartitionDay;
import dev.daypack.plan.Action;
import dev.daypack.state.PartitionEntry;
import java.util.Optional;

/**
 * One partition-day to work on.
 *
 * @param action what the plan decided; never SKIP
 * @param before what the state said when the plan was made
 */
record DayRequest(PartitionDay day, Action action, Optional<PartitionEntry> before) {}
