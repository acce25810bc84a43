package dev.daypack.cli;

import java.time.LocalDate;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * What the user asked a run to do.
 *
 * @param from first day, of a backfill
 * @param to last day, of a backfill; not without {@code from}
 * @param recheckDays look for late parts in so many packed days; 0 for none
 * @param maxDays at most so many days
 * @param maxPartitionsPerDay at most so many partitions on each day
 */
public record RunRequest(
        RunMode mode,
        Optional<LocalDate> from,
        Optional<LocalDate> to,
        boolean overwrite,
        boolean retryQuarantine,
        int recheckDays,
        OptionalInt maxDays,
        OptionalInt maxPartitionsPerDay,
        Filter filter) {

    /** Only these partitions; an empty set lets all pass. Every value is one that a partition can have. */
    public record Filter(Set<String> exchanges, Set<String> streams, Set<String> symbols) {

        public Filter {
            exchanges = Set.copyOf(exchanges);
            streams = Set.copyOf(streams);
            symbols = Set.copyOf(symbols);
        }
    }

    /** @throws UsageException if the range is not one */
    public RunRequest {
        if (to.isPresent() && from.isEmpty()) {
            throw new UsageException("--date-to needs --date-from");
        }
        if (to.isPresent() && to.get().isBefore(from.orElseThrow())) {
            throw new UsageException("--date-to " + to.get() + " is before --date-from " + from.get());
        }
    }

    /** A run of a mode with nothing else asked for. */
    public static RunRequest of(RunMode mode, int recheckDays) {
        return new RunRequest(
                mode,
                Optional.empty(),
                Optional.empty(),
                false,
                false,
                recheckDays,
                OptionalInt.empty(),
                OptionalInt.empty(),
                new Filter(Set.of(), Set.of(), Set.of()));
    }
}
