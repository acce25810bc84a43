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
        return positive("--max-days", maxDays);
    }

    OptionalInt maxPartitionsPerDay() {
        return positive("--max-partitions-per-day", maxPartitionsPerDay);
    }

    private static OptionalInt positive(String flag, Integer value) {
        if (value != null && value < 1) {
            throw new UsageException(flag + " is " + value + "; it must be at least 1, or left out for no limit");
        }
        return value == null ? OptionalInt.empty() : OptionalInt.of(value);
    }
}
