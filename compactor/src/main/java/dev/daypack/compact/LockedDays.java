package dev.daypack.compact;

import dev.daypack.state.LeaseOutcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.LongConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The partition-days whose lease was held by somebody else. A holder that crashed renews no more, but only a process
 * that has watched its lease for a whole time to live may take it over; a run that did not wait so long could never
 * take up what the run before it left behind.
 *
 * <p>What a holder left that is gone may be what it died of. Such days are taken one at a time, those first over which
 * the fewest died: whoever is innocent is done before the process dies again, and only the culprit gains a death. Not
 * thread-safe.
 */
final class LockedDays {

    private static final Logger LOG = LoggerFactory.getLogger(LockedDays.class);

    /** A lease that lives longer, by the settings of another host, is not waited for. */
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(10);

    private final LongConsumer sleeper;
    private final List<Locked> locked = new ArrayList<>();
    private Duration wait = Duration.ZERO;

    /** @param sleeper returns when so many nanoseconds have passed, or at once if the run is to stop */
    LockedDays(LongConsumer sleeper) {
        this.sleeper = sleeper;
    }

    private record Locked(int position, LeaseOutcome.Held held) {}

    /** Remembers the position of a decision in the work. */
    void add(int position, LeaseOutcome.Held held) {
        locked.add(new Locked(position, held));
        Duration untilTakeover = held.untilTakeover();
        if (untilTakeover.compareTo(wait) > 0 && untilTakeover.compareTo(LONGEST_WAIT) <= 0) {
            wait = untilTakeover;
        }
    }

    /** The positions, in the order in which they were added. */
    List<Integer> positions() {
        return locked.stream().map(Locked::position).toList();
    }

    /** The positions of those whose holder is gone, in the order in which they are to be taken. */
    List<Integer> left() {
        return locked.stream()
                .filter(it -> it.held().isLeft())
                .sorted(Comparator.comparingInt((Locked it) -> it.held().died()).thenComparing(Locked::position))
                .map(Locked::position)
                .toList();
    }

    /** Returns when every lease that has not been renewed may be taken over, or at once if the run is to stop. */
    void await() {
        LOG.info(
                "{} locked by others; asking again in {} s, in case their holders are gone",
                locked.size(),
                Math.max(1, wait.toSeconds()));
        sleeper.accept(wait.toNanos() + 1);
    }
}
