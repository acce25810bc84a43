package dev.daypack.cli;

import java.time.LocalDate;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Which published partition-days a command is about.
 *
 * @param from first day; else the first there is
 * @param to last day; else the last there is
 * @param maxDays at most so many days
 * @param maxPartitionsPerDay at most so many partitions on each day
 */
public record SelectionRequest(
        Optional<LocalDate> from,
        Optional<LocalDate> to,
        OptionalInt maxDays,
        OptionalInt maxPartitionsPerDay,
        RunRequest.Filter filter) {

    /** @throws UsageException if the range is not one */
    public SelectionRequest {
        if (from.isPresent() && to.isPresent() && to.get().isBefore(from.get())) {
            throw new UsageException("--date-to " + to.get() + " is before --date-from " + from.get());
        }
    }

    /** Of what the options of a command say. */
    static SelectionRequest of(DayRangeOptions range, FilterOptions filters, DayLimitOptions limits) {
        return new SelectionRequest(
                range.from(), range.to(), limits.maxDays(), limits.maxPartitionsPerDay(), filters.filter());
    }
}
