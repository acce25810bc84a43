package dev.daypack.integrity;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.daypack.integrity.ReapVerdict.Ending;
import dev.daypack.json.Json;
import dev.daypack.report.TextTable;
import dev.daypack.report.TextTable.Column;
import dev.daypack.text.Printable;
import dev.daypack.text.Units;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** {@link ReapReport} for people and for machines. */
public final class ReapReportText {

    /** More days than this are summed up in one line. */
    private static final int MAX_DAYS = 31;

    /** More days in trouble than this are counted, not shown. */
    private static final int MAX_TROUBLES = 20;

    private ReapReportText() {}

    /** The lines, safe to print. */
    public static List<String> lines(ReapReport report) {
        List<String> lines = new ArrayList<>();
        if (!report.verdicts().isEmpty()) {
            lines.addAll(table(report));
            lines.add("");
        }
        troubles(report, lines);
        lines.add(sums(report));
        if (report.requests().all() > 0) {
            lines.add("stores: " + report.requests().line());
        }
        report.notes().forEach(note -> lines.add("note: " + Printable.of(note)));
        if (!report.isDeleting() && report.count(Ending.WOULD) > 0) {
            lines.add("nothing was deleted; with --delete each of these days is proven again, and then reaped");
        }
        if (report.isInterrupted()) {
            lines.add("interrupted: what was begun is recorded, the next run goes on");
        }
        return lines;
    }

    private static List<String> table(ReapReport report) {
        TextTable table = new TextTable(
                Column.text("day"),
                Column.number("partitions"),
                Column.number("kept"),
                Column.number("parts"),
                Column.number("size"));
        Map<LocalDate, List<ReapVerdict>> days = report.verdicts().stream()
                .collect(Collectors.groupingBy(one -> one.day().date(), TreeMap::new, Collectors.toList()));
        if (days.size() <= MAX_DAYS) {
            days.forEach((day, verdicts) -> row(table, day.toString(), verdicts));
        }
        if (days.size() > 1) {
            row(table, Units.count(days.size(), "day"), report.verdicts());
        }
        return table.lines();
    }

    /** Of days that are told of only, what would go; else what went. */
    private static void row(TextTable table, String title, List<ReapVerdict> verdicts) {
        long parts = verdicts.stream().mapToLong(ReapReportText::parts).sum();
        long bytes = verdicts.stream().mapToLong(ReapReportText::bytes).sum();
        long kept = verdicts.stream()
                .filter(one -> one.ending() != Ending.REAPED && one.ending() != Ending.WOULD)
                .count();
        table.row(title, Units.count(verdicts.size()), Units.count(kept), Units.count(parts), Units.bytes(bytes));
    }

    private static long parts(ReapVerdict verdict) {
        return verdict.ending() == Ending.WOULD ? verdict.parts() : verdict.deletedParts();
    }

    private static long bytes(ReapVerdict verdict) {
        return verdict.ending() == Ending.WOULD ? verdict.sizeBytes() : verdict.deletedBytes();
    }

    private static void troubles(ReapReport report, List<String> lines) {
        List<ReapVerdict> troubles = report.verdicts().stream()
                .filter(verdict -> verdict.ending().isTrouble())
                .toList();
        for (ReapVerdict trouble : troubles.subList(0, Math.min(MAX_TROUBLES, troubles.size()))) {
            lines.add(trouble.ending().text() + "  " + trouble.day());
            lines.add("  why  " + Printable.of(trouble.reason()));
            trouble.deviations().stream()
                    .limit(1)
                    .forEach(deviation -> lines.add("       " + Printable.of(deviation.toString())));
            trouble.deviations().stream()
                    .map(Deviation::remedy)
                    .distinct()
                    .forEach(remedy -> lines.add("  try  " + remedy));
            lines.add("");
        }
        if (troubles.size() > MAX_TROUBLES) {
            lines.add("... and " + Units.count(troubles.size() - MAX_TROUBLES) + " more; --json shows all");
        }
    }

    private static String sums(ReapReport report) {
        if (report.verdicts().isEmpty()) {
            return "reap: nothing to reap" + (report.notes().isEmpty() ? "" : " (see below)");
        }
        Ending usual = report.isDeleting() ? Ending.REAPED : Ending.WOULD;
        String endings = Arrays.stream(Ending.values())
                .filter(ending -> ending == usual || report.count(ending) > 0)
                .map(ending -> Units.count(report.count(ending)) + " " + words(ending))
                .collect(Collectors.joining(" + "));
        return "reap: " + Units.count(report.verdicts().size(), "partition-day") + " = " + endings;
    }

    private static String words(Ending ending) {
        return switch (ending) {
            case REAPED -> "reaped";
            case WOULD -> "to be reaped";
            case KEPT -> "kept";
            case LOCKED -> "locked";
            case FAILED -> "failed";
            case STOPPED -> "stopped";
        };
    }

    /** All of it as one document. Numbers are in bytes, parts and seconds; times are UTC. */
    public static ObjectNode json(ReapReport report) {
        ObjectNode json = Json.object();
        json.put("mode", "reap").put("raw_url", report.rawUrl()).put("delete", report.isDeleting());
        json.put("started_at", report.started().toString());
        json.put("finished_at", report.finished().toString());
        json.put("seconds", report.seconds()).put("interrupted", report.isInterrupted());
        json.put("planned", report.verdicts().size());
        ObjectNode ended = json.putObject("ended");
        for (Ending ending : Ending.values()) {
            ended.put(ending.text(), report.count(ending));
        }
        json.put(
                "deleted_parts",
                report.verdicts().stream().mapToLong(ReapVerdict::deletedParts).sum());
        json.put(
                "deleted_bytes",
                report.verdicts().stream().mapToLong(ReapVerdict::deletedBytes).sum());
        report.requests().addTo(json);
        report.notes().forEach(json.putArray("notes")::add);
        ArrayNode partitions = json.putArray("partitions");
        report.verdicts().forEach(verdict -> partitions.add(json(verdict)));
        return json;
    }

    private static ObjectNode json(ReapVerdict verdict) {
        ObjectNode json = Json.object();
        json.put("partition", verdict.day().partition().toString());
        json.put("date", verdict.day().date().toString());
        json.put("ending", verdict.ending().text()).put("reason", verdict.reason());
        json.put("parts", verdict.parts()).put("bytes", verdict.sizeBytes());
        json.put("deleted_parts", verdict.deletedParts()).put("deleted_bytes", verdict.deletedBytes());
        ArrayNode deviations = json.putArray("deviations");
        verdict.deviations().forEach(deviation -> deviations.add(deviation.json()));
        return json;
    }
}
