package dev.daypack.report;

import dev.daypack.report.TextTable.Column;
import dev.daypack.text.Printable;
import dev.daypack.text.Units;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The run report for people: the accounting, what was published, day by day, then what somebody should look at. */
public final class ClosingTable {

    /** More days than this are summed up in one line. */
    private static final int MAX_DAYS = 31;

    /** More partition-days with parts that differ than this are counted, not shown. */
    private static final int MAX_DRIFTS = 20;

    /** More troubles than this are counted, not shown. */
    private static final int MAX_TROUBLES = 20;

    private ClosingTable() {}

    /** The lines, safe to print. */
    public static List<String> lines(RunReport report) {
        List<String> lines = new ArrayList<>();
        if (report.planned() > 0) {
            lines.addAll(days(report));
            lines.add("");
            lines.addAll(troubles(report));
        }
        lines.add(accounting(report));
        published(report, lines);
        if (report.requests().all() > 0) {
            lines.add("stores: " + report.requests().line());
        }
        besides(report, lines);
        report.notes().forEach(note -> lines.add("note: " + Printable.of(note)));
        if (report.interrupted()) {
            lines.add("interrupted: what is published is whole, the next run takes up the rest");
        }
        return lines;
    }

    private static String accounting(RunReport report) {
        if (report.planned() == 0) {
            return report.mode() + ": nothing to do" + (report.notes().isEmpty() ? "" : " (see below)");
        }
        Accounting accounting = report.accounting();
        String ended = Arrays.stream(Outcome.values())
                .filter(outcome -> outcome == Outcome.SUCCESS || accounting.count(outcome) > 0)
                .map(outcome -> Units.count(accounting.count(outcome)) + " " + outcome.text())
                .collect(Collectors.joining(" + "));
        return report.mode() + ": " + Units.count(report.planned()) + " planned = " + ended;
    }

    private static void published(RunReport report, List<String> lines) {
        Volume volume = report.published();
        if (volume.parts() == 0 && volume.rows() == 0) {
            return;
        }
        String rate = report.seconds() > 0
                ? ", " + Units.count(Math.round(volume.rows() / report.seconds())) + " rows/s"
                : "";
        lines.add("packed " + Units.count(volume.rows(), "row") + " of " + Units.count(volume.parts(), "part") + ": "
                + Units.bytes(volume.bytesIn()) + " -> " + Units.bytes(volume.bytesOut()) + ratio(volume) + " in "
                + Units.seconds(report.seconds()) + rate);
    }

    /** What somebody should know of the parts of days that went well. */
    private static void besides(RunReport report, List<String> lines) {
        if (report.supersededParts() > 0) {
            long days = report.partitions().stream()
                    .filter(one -> one.leftOut().supersededParts() > 0)
                    .count();
            lines.add("superseded: " + Units.count(report.supersededParts(), "part") + " of older deliveries in "
                    + Units.count(days, "partition-day") + ", not read");
        }
        List<PartitionReport> drifted = report.partitions().stream()
                .filter(one -> !one.schemaDrift().isEmpty())
                .toList();
        drifted.subList(0, Math.min(MAX_DRIFTS, drifted.size()))
                .forEach(one -> lines.add("schema drift: " + one.day() + ": " + Printable.of(one.schemaDrift())));
        if (drifted.size() > MAX_DRIFTS) {
            lines.add("schema drift: ... and " + Units.count(drifted.size() - MAX_DRIFTS)
                    + " more partition-days; --json shows all");
        }
    }

    private static String ratio(Volume volume) {
        return volume.bytesOut() == 0
                ? ""
                : String.format(Locale.ROOT, " (%.2f : 1)", (double) volume.bytesIn() / volume.bytesOut());
    }

    private static List<String> days(RunReport report) {
        TextTable table = new TextTable(
                Column.text("day"),
                Column.number("planned"),
                Column.number("success"),
                Column.number("other"),
                Column.number("bad"),
                Column.number("parts"),
                Column.number("rows"),
                Column.number("in"),
                Column.number("out"));
        Map<LocalDate, List<PartitionReport>> days = report.partitions().stream()
                .collect(Collectors.groupingBy(one -> one.day().date(), TreeMap::new, Collectors.toList()));
        if (days.size() <= MAX_DAYS) {
            days.forEach((day, partitions) -> row(table, day.toString(), partitions));
        }
        if (days.size() > 1) {
            row(table, Units.count(days.size(), "day"), report.partitions());
        }
        return table.lines();
    }

    private static void row(TextTable table, String title, List<PartitionReport> partitions) {
        Function<Outcome, Long> count = outcome ->
                partitions.stream().filter(one -> one.outcome() == outcome).count();
        long bad = count.apply(Outcome.QUARANTINE) + count.apply(Outcome.FAILED);
        long success = count.apply(Outcome.SUCCESS);
        Volume volume = partitions.stream()
                .filter(one -> one.outcome() == Outcome.SUCCESS)
                .map(PartitionReport::volume)
                .reduce(Volume.NONE, Volume::plus);
        table.row(
                title,
                Units.count(partitions.size()),
                Units.count(success),
                Units.count(partitions.size() - success - bad),
                Units.count(bad),
                Units.count(volume.parts()),
                Units.count(volume.rows()),
                Units.bytes(volume.bytesIn()),
                Units.bytes(volume.bytesOut()));
    }

    private static List<String> troubles(RunReport report) {
        List<PartitionReport> troubles = report.partitions().stream()
                .filter(one -> one.outcome().isTrouble())
                .toList();
        List<String> lines = new ArrayList<>();
        for (PartitionReport trouble : troubles.subList(0, Math.min(MAX_TROUBLES, troubles.size()))) {
            Failure failure = trouble.failure().orElseThrow();
            lines.add(trouble.outcome().text() + "  " + trouble.day());
            failure.failingKey().ifPresent(key -> lines.add("  part   " + Printable.of(key)));
            lines.add("  error  " + Printable.of(failure.error()));
            lines.add("  try    " + Reproducer.command(report.rawUrl(), trouble));
            lines.add("");
        }
        if (troubles.size() > MAX_TROUBLES) {
            lines.add("... and " + Units.count(troubles.size() - MAX_TROUBLES) + " more; --json shows all");
            lines.add("");
        }
        return lines;
    }
}
