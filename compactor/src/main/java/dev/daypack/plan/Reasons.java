package dev.daypack.plan;

import dev.daypack.discover.PartitionDay;
import dev.daypack.discover.Printable;
import dev.daypack.state.PartitionEntry;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** Pieces of the sentences in decisions. */
final class Reasons {

    private static final int MAX_ERROR_CHARS = 160;

    private Reasons() {}

    /** The day (UTC) on which an entry was written. */
    static LocalDate day(PartitionEntry entry) {
        return LocalDate.ofInstant(entry.updatedAt(), ZoneOffset.UTC);
    }

    /** {@code packed on 2026-01-27, 18,231,921 rows}, and why what raw has by now is not. */
    static String packed(PartitionEntry entry) {
        String later = entry.errorType().isPresent() ? "; what raw has by now is not packed" + because(entry) : "";
        return "packed on " + day(entry) + ", " + grouped(entry.rows()) + " rows" + later;
    }

    /** Digits in threes. By hand: a plan may say it of hundreds of thousands of entries, and formatters are slow. */
    static String grouped(long number) {
        StringBuilder digits = new StringBuilder(Long.toString(number));
        int first = number < 0 ? 1 : 0;
        for (int at = digits.length() - 3; at > first; at -= 3) {
            digits.insert(at, ',');
        }
        return digits.toString();
    }

    /** {@code : error text, key}; empty if the entry does not say. */
    static String because(PartitionEntry entry) {
        StringBuilder text = new StringBuilder();
        entry.error()
                .or(entry::errorType)
                .ifPresent(error -> text.append(": ").append(Printable.of(error, MAX_ERROR_CHARS)));
        entry.failingKey()
                .filter(key -> text.indexOf(key) < 0)
                .ifPresent(key -> text.append(text.isEmpty() ? ": " : ", ").append(Printable.of(key)));
        return text.toString();
    }

    /** The command that packs just this day. */
    static String backfill(PartitionDay day) {
        String date = day.date().format(DateTimeFormatter.BASIC_ISO_DATE);
        return "daypack backfill --date-from " + date + " --date-to " + date;
    }
}
