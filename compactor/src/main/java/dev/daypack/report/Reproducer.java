package dev.daypack.report;

import dev.daypack.text.ShellWord;
import java.time.format.DateTimeFormatter;
import java.util.Set;

/** The command that shows a failure again. Every word from outside is quoted. */
final class Reproducer {

    /** What is published stays until a person asks for what is there now. */
    private static final Set<String> KEPT = Set.of("fewer_rows", "older_delivery");

    /** The part's name is to blame, not what is in it. */
    private static final String BAD_NAME = "unversioned_part";

    private Reproducer() {}

    /** {@code daypack inspect} of the part that is to blame; without one, the same partition-day once more. */
    static String command(String rawUrl, PartitionReport report) {
        return report.failure()
                .filter(failure -> report.outcome() == Outcome.QUARANTINE
                        && !failure.type().equals(BAD_NAME))
                .flatMap(Failure::failingKey)
                .map(key -> "daypack inspect " + ShellWord.of(withSlash(rawUrl) + key))
                .orElseGet(() -> again(report));
    }

    private static String again(PartitionReport report) {
        String date = report.day().date().format(DateTimeFormatter.BASIC_ISO_DATE);
        // Days without raw parts cannot be packed again; what is published of them can be looked at.
        boolean isReaped =
                report.failure().map(Failure::type).filter("reaped"::equals).isPresent();
        StringBuilder command = new StringBuilder(
                "daypack " + (isReaped ? "verify" : "backfill") + " --date-from " + date + " --date-to " + date);
        for (String field : new String[] {"exchange", "stream", "symbol"}) {
            report.day()
                    .partition()
                    .value(field)
                    .ifPresent(value ->
                            command.append(" --").append(field).append('s').append(argument(value)));
        }
        if (report.failure().map(Failure::type).filter(KEPT::contains).isPresent()) {
            command.append(" --overwrite");
        }
        return command.append(report.outcome() == Outcome.QUARANTINE ? " --retry-quarantine" : "")
                .toString();
    }

    /** A value that begins like an option is none only behind an equals sign. */
    private static String argument(String value) {
        return (value.startsWith("-") ? "=" : " ") + ShellWord.of(value);
    }

    private static String withSlash(String url) {
        return url.endsWith("/") ? url : url + "/";
    }
}
