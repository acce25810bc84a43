package dev.daypack.cli;

import picocli.CommandLine.Option;

/** Looking for late data. */
final class RecheckOption {

    private static final int MAX_DAYS = 36_500;

    @Option(
            names = "--recheck-days",
            paramLabel = "N",
            defaultValue = "0",
            description = "List the last N packed days again, and pack anew those whose parts changed.")
    int days;

    int days() {
        if (days < 0 || days > MAX_DAYS) {
            throw new UsageException("--recheck-days is " + days + "; give 0 to " + MAX_DAYS);
        }
        return days;
    }
}
