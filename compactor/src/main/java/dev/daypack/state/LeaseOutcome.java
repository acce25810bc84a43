package dev.daypack.state;

import java.time.Duration;

/** What became of asking for a lease. */
public sealed interface LeaseOutcome {

    /** The lease is ours until it is released or lost. */
    record Acquired(Lease lease) implements LeaseOutcome {}

    /**
     * Someone else works on the partition-day. Ask again later in this process: the keeper remembers since when it has
     * seen this generation of the lease.
     *
     * @param holder who, in words; safe to print
     * @param untilTakeover if the holder does not renew, the lease can be taken over after so long
     */
    record Held(String holder, Duration untilTakeover) implements LeaseOutcome {}
}
