package dev.daypack.discover;

import java.time.LocalDate;
import java.util.Optional;

/**
 * Days from one to another, both inclusive; an end that is empty is open.
 *
 * @throws IllegalArgumentException if the first day is after the last
 */
public record DateRange(Optional<LocalDate> from, Optional<LocalDate> to) {

    public DateRange {
        if (from.isPresent() && to.isPresent() && from.get().isAfter(to.get())) {
            throw new IllegalArgumentException("the first day " + from.get() + " is after the last day " + to.get());
        }
    }

    /** Every day. */
    public static DateRange all() {
        return new DateRange(Optional.empty(), Optional.empty());
    }

    /** Both ends given. */
    public static DateRange between(LocalDate from, LocalDate to) {
        return new DateRange(Optional.of(from), Optional.of(to));
    }

    /** From a day on, without an end. */
    public static DateRange from(LocalDate from) {
        return new DateRange(Optional.of(from), Optional.empty());
    }

    /** Whether a day lies in it. */
    public boolean contains(LocalDate day) {
        return (from.isEmpty() || !day.isBefore(from.get())) && (to.isEmpty() || !day.isAfter(to.get()));
    }

    /** Whether some day lies in both. */
    public boolean overlaps(DateRange other) {
        return startsBy(other) && other.startsBy(this);
    }

    private boolean startsBy(DateRange other) {
        return from.isEmpty() || other.to.isEmpty() || !from.get().isAfter(other.to.get());
    }

    /** {@code 2026-01-01..2026-01-07}; an open end is left out. */
    @Override
    public String toString() {
        return from.map(LocalDate::toString).orElse("") + ".."
                + to.map(LocalDate::toString).orElse("");
    }
}
