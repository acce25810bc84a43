package dev.daypack.plan;

import dev.daypack.discover.DateRange;
import dev.daypack.discover.PartitionDay;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Decides, for every discovered partition-day, what a run does with it and why. Pure: no I/O, no clock.
 *
 * <p>Daily is about yesterday, and finishes what was begun before, newest first; days before that were never begun it
 * leaves alone, and tells them. Catch-up is about the days after the watermark up to yesterday, oldest first, and about
 * whatever lies before and is not finished; backfill about a range, oldest first, or without one about all days,
 * newest first. Today and the future are never packed. With no state, catch-up takes yesterday only. With a state but
 * no watermark, it starts at the first discovered day that the state knows, so that a first run that did not come to
 * its end leaves no hole behind.
 *
 * <p>Limits count what there is to pack, not what is rechecked; else a few old days to be rechecked would keep the new
 * ones out for good.
 */
public final class Planner {

    private Planner() {}

    /**
     * The days to discover for a plan. It is wide where the plan or the {@link Watermark} must see more than the mode's
     * own days: catch-up heals days of any age, and a watermark moves only over days that were looked at.
     */
    public static DateRange range(StateView state, PlanOptions options, LocalDate today) {
        return switch (options.mode()) {
            case CATCH_UP -> DateRange.all();
            case BACKFILL -> new DateRange(options.from(), options.to());
            case DAILY -> {
                LocalDate yesterday = today.minusDays(1);
                LocalDate open = state.firstOpen().orElse(yesterday);
                yield state.lastCompactedDate()
                        .map(last -> earlier(earlier(last.plusDays(1), yesterday), open))
                        .map(DateRange::from)
                        .orElseGet(DateRange::all);
            }
        };
    }

    /**
     * Makes the plan.
     *
     * @param discovered partition-days found in {@link #range}, in any order; an equal one counts once
     * @param today the present day, UTC
     * @throws IllegalArgumentException if {@code --date-from} alone makes the range too long
     */
    public static Plan plan(
            StateView state, Collection<PartitionDay> discovered, PlanOptions options, LocalDate today) {
        Window window = Window.of(state, discovered, options, today);
        Judge judge = new Judge(state, options, window, today);
        List<Decision> decisions = discovered.stream()
                .distinct()
                .sorted(order(options))
                .map(judge::judge)
                .toList();
        return Plan.of(
                options.mode(),
                today,
                window.headline(),
                limited(decisions, options),
                gaps(discovered, window, options, today));
    }

    private static Comparator<PartitionDay> order(PlanOptions options) {
        // What fails again and again must not keep a limited daily run from yesterday.
        boolean newestFirst = options.mode() == Mode.DAILY
                || (options.mode() == Mode.BACKFILL && options.from().isEmpty());
        Comparator<PartitionDay> byDay = Comparator.comparing(PartitionDay::date);
        return (newestFirst ? byDay.reversed() : byDay).thenComparing(PartitionDay::partition);
    }

    private static List<Decision> limited(List<Decision> decisions, PlanOptions options) {
        List<Decision> limited = new ArrayList<>(decisions.size());
        LocalDate day = null;
        int days = 0;
        int partitions = 0;
        for (Decision decision : decisions) {
            if (!decision.action().isLimited()) {
                limited.add(decision);
                continue;
            }
            if (!decision.day().date().equals(day)) {
                day = decision.day().date();
                days++;
                partitions = 0;
            }
            partitions++;
            limited.add(limit(decision, days, partitions, options));
        }
        return limited;
    }

    private static Decision limit(Decision decision, int days, int partitions, PlanOptions options) {
        int maxDays = options.maxDays().orElse(Integer.MAX_VALUE);
        int maxPartitions = options.maxPartitionsPerDay().orElse(Integer.MAX_VALUE);
        if (days > maxDays) {
            return new Decision(decision.day(), Action.SKIP, "after the limit of --max-days " + maxDays);
        }
        if (partitions > maxPartitions) {
            return new Decision(
                    decision.day(), Action.SKIP, "after the limit of --max-partitions-per-day " + maxPartitions);
        }
        return decision;
    }

    /** Days without partition-days in the window, and days asked for that are not over yet. */
    private static List<Gap> gaps(
            Collection<PartitionDay> discovered, Window window, PlanOptions options, LocalDate today) {
        String reason = "no data discovered" + (options.filters().isEmpty() ? "" : " that passes the filters");
        SortedSet<LocalDate> stops = new TreeSet<>();
        discovered.stream().map(PartitionDay::date).filter(window::contains).forEach(stops::add);
        stops.add(window.to().plusDays(1));
        List<Gap> gaps = new ArrayList<>();
        LocalDate next = window.from();
        for (LocalDate stop : stops) {
            if (next.isBefore(stop)) {
                gaps.add(new Gap(next, stop.minusDays(1), reason));
            }
            next = stop.plusDays(1);
        }
        LocalDate open = later(today, options.from().orElse(today));
        options.to()
                .filter(to -> !to.isBefore(today))
                .ifPresent(to -> gaps.add(new Gap(open, to, "today and later are never packed")));
        return gaps;
    }

    /**
     * Partition-days before yesterday that a daily run passes over and nobody has settled: nobody packs them as long as
     * no other mode is run. Days before the first that the state knows are not among them.
     *
     * @param discovered as for {@link #plan}
     * @return oldest first; empty for other modes
     */
    public static List<PartitionDay> leftByDaily(
            StateView state, Collection<PartitionDay> discovered, PlanOptions options, LocalDate today) {
        Optional<LocalDate> first = state.lastCompactedDate()
                .map(last -> last.plusDays(1))
                .or(() -> Standing.firstKnown(state, discovered));
        if (options.mode() != Mode.DAILY || first.isEmpty()) {
            return List.of();
        }
        return discovered.stream()
                .distinct()
                .filter(day -> !day.date().isBefore(first.get()) && day.date().isBefore(today.minusDays(1)))
                .filter(day -> options.filters().keptOutBy(day.partition()).isEmpty())
                .filter(day -> Standing.of(state, day).isEmpty())
                .sorted()
                .toList();
    }

    private static LocalDate earlier(LocalDate left, LocalDate right) {
        return left.isBefore(right) ? left : right;
    }

    private static LocalDate later(LocalDate left, LocalDate right) {
        return left.isAfter(right) ? left : right;
    }
}
