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
     * @param untilTakeover if the holder does not renew, the lease can be taken over after so long; zero or less if it
     *     can be now, by {@link LeaseKeeper#acquire}
     * @param died how many died over the day before this holder, one after the other
     */
    record Held(String holder, Duration untilTakeover, int died) implements LeaseOutcome {

        /** Whether the holder was silent for a whole time to live, or left it to one who works on nothing else. */
        public boolean isLeft() {
            return untilTakeover.isZero() || untilTakeover.isNegative();
        }
    }
}
