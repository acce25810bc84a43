package dev.daypack.state;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daypack.cancel.Cancellation;
import dev.daypack.cancel.CancelledException;
import dev.daypack.state.LeaseWatch.Standing;
import dev.daypack.store.MemoryStore;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Time is what the test says it is. */
class LeaseWatchTest {

    private static final String KEY = LeaseWatch.PREFIX + "a/20260126.lock";
    private static final Duration TTL = Duration.ofSeconds(60);

    private final MemoryStore compact = new MemoryStore();
    private final AtomicLong nanos = new AtomicLong(-5);
    private final LeaseWatch watch = new LeaseWatch(compact, TTL, nanos::get);

    private void lease(long ttlSeconds, int counter) {
        compact.with(KEY, """
                {"host": "h", "pid": 7, "attempt": "PACK", "ttl_seconds": %d, "counter": %d, "lease": "00"}
                """.formatted(ttlSeconds, counter));
    }

    private void after(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    private Standing standing() {
        return watch.look().get(KEY).standing();
    }

    @Test
    void aLeaseThatChangesIsLiveAndStaysSo() {
        lease(60, 1);
        assertEquals(Standing.UNDECIDED, standing());
        after(Duration.ofSeconds(20));
        lease(60, 2);
        assertEquals(Standing.LIVE, standing());
        after(Duration.ofSeconds(59));
        assertEquals(Standing.LIVE, standing());
    }

    @Test
    void aLeaseThatKeepsItsEtagForItsWholeTimeIsStaleAndNotBefore() {
        lease(90, 1);
        assertEquals(Standing.UNDECIDED, standing());
        assertEquals(Duration.ofSeconds(90), watch.patience());
        after(Duration.ofSeconds(90).minusNanos(1));
        assertEquals(Standing.UNDECIDED, standing());
        after(Duration.ofNanos(1));
        assertEquals(Standing.STALE, standing());
        assertEquals(Duration.ZERO, watch.patience());
        lease(90, 2);
        assertEquals(Standing.LIVE, standing(), "the holder was slow, and is there");
    }

    @Test
    void ourOwnTimeIsTheLeastThatIsWaitedFor() {
        lease(1, 1);
        standing();
        after(Duration.ofSeconds(59));
        assertEquals(Standing.UNDECIDED, standing());
        after(Duration.ofSeconds(1));
        assertEquals(Standing.STALE, standing());
    }

    @Test
    void aLeaseThatLivesForHoursIsNotWaitedFor() {
        lease(7_200, 1);
        assertEquals(Standing.UNDECIDED, standing());
        assertEquals(Duration.ZERO, watch.patience());
        assertEquals(
                Standing.UNDECIDED, watch.settle(new Cancellation()).get(KEY).standing());
    }

    @Test
    void whatIsNoLeaseIsWatchedAllTheSameAndWhatIsGoneIsForgotten() {
        compact.with(KEY, "\u001b");
        assertTrue(watch.look().get(KEY).holder().contains("no lease document"));
        after(TTL);
        assertEquals(Standing.STALE, standing());
        compact.delete(KEY);
        assertTrue(watch.look().isEmpty());
        lease(60, 1);
        assertEquals(Standing.UNDECIDED, standing());
    }

    @Test
    void withoutLeasesNobodyWaits() {
        watch.look();
        assertTrue(watch.settle(new Cancellation()).isEmpty());
    }

    @Test
    void theWatchEndsWhenTheCommandIsToStop() {
        lease(60, 1);
        Cancellation cancellation = new Cancellation();
        cancellation.cancel();
        assertThrows(CancelledException.class, () -> watch.settle(cancellation));
    }

    @Test
    void whatIsKeptForTheDeathsThatItCountsIsNobodysAndNotWaitedFor() {
        compact.with(KEY, """
                {"host": "h", "pid": 7, "attempt": "PACK", "ttl_seconds": 60, "counter": 3, "lease": "00",
                 "died": [{"host": "g", "pid": 8, "started": "2026-01-27T02:30:02Z"}], "given_back": true}
                """);
        assertEquals(Standing.COUNTING, standing());
        assertEquals(Duration.ZERO, watch.patience());
        after(Duration.ofSeconds(90));
        assertEquals(Standing.COUNTING, standing());
        lease(60, 1);
        assertEquals(Standing.LIVE, standing(), "somebody took it");
    }
}
