package dev.daypack.simulation;

import java.time.Duration;

/** Decides what becomes of calls. Asked once for each, by the process that makes it. */
interface Faults {

    Fate fate(Process process, Op op, String key);

    /** Whether the process stands still now that it looks at a clock. */
    default boolean freezesAtClock(Process process) {
        return false;
    }

    /** Whether the local disk takes nothing now. */
    default boolean isDiskFull(Process process) {
        return false;
    }

    /** Longer than leases live, at times. */
    default long freezeNanos(Process process) {
        return Duration.ofMinutes(3).toNanos();
    }

    /** One way to the store or back. */
    default long wayNanos(Process process) {
        return Duration.ofMillis(20).toNanos();
    }

    /** How much later a late write happens. */
    default long lateNanos(Process process) {
        return Duration.ofSeconds(1 + process.random().nextInt(600)).toNanos();
    }
}
