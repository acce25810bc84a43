package dev.daypack.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.daypack.text.Printable;
import dev.daypack.text.Units;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The forms of a report on a check: for people in 80 columns, and for machines. */
public final class FsckTable {

    /** More findings that read alike than this are counted, not shown. */
    private static final int MAX_SHOWN = 10;

    private FsckTable() {}

    /** For people, safe to print. Findings with the same problem and cure stand together. */
    public static List<String> lines(FsckReport report) {
        List<String> lines = new ArrayList<>();
        grouped(report.findings()).forEach((head, findings) -> group(findings, lines));
        lines.addAll(Wrapped.lines(
                "",
                "checked " + Units.count(report.partitionDays(), "partition-day") + " against "
                        + (report.entries() == 1 ? "1 entry" : Units.count(report.entries()) + " entries") + ", "
                        + Units.count(report.leases(), "lease")
                        + (report.busy() == 0
                                ? ""
                                : "; " + Units.count(report.busy()) + " being worked on, not judged")));
        report.notes().forEach(note -> lines.addAll(Wrapped.lines("", "note: " + Printable.of(note))));
        lines.add(closing(report));
        return lines;
    }

    private static String closing(FsckReport report) {
        if (report.findings().isEmpty()) {
            return "fsck: clean";
        }
        long repaired = report.findings().size() - report.left();
        return "fsck: " + Units.count(report.findings().size(), "finding") + " = " + Units.count(repaired)
                + " repaired + " + Units.count(report.left()) + " left";
    }

    private static Map<String, List<Finding>> grouped(List<Finding> findings) {
        Map<String, List<Finding>> groups = new LinkedHashMap<>();
        findings.forEach(finding -> groups.computeIfAbsent(
                        finding.kind() + "\n" + finding.problem() + "\n" + finding.cures() + "\n" + finding.act(),
                        head -> new ArrayList<>())
                .add(finding));
        return groups;
    }

    private static void group(List<Finding> findings, List<String> lines) {
        Finding first = findings.get(0);
        lines.addAll(Wrapped.lines(padded(first.kind().text()), Printable.of(first.problem())));
        findings.subList(0, Math.min(MAX_SHOWN, findings.size()))
                .forEach(finding -> lines.add(padded("") + Printable.of(finding.subject())));
        if (findings.size() > MAX_SHOWN) {
            lines.add(padded("") + "... and " + Units.count(findings.size() - MAX_SHOWN) + " more; --json shows all");
        }
        if (first.isRepaired()) {
            lines.addAll(Wrapped.lines("     done:  ", Printable.of(first.act().orElseThrow())));
        } else {
            first.cures().forEach(cure -> lines.addAll(cure(Printable.of(cure))));
        }
        lines.add("");
    }

    /** A command stays on one line, to be copied. */
    private static List<String> cure(String cure) {
        String lead = "      try:  ";
        return cure.startsWith("daypack ") ? List.of(lead + cure) : Wrapped.lines(lead, cure);
    }

    private static String padded(String text) {
        return (text + " ".repeat(12)).substring(0, 12);
    }

    /** For machines. */
    public static ObjectNode json(FsckReport report) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("store", report.store());
        json.put("repair", report.isRepair());
        json.put("partition_days", report.partitionDays());
        json.put("entries", report.entries());
        json.put("leases", report.leases());
        json.put("busy", report.busy());
        json.put("left", report.left());
        ArrayNode findings = json.putArray("findings");
        for (Finding finding : report.findings()) {
            ObjectNode node = findings.addObject();
            node.put("kind", finding.kind().text());
            node.put("subject", finding.subject());
            node.put("problem", finding.problem());
            finding.cures().forEach(node.putArray("cures")::add);
            node.put("repaired", finding.isRepaired());
            finding.act().ifPresent(act -> node.put("act", act));
        }
        report.notes().forEach(json.putArray("notes")::add);
        return json;
    }
}
