package dev.daypack.cli;

import java.time.LocalDate;
import picocli.CommandLine.Option;

/** The days of a backfill. */
final class RangeOptions {

    @Option(
            names = "--date-from",
            paramLabel = "DAY",
            converter = DayConverter.class,
            description = "First day, as 20260101 or 2026-01-01. "
                    + "Without it, backwards from the newest day that is not packed.")
    LocalDate from;

    @Option(
            names = "--date-to",
            paramLabel = "DAY",
            converter = DayConverter.class,
            description = "Last day; else yesterday. Today (UTC) is never touched.")
    LocalDate to;

    @Option(names = "--overwrite", description = "Pack again what is packed already, and replace it in one step.")
    boolean overwrite;
}
