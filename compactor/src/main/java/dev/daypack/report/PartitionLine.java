package dev.daypack.report;

import dev.daypack.text.Printable;
import dev.daypack.text.Units;
import java.util.Locale;

/** The one line that a finished partition-day gets. */
final class PartitionLine {

    private PartitionLine() {}

    /** All of it as {@code name=value} pairs, for logs; without figures if nothing was done. */
    static String pairs(PartitionReport report) {
        Volume volume = report.volume();
        StringBuilder line = new StringBuilder(256);
        line.append("partition=")
                .append(report.day())
                .append(" outcome=")
                .append(report.outcome().text());
        if (!report.seconds().equals(StepSeconds.NONE) || !volume.equals(Volume.NONE)) {
            figures(report, line);
        }
        if (report.leftOut().supersededParts() > 0) {
            line.append(" superseded_parts=").append(report.leftOut().supersededParts());
        }
        if (!report.schemaDrift().isEmpty()) {
            line.append(" schema_drift=").append(quoted(report.schemaDrift()));
        }
        line.append(" reason=").append(quoted(report.reason()));
        report.failure().ifPresent(failure -> {
            failure.failingKey().ifPresent(key -> line.append(" key=").append(quoted(key)));
            line.append(" error=").append(quoted(failure.error()));
        });
        return line.toString();
    }

    private static void figures(PartitionReport report, StringBuilder line) {
        Volume volume = report.volume();
        StepSeconds seconds = report.seconds();
        line.append(" rows=").append(volume.rows()).append(" parts=").append(volume.parts());
        line.append(" bytes_in=").append(volume.bytesIn()).append(" bytes_out=").append(volume.bytesOut());
        line.append(String.format(
                Locale.ROOT,
                " list_s=%.3f read_s=%.3f merge_s=%.3f write_s=%.3f total_s=%.3f",
                seconds.list(),
                seconds.read(),
                seconds.merge(),
                seconds.write(),
                seconds.total()));
        line.append(" peak_planned=").append(report.memory().plannedBytes());
        line.append(" peak_actual=").append(report.memory().actualBytes());
        line.append(" inversions=").append(report.inversions());
        line.append(" ignored_keys=").append(report.leftOut().ignoredKeys());
    }

    /** What a person wants to see go by; the closing table has the rest. */
    static String brief(PartitionReport report) {
        String name = String.format(Locale.ROOT, "%-10s %s", report.outcome().text(), report.day());
        Volume volume = report.volume();
        if (report.outcome() == Outcome.SUCCESS) {
            return name + ": " + Units.count(volume.rows(), "row") + ", " + Units.count(volume.parts(), "part") + ", "
                    + Units.seconds(report.seconds().total()) + besides(report);
        }
        return name + ": " + Printable.of(report.failure().map(Failure::error).orElse(report.reason()));
    }

    private static String besides(PartitionReport report) {
        int superseded = report.leftOut().supersededParts();
        return (superseded == 0 ? "" : ", " + Units.count(superseded, "part") + " superseded")
                + (report.schemaDrift().isEmpty() ? "" : ", " + Printable.of(report.schemaDrift()));
    }

    private static String quoted(String text) {
        return '"' + Printable.of(text.replace("\\", "\\\\").replace("\"", "\\\"")) + '"';
    }
}
