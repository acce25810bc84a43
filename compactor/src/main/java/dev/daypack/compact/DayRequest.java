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
 * @param company whether other days are under way beside it
 */
record DayRequest(PartitionDay day, Action action, Optional<PartitionEntry> before, Company company) {

    /** What is under way in this process beside a day. */
    enum Company {
        /** Other days may be; a day over which a process died is left alone, so that it takes no other with it. */
        OTHERS,
        /** Nothing: if the process dies, it was of this day. */
        NONE
    }
}
