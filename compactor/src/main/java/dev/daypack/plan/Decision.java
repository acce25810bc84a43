package dev.daypack.plan;

import dev.daypack.discover.PartitionDay;
import java.util.Objects;

/**
 * What becomes of one discovered partition-day, and why.
 *
 * @param reason one short line for people, escaped
 */
public record Decision(PartitionDay day, Action action, String reason) {

    public Decision {
        Objects.requireNonNull(day);
        Objects.requireNonNull(action);
        Objects.requireNonNull(reason);
    }
}
