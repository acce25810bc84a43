package dev.daypack.compact;

import dev.daypack.cancel.Cancellation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The partition-days whose lease was held by somebody else. A holder that crashed renews no more, but only a process
 * that has watched its lease for a whole time to live may take it over; a run that did not wait so long could never
 * take up what the run before it left behind. Not thread-safe.
 */
final class LockedDays {

    private static final Logger LOG = LoggerFactory.getLogger(LockedDays.class);

    /** A lease that lives longer, by the settings of another host, is not waited for. */
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(10);

    private final Cancellation cancellation;
    private final List<Integer> positions = new ArrayList<>();
    private Duration wait = Duration.ZERO;

    LockedDays(Cancellation cancellation) {
        this.cancellation = cancellation;
    }

    /** Remembers the position of a decision in the work. */
    void add(int position, Duration untilTakeover) {
        positions.add(position);
        if (untilTakeover.compareTo(wait) > 0 && untilTakeover.compareTo(LONGEST_WAIT) <= 0) {
            wait = untilTakeover;
        }
    }

    /** The positions, in the order of the work. */
    List<Integer> positions() {
        return List.copyOf(positions);
    }

    /** Returns when every lease that has not been renewed may be taken over, or at once if the run is to stop. */
    void await() {
        LOG.info(
                "{} locked by others; asking again in {} s, in case their holders are gone",
                positions.size(),
                Math.max(1, wait.toSeconds()));
        CountDownLatch cancelled = new CountDownLatch(1);
        Cancellation.Registration registration = cancellation.onCancel(cancelled::countDown);
        try {
            cancelled.await(wait.toNanos() + 1, TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            registration.close();
        }
    }
}
