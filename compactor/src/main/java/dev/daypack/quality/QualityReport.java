package dev.daypack.quality;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * The quality of some days, for people and for machines. A day with an unreadable window has a row of its own that says
 * so; the other days are reported all the same.
 *
 * @param rules by which all the days were judged
 * @param days the oldest first
 */
public record QualityReport(QualityRules rules, List<ReportedDay> days) {

    /** Ten years; each day costs a listing. */
    public static final int MAX_DAYS = 3_660;

    public QualityReport {
        days = List.copyOf(days);
    }

    /**
     * Assesses the last days.
     *
     * @param lastDay the newest day of the report
     * @param dayCount how many, 1 to {@link #MAX_DAYS}
     * @param assess usually {@link QualityAssessor#assess}
     */
    public static QualityReport of(
            QualityRules rules, LocalDate lastDay, int dayCount, Function<LocalDate, DayQuality> assess) {
        if (dayCount < 1 || dayCount > MAX_DAYS) {
            throw new IllegalArgumentException("--days must be 1 to " + MAX_DAYS + ", not " + dayCount);
        }
        List<ReportedDay> days = new ArrayList<>(dayCount);
        for (int back = dayCount - 1; back >= 0; back--) {
            days.add(report(lastDay.minusDays(back), assess));
        }
        return new QualityReport(rules, days);
    }

    /** Whether a day could not be judged: the command then ends with 1. */
    public boolean hasUnreadableDays() {
        return days.stream().anyMatch(ReportedDay.Unreadable.class::isInstance);
    }

    /** An aligned table, one line a day under a heading; each line ends in a newline. */
    public String toText() {
        return new QualityTable(rules.referenceExchange()).of(days);
    }

    /** The same as JSON: printable ASCII, indented, a newline at the end. */
    public String toJson() {
        return DayQualityJson.pretty(toJsonNode());
    }

    /** As {@link #toJson}, as a tree. */
    public ObjectNode toJsonNode() {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        root.put("version", rules.version());
        root.put("reference_exchange", rules.referenceExchange());
        ArrayNode array = root.putArray("days");
        days.forEach(day -> array.add(day(day)));
        return root;
    }

    private static ReportedDay report(LocalDate date, Function<LocalDate, DayQuality> assess) {
        try {
            return new ReportedDay.Judged(date, assess.apply(date));
        } catch (UnreadableWindowException broken) {
            return new ReportedDay.Unreadable(date, broken.getMessage());
        }
    }

    private static ObjectNode day(ReportedDay day) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("date", day.date().format(DateTimeFormatter.BASIC_ISO_DATE));
        if (day instanceof ReportedDay.Judged judged) {
            node.put("day_quality", judged.quality().label().name());
            DayQualityJson.addTexts(node.putArray("reasons"), judged.quality().reasons());
            node.set("stats", DayQualityJson.stats(judged.quality().stats()));
        } else if (day instanceof ReportedDay.Unreadable unreadable) {
            node.put("error", unreadable.problem());
        }
        return node;
    }
}
