package dev.daypack.report;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.daypack.text.Printable;
import dev.daypack.text.Units;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The forms of a report on a rebuilt state. */
public final class RebuildTable {

    /** More partition-days than this are counted, not shown. */
    private static final int MAX_SHOWN = 20;

    private RebuildTable() {}

    /** For people, safe to print. */
    public static List<String> lines(RebuildReport report) {
        List<String> lines = new ArrayList<>();
        report.trouble().ifPresent(trouble -> lines.addAll(Wrapped.lines("", "before: " + Printable.of(trouble))));
        if (!report.hadState() && report.trouble().isEmpty()) {
            lines.add("before: there was no state");
        }
        int same =
                report.published() - report.added().size() - report.corrected().size();
        String published = "published: " + Units.count(report.published(), "partition-day") + "; of their entries "
                + Units.count(report.added().size()) + " added, "
                + Units.count(report.corrected().size()) + " corrected, " + Units.count(same) + " as they were";
        lines.addAll(Wrapped.lines("", published));
        report.kept()
                .forEach((status, count) ->
                        lines.add("without a file: " + Units.count(count) + " " + status + ", kept"));
        shown("corrected", report.corrected(), lines);
        shown("no data.parquet, now failed, packed again by the next run", report.gone(), lines);
        shown("data.parquet says nothing that can be recorded; see daypack fsck", report.unreadable(), lines);
        String watermark = "watermark: " + day(report.watermarkBefore()) + " -> " + day(report.watermarkAfter());
        lines.addAll(Wrapped.lines(
                "",
                watermark
                        + report.blockedBy()
                                .map(day -> ", since " + Printable.of(day) + " is not finished")
                                .orElse("")));
        report.keptAs().forEach(key -> lines.add("kept: " + Printable.of(key)));
        report.notes().forEach(note -> lines.addAll(Wrapped.lines("", "note: " + Printable.of(note))));
        lines.add(report.isWritten()
                .map(isWritten -> isWritten ? "state: written" : "state: right already; nothing was written")
                .orElse("dry run: nothing was written"));
        return lines;
    }

    private static void shown(String title, List<String> days, List<String> lines) {
        if (days.isEmpty()) {
            return;
        }
        lines.addAll(Wrapped.lines("", title + ":"));
        days.subList(0, Math.min(MAX_SHOWN, days.size())).forEach(day -> lines.add("  " + Printable.of(day)));
        if (days.size() > MAX_SHOWN) {
            lines.add("  ... and " + Units.count(days.size() - MAX_SHOWN) + " more; --json shows all");
        }
    }

    private static String day(Optional<LocalDate> day) {
        return day.map(LocalDate::toString).orElse("none");
    }

    /** For machines. */
    public static ObjectNode json(RebuildReport report) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        report.trouble().ifPresent(trouble -> json.put("trouble", trouble));
        json.put("had_state", report.hadState());
        json.put("dry_run", report.isWritten().isEmpty());
        json.put("written", report.isWritten().orElse(false));
        json.put("published", report.published());
        report.added().forEach(json.putArray("added")::add);
        report.corrected().forEach(json.putArray("corrected")::add);
        report.gone().forEach(json.putArray("gone")::add);
        report.unreadable().forEach(json.putArray("unreadable")::add);
        ObjectNode kept = json.putObject("kept");
        report.kept().forEach(kept::put);
        report.watermarkBefore().ifPresent(day -> json.put("watermark_before", day.toString()));
        report.watermarkAfter().ifPresent(day -> json.put("watermark_after", day.toString()));
        report.blockedBy().ifPresent(day -> json.put("blocked_by", day));
        report.keptAs().forEach(json.putArray("kept_as")::add);
        report.notes().forEach(json.putArray("notes")::add);
        return json;
    }
}
