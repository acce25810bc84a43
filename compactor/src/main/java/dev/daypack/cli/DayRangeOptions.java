package dev.daypack.cli;

import java.time.LocalDate;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The days of a command that looks after what is published. */
final class DayRangeOptions {

    @Option(
            names = "--date-from",
            paramLabel = "DAY",
            converter = DayConverter.class,
            description = "First day, as 20260101 or 2026-01-01; else the first there is.")
    LocalDate from;

    @Option(
            names = "--date-to",
            paramLabel = "DAY",
            converter = DayConverter.class,
            description = "Last day; else the last there is.")
    LocalDate to;

    Optional<LocalDate> from() {
        return Optional.ofNullable(from);
    }

    Optional<LocalDate> to() {
        return Optional.ofNullable(to);
    }
}
