package dev.daypack.discover;

import dev.daypack.discover.Piece.DateUnit;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * What the levels of a path matched so far say: values of fields and parts of the date. Immutable. Made by {@link
 * Layout#match}; every value in it is valid, and if all three parts of the date are there, so is the date.
 */
public final class Bindings {

    private static final Bindings NONE = new Bindings(Map.of(), Map.of());

    private final Map<String, String> fields;
    private final Map<DateUnit, String> date;

    Bindings(Map<String, String> fields, Map<DateUnit, String> date) {
        this.fields = Map.copyOf(fields);
        this.date = date.isEmpty() ? Map.of() : new EnumMap<>(date);
    }

    /** Before the first level. */
    public static Bindings none() {
        return NONE;
    }

    /** The value of a field, or empty if no level so far binds it. */
    public Optional<String> value(String field) {
        return Optional.ofNullable(fields.get(field));
    }

    Map<String, String> fields() {
        return fields;
    }

    Map<DateUnit, String> dateParts() {
        return date;
    }

    /** The day, once year, month and day of month are bound. */
    public Optional<LocalDate> date() {
        return date.size() < DateUnit.values().length
                ? Optional.empty()
                : Optional.of(LocalDate.of(number(DateUnit.YEAR), number(DateUnit.MONTH), number(DateUnit.DAY)));
    }

    /** The days that paths below may have: the year alone gives that year, and so on; without a year any day. */
    public DateRange possibleDates() {
        if (!date.containsKey(DateUnit.YEAR)) {
            return DateRange.all();
        }
        int year = number(DateUnit.YEAR);
        if (!date.containsKey(DateUnit.MONTH)) {
            return DateRange.between(LocalDate.of(year, 1, 1), LocalDate.of(year, 12, 31));
        }
        YearMonth month = YearMonth.of(year, number(DateUnit.MONTH));
        return date().map(day -> DateRange.between(day, day))
                .orElseGet(() -> DateRange.between(month.atDay(1), month.atEndOfMonth()));
    }

    private int number(DateUnit unit) {
        return Integer.parseInt(date.get(unit));
    }

    @Override
    public String toString() {
        return fields + " " + date;
    }
}
