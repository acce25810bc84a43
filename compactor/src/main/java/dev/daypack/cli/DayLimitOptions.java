package dev.daypack.cli;

import java.util.OptionalInt;
import picocli.CommandLine.Option;

/** How many of the days a command takes that looks after what is published. */
final class DayLimitOptions {

    @Option(names = "--max-days", paramLabel = "N", description = "At most so many days, the first that are taken.")
    Integer maxDays;

    @Option(
            names = "--max-partitions-per-day",
            paramLabel = "N",
            description = "At most so many partitions on each day.")
    Integer maxPartitionsPerDay;

    OptionalInt maxDays() {
        return positive("--max-days", maxDays);
    }

    OptionalInt maxPartitionsPerDay() {
        return positive("--max-partitions-per-day", maxPartitionsPerDay);
    }

    /** A number that may be left out. */
    static OptionalInt positive(String flag, Integer value) {
        if (value != null && value < 1) {
            throw new UsageException(flag + " is " + value + "; it must be at least 1, or left out for no limit");
        }
        return value == null ? OptionalInt.empty() : OptionalInt.of(value);
    }
}
