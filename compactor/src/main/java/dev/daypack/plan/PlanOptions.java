package dev.daypack.plan;

import dev.daypack.discover.Filters;
import java.time.LocalDate;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What the user asked for. Combinations that make no sense are refused here, with the remedy.
 *
 * @param mode which days
 * @param from {@code --date-from}, for backfill; alone it means up to yesterday
 * @param to {@code --date-to}, inclusive, for backfill; not without {@code from}
 * @param overwrite {@code --overwrite}: what is packed is packed again; quarantined days are not retried by it
 * @param retryQuarantine {@code --retry-quarantine}: quarantined days are tried again
 * @param recheckDays {@code --recheck-days}: of the last so many days before today, packed ones are looked at for late
 *     or replaced parts, and partitions that appeared late are taken; 0 for none
 * @param maxDays {@code --max-days}: at most so many days with something to pack
 * @param maxPartitionsPerDay {@code --max-partitions-per-day}: at most so many partitions to pack on each day
 * @param filters only these partitions
 * @throws IllegalArgumentException for a combination that makes no sense; the message names flag and remedy
 */
public record PlanOptions(
        Mode mode,
        Optional<LocalDate> from,
        Optional<LocalDate> to,
        boolean overwrite,
        boolean retryQuarantine,
        int recheckDays,
        OptionalInt maxDays,
        OptionalInt maxPartitionsPerDay,
        Filters filters) {

    /** Longest range of days of one run: a hundred years. More is a slip of the pen. */
    public static final int MAX_RANGE_DAYS = 36_525;

    public PlanOptions {
        Objects.requireNonNull(mode);
        Objects.requireNonNull(filters);
        checkRange(mode, from, to);
        checkOverwrite(mode, from, overwrite);
        if (recheckDays < 0 || recheckDays > MAX_RANGE_DAYS) {
            throw new IllegalArgumentException(
                    "--recheck-days is " + recheckDays + "; give 0 to " + MAX_RANGE_DAYS + " days");
        }
        checkLimit("--max-days", maxDays);
        checkLimit("--max-partitions-per-day", maxPartitionsPerDay);
    }

    /** A mode with nothing else set. */
    public static PlanOptions of(Mode mode) {
        return new PlanOptions(
                mode,
                Optional.empty(),
                Optional.empty(),
                false,
                false,
                0,
                OptionalInt.empty(),
                OptionalInt.empty(),
                Filters.none());
    }

    private static void checkRange(Mode mode, Optional<LocalDate> from, Optional<LocalDate> to) {
        if (mode != Mode.BACKFILL && (from.isPresent() || to.isPresent())) {
            throw new IllegalArgumentException("--date-from and --date-to are for backfill, but the mode is "
                    + mode.command() + "; use daypack backfill, or leave the dates out");
        }
        if (from.isEmpty() && to.isPresent()) {
            throw new IllegalArgumentException("--date-to " + to.get()
                    + " is given without --date-from; add --date-from with the first day to pack");
        }
        if (from.isPresent() && to.isPresent()) {
            if (from.get().isAfter(to.get())) {
                throw new IllegalArgumentException("--date-from " + from.get() + " is after --date-to " + to.get()
                        + "; give the earlier day as --date-from");
            }
            if (to.get().toEpochDay() - from.get().toEpochDay() >= MAX_RANGE_DAYS) {
                throw new IllegalArgumentException("--date-from " + from.get() + " to --date-to " + to.get()
                        + " is more than " + MAX_RANGE_DAYS + " days; give a shorter range");
            }
        }
    }

    private static void checkOverwrite(Mode mode, Optional<LocalDate> from, boolean overwrite) {
        if (overwrite && mode == Mode.CATCH_UP) {
            throw new IllegalArgumentException("--overwrite would pack everything again in mode catch-up; use daypack"
                    + " backfill --overwrite with --date-from and --date-to");
        }
        if (overwrite && mode == Mode.BACKFILL && from.isEmpty()) {
            throw new IllegalArgumentException(
                    "--overwrite without dates would pack everything again; add --date-from" + " and --date-to");
        }
    }

    private static void checkLimit(String flag, OptionalInt limit) {
        if (limit.isPresent() && limit.getAsInt() < 1) {
            throw new IllegalArgumentException(
                    flag + " is " + limit.getAsInt() + "; give at least 1, or leave it out for no limit");
        }
    }
}
