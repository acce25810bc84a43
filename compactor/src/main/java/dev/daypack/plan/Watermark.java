package dev.daypack.plan;

import dev.daypack.discover.Discovered;
import dev.daypack.discover.PartitionDay;
import dev.daypack.state.Status;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Moves {@code last_compacted_date}. Pure.
 *
 * <pre>
 *   day      1     2     3     4     5     6     7=yesterday
 *   found    done  done  -     done  -     open  done
 *            ^last             ^new: over the empty day 3, since day 4 is done; not onto day 5, not past day 6
 * </pre>
 *
 * <p>It rests only on days with partitions, all of them terminal ({@link Status#isTerminal}), and never passes a day
 * with an open one, or today.
 *
 * <p>A day without any raw data may be a day on which nothing happened, or an outage of the collector, whose data may
 * still be uploaded. Both look alike, so the watermark does not rest on such a day: as long as no later day is done,
 * the day stays in front of it, in catch-up's reach, and is told in every plan. Once a later day is done, waiting any
 * longer would hold up everything for good: the watermark passes, and the empty days are returned, to be recorded as
 * {@code no_files} and reported. Data that appears on them after that is late data like any other.
 *
 * <p>Without a watermark it starts at the first discovered day that the state knows, as the planner does.
 */
public final class Watermark {

    private Watermark() {}

    /**
     * Where the watermark goes.
     *
     * @param last the new {@code last_compacted_date}; never before the old one
     * @param passed days passed just now that have no partition-days, oldest first; to be recorded as {@code no_files}
     * @param blockedBy the first day with an open partition, which it does not pass; empty if no such day was met
     * @param reason one line for people
     */
    public record Move(Optional<LocalDate> last, List<Gap> passed, Optional<LocalDate> blockedBy, String reason) {

        public Move {
            passed = List.copyOf(passed);
        }
    }

    /**
     * Moves it as far as a run's discovery supports. It stays where it is if filters were on, since other partitions
     * of a day may be open, or if days after it were not looked at.
     *
     * @param after the state with the run's results in it
     */
    public static Move advance(StateView after, Discovered discovered, LocalDate today) {
        Optional<LocalDate> last = after.lastCompactedDate();
        if (!discovered.filters().isEmpty()) {
            return stay(last, "filters were on, so the other partitions of each day were not looked at");
        }
        boolean isSeenFromStart = discovered
                .range()
                .from()
                .map(from -> last.isPresent() && !from.isAfter(last.get().plusDays(1)))
                .orElse(true);
        if (!isSeenFromStart) {
            return stay(last, "days before " + discovered.range().from().get() + " were not looked at");
        }
        NavigableMap<LocalDate, List<Optional<Status>>> days = new TreeMap<>();
        for (PartitionDay day : discovered.days()) {
            days.computeIfAbsent(day.date(), date -> new ArrayList<>()).add(Standing.of(after, day));
        }
        Optional<LocalDate> first = Standing.firstKnown(after, discovered.days());
        return last.isEmpty() && first.isEmpty()
                ? stay(last, "nothing is packed yet")
                : advance(last, last.isPresent() ? days : days.tailMap(first.get(), true), today);
    }

    /**
     * Moves it over days, given how the partitions of each stand.
     *
     * @param last the present watermark; if empty, the first of {@code days} is where it starts
     * @param days for each day with partition-days the status of every one of them, empty if the state has none
     */
    public static Move advance(
            Optional<LocalDate> last, NavigableMap<LocalDate, List<Optional<Status>>> days, LocalDate today) {
        LocalDate reached = last.orElse(null);
        List<Gap> passed = new ArrayList<>();
        for (LocalDate day : daysAhead(last, days, today)) {
            if (!isDone(days.get(day))) {
                return new Move(Optional.ofNullable(reached), passed, Optional.of(day), day + " is not finished");
            }
            if (reached != null && reached.plusDays(1).isBefore(day)) {
                passed.add(new Gap(reached.plusDays(1), day.minusDays(1), "no data discovered, later days are done"));
            }
            reached = day;
        }
        return new Move(Optional.ofNullable(reached), passed, Optional.empty(), "every day with data is finished");
    }

    private static Iterable<LocalDate> daysAhead(
            Optional<LocalDate> last, NavigableMap<LocalDate, List<Optional<Status>>> days, LocalDate today) {
        if (last.isPresent() && !last.get().isBefore(today)) {
            return List.of();
        }
        NavigableMap<LocalDate, List<Optional<Status>>> closed = days.headMap(today, false);
        return last.map(day -> closed.tailMap(day, false)).orElse(closed).keySet();
    }

    private static boolean isDone(List<Optional<Status>> statuses) {
        return !statuses.isEmpty()
                && statuses.stream()
                        .allMatch(status -> status.map(Status::isTerminal).orElse(false));
    }

    private static Move stay(Optional<LocalDate> last, String reason) {
        return new Move(last, List.of(), Optional.empty(), reason);
    }
}
