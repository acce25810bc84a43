package dev.daypack.quality;

import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Lays the days of a quality report out in columns. */
final class QualityTable {

    private static final int DATE = 0;
    private static final int LABEL = 1;
    private static final int REASON = 9;
    private static final String GAP = "  ";

    private final List<String> heading;

    QualityTable(String referenceExchange) {
        String offline = SafeText.of(referenceExchange) + " offline";
        this.heading = List.of(
                "date", "label", "windows", "good", "degraded", "bad", "partial", "drops", offline, "main reason");
    }

    String of(List<ReportedDay> days) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(heading);
        days.forEach(day -> rows.add(row(day)));
        int[] widths = widths(rows);
        StringBuilder text = new StringBuilder();
        for (List<String> row : rows) {
            text.append(line(row, widths)).append('\n');
        }
        return text.toString();
    }

    private static List<String> row(ReportedDay day) {
        String date = day.date().format(DateTimeFormatter.BASIC_ISO_DATE);
        if (day instanceof ReportedDay.Judged judged) {
            return row(date, judged.quality());
        }
        String problem = day instanceof ReportedDay.Unreadable unreadable ? unreadable.problem() : "";
        return List.of(date, "ERROR", "-", "-", "-", "-", "-", "-", "-", problem);
    }

    private static List<String> row(String date, DayQuality quality) {
        DayStats stats = quality.stats();
        return List.of(
                date,
                quality.label().name(),
                count(stats.totalWindows()),
                count(stats.goodWindows()),
                count(stats.degradedWindows()),
                count(stats.badWindows()),
                count(stats.partialWindows()),
                count(stats.droppedEvents()),
                Figures.seconds(stats.referenceOffline()) + " s",
                mainReason(quality.reasons()));
    }

    private static String mainReason(List<String> reasons) {
        if (reasons.isEmpty()) {
            return "";
        }
        String first = SafeText.of(reasons.get(0));
        return reasons.size() == 1 ? first : first + " (and " + (reasons.size() - 1) + " more)";
    }

    private static String count(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }

    private static int[] widths(List<List<String>> rows) {
        int[] widths = new int[REASON];
        for (List<String> row : rows) {
            for (int column = 0; column < REASON; column++) {
                widths[column] = Math.max(widths[column], row.get(column).length());
            }
        }
        return widths;
    }

    /** Text to the left, numbers to the right, no blanks at the end. */
    private static String line(List<String> row, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int column = 0; column < REASON; column++) {
            String cell = row.get(column);
            String blanks = " ".repeat(widths[column] - cell.length());
            boolean left = column == DATE || column == LABEL;
            line.append(left ? cell + blanks : blanks + cell).append(GAP);
        }
        return line.append(row.get(REASON)).toString().stripTrailing();
    }
}
