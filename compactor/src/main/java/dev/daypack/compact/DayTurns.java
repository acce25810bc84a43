package dev.daypack.compact;

import dev.daypack.state.LeaseOutcome;
import java.util.List;
import java.util.function.LongConsumer;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * Gives every partition-day of a run its turn, and some a second and a third.
 *
 * <pre>
 *   1  all, side by side            those that somebody else holds come again
 *      a wait                       until it shows whether the holders are alive
 *   2  the held ones, side by side  those that were given back meanwhile are done; those of the living stay locked
 *   3  the left ones, one by one    each alone in this process: if it dies, the day that it worked on gains a death,
 *                                   and no other
 * </pre>
 */
final class DayTurns {

    private final DayCrew together;
    private final DayCrew alone;
    private final LongConsumer sleeper;

    /**
     * @param together works on several days at once
     * @param alone works on one at a time
     * @param sleeper returns when so many nanoseconds have passed, or at once if the run is to stop
     */
    DayTurns(DayCrew together, DayCrew alone, LongConsumer sleeper) {
        this.together = together;
        this.alone = alone;
        this.sleeper = sleeper;
    }

    /** Works on the day at a position until it has an outcome. */
    interface Day {
        DayOutcome work(int position, DayRequest.Company company);
    }

    /** Hears of all that happens, on the caller's thread. */
    interface Hearing {
        /** How the day's turn ended; the last one counts. */
        void ended(int position, DayOutcome outcome);

        /** There is no further turn for the day. */
        void finished(int position);

        /** Before time is spent waiting, or spent on days that may end the process. */
        void pausing();
    }

    /** Returns when all have had their last turn. */
    void work(int days, Day day, Hearing hearing) {
        List<Integer> all = IntStream.range(0, days).boxed().toList();
        LockedDays locked = turn(all, day, hearing, held -> true);
        if (locked.positions().isEmpty()) {
            return;
        }
        hearing.pausing();
        locked.await();
        List<Integer> left = turn(locked.positions(), day, hearing, LeaseOutcome.Held::isLeft)
                .left();
        hearing.pausing();
        alone.work(left, at -> day.work(at, DayRequest.Company.NONE), (at, outcome) -> {
            hearing.ended(at, outcome);
            hearing.finished(at);
        });
    }

    private LockedDays turn(
            List<Integer> positions, Day day, Hearing hearing, Predicate<LeaseOutcome.Held> comesAgain) {
        LockedDays locked = new LockedDays(sleeper);
        together.work(positions, at -> day.work(at, DayRequest.Company.OTHERS), (at, outcome) -> {
            hearing.ended(at, outcome);
            outcome.held().filter(comesAgain).ifPresentOrElse(held -> locked.add(at, held), () -> hearing.finished(at));
        });
        return locked;
    }
}
