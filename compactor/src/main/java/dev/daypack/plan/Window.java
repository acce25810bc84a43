package dev.daypack.plan;

import dev.daypack.discover.PartitionDay;
import java.time.LocalDate;
import java.util.Collection;
import java.util.Optional;

/**
 * The days that a mode is about, today and the future left out.
 *
 * @param from first day
 * @param to last day, inclusive; before {@code from} if there are none
 * @param firstKnown see {@link Standing#firstKnown}
 * @param headline one line for people that says which days these are and why
 */
record Window(LocalDate from, LocalDate to, Optional<LocalDate> firstKnown, String headline) {

    boolean contains(LocalDate day) {
        return !day.isBefore(from) && !day.isAfter(to);
    }

    static Window of(StateView state, Collection<PartitionDay> discovered, PlanOptions options, LocalDate today) {
        Optional<LocalDate> firstKnown = Standing.firstKnown(state, discovered);
        LocalDate yesterday = today.minusDays(1);
        return switch (options.mode()) {
            case DAILY -> {
                String headline = "daily: yesterday, " + yesterday + ", and what was begun before";
                yield new Window(yesterday, yesterday, firstKnown, headline);
            }
            case CATCH_UP -> catchUp(state, firstKnown, today);
            case BACKFILL ->
                options.from()
                        .map(from -> range(from, options.to(), firstKnown, yesterday))
                        .orElseGet(() -> reverse(discovered, firstKnown, yesterday));
        };
    }

    private static Window catchUp(StateView state, Optional<LocalDate> firstKnown, LocalDate today) {
        LocalDate yesterday = today.minusDays(1);
        Optional<LocalDate> last = state.lastCompactedDate();
        if (last.isPresent()) {
            String clock = last.get().isBefore(today)
                    ? ""
                    : " (last_compacted_date is not before today, " + today + ": check this host's clock)";
            return new Window(
                    last.get().plusDays(1),
                    yesterday,
                    firstKnown,
                    "catch-up: days after the watermark " + last.get() + " up to " + yesterday
                            + ", and what is unfinished before" + clock);
        }
        Optional<LocalDate> first = firstKnown.filter(day -> day.isBefore(today));
        String start = first.map(day -> "no watermark yet; from the first day in the state, " + day + ", up to ")
                .orElse((state.isFresh() ? "fresh start, no state yet" : "the state knows none of the days discovered")
                        + "; yesterday only, ");
        return new Window(first.orElse(yesterday), yesterday, firstKnown, "catch-up: " + start + yesterday);
    }

    private static Window range(
            LocalDate from, Optional<LocalDate> to, Optional<LocalDate> firstKnown, LocalDate yesterday) {
        if (yesterday.toEpochDay() - from.toEpochDay() >= PlanOptions.MAX_RANGE_DAYS && to.isEmpty()) {
            throw new IllegalArgumentException("--date-from " + from + " up to yesterday, " + yesterday
                    + ", is more than " + PlanOptions.MAX_RANGE_DAYS + " days; add --date-to");
        }
        LocalDate last = to.filter(day -> day.isBefore(yesterday)).orElse(yesterday);
        String asked =
                "backfill: " + from + " to " + to.map(LocalDate::toString).orElse("yesterday, " + yesterday);
        return new Window(from, last, firstKnown, asked);
    }

    private static Window reverse(
            Collection<PartitionDay> discovered, Optional<LocalDate> firstKnown, LocalDate yesterday) {
        LocalDate oldest = discovered.stream()
                .map(PartitionDay::date)
                .filter(day -> !day.isAfter(yesterday))
                .min(LocalDate::compareTo)
                .orElse(yesterday);
        return new Window(oldest, yesterday, firstKnown, "backfill: uncompacted days from " + yesterday + " backwards");
    }
}
