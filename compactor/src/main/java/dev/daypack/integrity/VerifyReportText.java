package dev.daypack.integrity;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.daypack.integrity.DayVerdict.Standing;
import dev.daypack.json.Json;
import dev.daypack.report.Failure;
import dev.daypack.text.Printable;
import dev.daypack.text.Units;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** {@link VerifyReport} for people and for machines. */
public final class VerifyReportText {

    /** More days in trouble than this are counted, not shown. */
    private static final int MAX_TROUBLES = 20;

    /** More deviations of one day than this are counted, not shown. */
    private static final int MAX_DEVIATIONS = 8;

    /** More different remarks than this are counted, not shown. */
    private static final int MAX_REMARKS = 12;

    private VerifyReportText() {}

    /** The lines, safe to print. */
    public static List<String> lines(VerifyReport report) {
        List<String> lines = new ArrayList<>();
        troubles(report, lines);
        lines.add(sums(report));
        if (report.rows() > 0) {
            lines.add("read " + Units.count(report.rows(), "row") + ", " + Units.bytes(report.sizeBytes()) + " in "
                    + Units.seconds(report.seconds()));
        }
        if (report.requests().all() > 0) {
            lines.add("stores: " + report.requests().line());
        }
        remarks(report, lines);
        report.notes().forEach(note -> lines.add("note: " + Printable.of(note)));
        if (report.isInterrupted()) {
            lines.add("interrupted: what was not read is not told of");
        }
        return lines;
    }

    private static String sums(VerifyReport report) {
        if (report.verdicts().isEmpty()) {
            return "verify: nothing is published" + (report.notes().isEmpty() ? "" : " (see below)");
        }
        String standings = Arrays.stream(Standing.values())
                .filter(standing -> standing == Standing.SOUND || report.count(standing) > 0)
                .map(standing -> Units.count(report.count(standing)) + " " + words(standing))
                .collect(Collectors.joining(" + "));
        return "verify: " + Units.count(report.verdicts().size(), "partition-day") + " = " + standings;
    }

    private static String words(Standing standing) {
        return switch (standing) {
            case SOUND -> "sound";
            case UNPROVEN -> "without proof";
            case DEVIATES -> "not as claimed";
            case FAILED -> "not checked";
            case EMPTY -> "empty";
            case STOPPED -> "stopped before its turn";
        };
    }

    private static void troubles(VerifyReport report, List<String> lines) {
        List<DayVerdict> troubles = report.verdicts().stream()
                .filter(verdict -> verdict.standing().isTrouble())
                .toList();
        for (DayVerdict trouble : troubles.subList(0, Math.min(MAX_TROUBLES, troubles.size()))) {
            lines.add((trouble.standing() == Standing.FAILED ? "NOT CHECKED  " : "NOT AS CLAIMED  ") + trouble.day());
            trouble.failure().ifPresent(failure -> failure(failure, lines));
            deviations(trouble.deviations(), lines);
            lines.add("");
        }
        if (troubles.size() > MAX_TROUBLES) {
            lines.add("... and " + Units.count(troubles.size() - MAX_TROUBLES) + " more; --json shows all");
        }
    }

    private static void failure(Failure failure, List<String> lines) {
        failure.failingKey().ifPresent(key -> lines.add("  object  " + Printable.of(key)));
        lines.add("  error   " + Printable.of(failure.error()));
    }

    /** Object by object, with each remedy once. */
    private static void deviations(List<Deviation> deviations, List<String> lines) {
        List<Deviation> shown = deviations.subList(0, Math.min(MAX_DEVIATIONS, deviations.size()));
        shown.stream().map(Deviation::object).distinct().forEach(object -> {
            lines.add("  object  " + Printable.of(object));
            shown.stream()
                    .filter(deviation -> deviation.object().equals(object))
                    .forEach(deviation ->
                            lines.add("    " + deviation.kind().code() + ": " + Printable.of(deviation.detail())));
        });
        if (deviations.size() > MAX_DEVIATIONS) {
            lines.add("    ... and " + Units.count(deviations.size() - MAX_DEVIATIONS) + " more; --json shows all");
        }
        deviations.stream().map(Deviation::remedy).distinct().forEach(remedy -> lines.add("  try     " + remedy));
    }

    /** Equal remarks of many days are one line. */
    private static void remarks(VerifyReport report, List<String> lines) {
        Map<String, List<String>> days = new TreeMap<>();
        report.verdicts()
                .forEach(verdict -> verdict.remarks()
                        .forEach(remark -> days.computeIfAbsent(remark, same -> new ArrayList<>())
                                .add(verdict.day().stateKey())));
        days.entrySet().stream()
                .limit(MAX_REMARKS)
                .forEach(remark -> lines.add((remark.getValue().size() == 1
                                ? remark.getValue().get(0)
                                : Units.count(remark.getValue().size(), "partition-day"))
                        + ": " + Printable.of(remark.getKey())));
        if (days.size() > MAX_REMARKS) {
            lines.add("... and " + Units.count(days.size() - MAX_REMARKS) + " more remarks; --json shows all");
        }
    }

    /** All of it as one document. Numbers are in bytes, rows and seconds; times are UTC. */
    public static ObjectNode json(VerifyReport report) {
        ObjectNode json = Json.object();
        json.put("mode", "verify").put("compact_url", report.compactUrl());
        json.put("started_at", report.started().toString());
        json.put("finished_at", report.finished().toString());
        json.put("seconds", report.seconds()).put("interrupted", report.isInterrupted());
        json.put("planned", report.verdicts().size());
        ObjectNode ended = json.putObject("ended");
        for (Standing standing : Standing.values()) {
            ended.put(standing.text(), report.count(standing));
        }
        report.requests().addTo(json);
        report.notes().forEach(json.putArray("notes")::add);
        ArrayNode partitions = json.putArray("partitions");
        report.verdicts().forEach(verdict -> partitions.add(json(verdict)));
        return json;
    }

    private static ObjectNode json(DayVerdict verdict) {
        ObjectNode json = Json.object();
        json.put("partition", verdict.day().partition().toString());
        json.put("date", verdict.day().date().toString());
        json.put("standing", verdict.standing().text());
        json.put("rows", verdict.rows()).put("bytes", verdict.sizeBytes()).put("seconds", verdict.seconds());
        ArrayNode deviations = json.putArray("deviations");
        verdict.deviations().forEach(deviation -> deviations.add(deviation.json()));
        verdict.remarks().forEach(json.putArray("remarks")::add);
        verdict.failure().ifPresent(failure -> {
            json.put("error_type", failure.type()).put("error", failure.error());
            failure.failingKey().ifPresent(key -> json.put("failing_key", key));
        });
        return json;
    }
}
