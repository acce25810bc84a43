package dev.daypack.quality;

import java.time.LocalDate;

/** One row of the quality report. */
public sealed interface ReportedDay {

    /** The day, UTC. */
    LocalDate date();

    /** A day whose windows could all be read. */
    record Judged(LocalDate date, DayQuality quality) implements ReportedDay {}

    /**
     * A day with a window that could not be read: it has no label until that is put right.
     *
     * @param problem one line, safe to print, with the window's key and the remedy
     */
    record Unreadable(LocalDate date, String problem) implements ReportedDay {}
}
