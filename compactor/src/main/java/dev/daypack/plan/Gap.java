package dev.daypack.plan;

import java.time.LocalDate;
import java.util.List;

/**
 * Days next to each other that the mode is about and that have no partition-days, told once.
 *
 * @param from first day
 * @param to last day, inclusive
 * @param reason one short line for people
 */
public record Gap(LocalDate from, LocalDate to, String reason) {

    public Gap {
        if (from.isAfter(to)) {
            throw new IllegalArgumentException("gap from " + from + " to " + to);
        }
    }

    /** How many days it has. */
    public long days() {
        return to.toEpochDay() - from.toEpochDay() + 1;
    }

    /** The days, oldest first. */
    public List<LocalDate> dates() {
        return from.datesUntil(to.plusDays(1)).toList();
    }

    /** {@code 2026-01-03: no data discovered} or {@code 2026-01-03 to 2026-01-05: ...}. */
    @Override
    public String toString() {
        return (from.equals(to) ? from.toString() : from + " to " + to) + ": " + reason;
    }
}
