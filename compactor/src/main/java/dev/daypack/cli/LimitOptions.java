package dev.daypack.cli;

import java.util.OptionalInt;
import picocli.CommandLine.Option;

/** How much of the work a run takes on. */
final class LimitOptions {

    @Option(names = "--max-days", paramLabel = "N", description = "At most so many days; the rest waits.")
    Integer maxDays;

    @Option(
            names = "--max-partitions-per-day",
            paramLabel = "N",
            description = "At most so many partitions on each day.")
    Integer maxPartitionsPerDay;

    @Option(
            names = "--retry-quarantine",
            description = "Try quarantined partition-days again, say after the collector mended a part.")
    boolean retryQuarantine;

    OptionalInt maxDays() {
        return DayLimitOptions.positive("--max-days", maxDays);
    }

    OptionalInt maxPartitionsPerDay() {
        return DayLimitOptions.positive("--max-partitions-per-day", maxPartitionsPerDay);
    }
}
