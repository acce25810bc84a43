package dev.daypack.compact;

import dev.daypack.cancel.Cancellation;
import dev.daypack.state.Lease;
import java.util.function.LongConsumer;

/**
 * Judges whether a partition-day is what so many processes died of. Who is only slow or was cut off may be among those
 * who are named, and needs time to say that it lives: as long as three renewals of ours take, for what delays its
 * requests delays ours. Thread-safe.
 */
final class Inquest {

    /** A day that so many processes died over, one after the other, is not tried any more. */
    static final int MAX_DEATHS = 3;

    /** A process that lives renews as often in a time to live, and is told then that its lease was taken. */
    private static final int RENEWALS = 3;

    private final LongConsumer sleeper;
    private final Cancellation cancellation;

    /** @param sleeper returns when so many nanoseconds have passed, or at once if the run is to stop */
    Inquest(LongConsumer sleeper, Cancellation cancellation) {
        this.sleeper = sleeper;
        this.cancellation = cancellation;
    }

    /**
     * Whether so many processes died over the day of a lease. Waits for a time to live if it looks like it.
     *
     * @throws InputsChangedException if the lease is lost meanwhile
     * @throws dev.daypack.cancel.CancelledException if the run is to stop; nothing is forgotten then
     */
    boolean isPoison(Lease lease) {
        for (int renewal = 0; renewal < RENEWALS && lease.died().size() >= MAX_DEATHS; renewal++) {
            sleeper.accept(lease.ttl().toNanos() / RENEWALS);
            cancellation.throwIfCancelled();
            if (!lease.prove()) {
                throw new InputsChangedException("the lease " + lease.key() + " was lost while those who are said to"
                        + " have died over its day were given time to speak"
                        + lease.trouble().map(trouble -> ": " + trouble).orElse(""));
            }
        }
        return lease.died().size() >= MAX_DEATHS;
    }
}
