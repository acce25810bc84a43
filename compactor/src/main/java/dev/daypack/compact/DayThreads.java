package dev.daypack.compact;

import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;

/**
 * The threads that work on a partition-day each, and how they wait for one another: for a place in memory, for a day to
 * end. Thread-safe.
 */
public interface DayThreads {

    /** Has a thread do this, beside the caller's. */
    void execute(Runnable day);

    /**
     * Returns when something holds.
     *
     * @param holds is asked now, and again after each {@link #changed}; must not wait itself
     */
    void await(BooleanSupplier holds) throws InterruptedException;

    /** Something has just become so that a thread may be waiting for; called by one who has no lock. */
    void changed();

    /** Those of an executor, which wait as threads do. */
    static DayThreads of(Executor threads) {
        return new MonitoredThreads(threads);
    }
}
