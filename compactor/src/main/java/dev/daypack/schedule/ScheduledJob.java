package dev.daypack.schedule;

import java.util.function.BooleanSupplier;

/** What a schedule runs. */
@FunctionalInterface
public interface ScheduledJob {

    /**
     * Does the work once. Never called while an earlier call is under way.
     *
     * @param stopping turns true, and stays so, when the schedule is to stop: ask between steps and end early
     * @throws Exception is reported, and does not end the schedule
     */
    void run(BooleanSupplier stopping) throws Exception;
}
