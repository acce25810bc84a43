package dev.daypack.state;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daypack.discover.PartitionDay;
import dev.daypack.json.Schemas;
import dev.daypack.state.FakeObjectStore.Fault;
import dev.daypack.store.StoreException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each host has a ticker of its own; heartbeats are called by hand, for the executor's first is far away. */
class LeaseKeeperTest {

    private static final PartitionDay DAY = Entries.day("btcusdt");
    private static final String KEY = "compacted/locks/binance/bbo/btcusdt/20260126.lock";
    private static final Duration TTL = Duration.ofHours(1);
    private static final Instant FAR = Instant.parse("2099-01-01T00:00:00Z");

    private final FakeObjectStore compact = new FakeObjectStore();
    private final ScheduledExecutorService heartbeats = Executors.newSingleThreadScheduledExecutor();
    private final AtomicLong ticksA = new AtomicLong(Long.MAX_VALUE - 1000);
    private final AtomicLong ticksB = new AtomicLong(-5_000_000_000L);
    private final LeaseKeeper a = keeper("host-a", ticksA, Instant.EPOCH, 1);
    private final AtomicLong ticksC = new AtomicLong(17);
    private final LeaseKeeper b = keeper("host-b", ticksB, FAR, 2);
    private final LeaseKeeper c = keeper("host-c", ticksC, Instant.EPOCH, 3);

    @AfterEach
    void stop() {
        heartbeats.shutdownNow();
    }

    @Test
    void theFirstToAskHoldsIt() {
        Lease lease = acquired(a);

        assertEquals(KEY, lease.key());
        assertFalse(lease.isLost());
        LeaseOutcome.Held held = held(b);
        assertEquals("host-a pid 7, attempt attempt-1, running since 1970-01-01T00:00:00Z", held.holder());
        assertEquals(TTL, held.untilTakeover());
        assertEquals(List.of(), Schemas.violations("lease", document()));
    }

    @Test
    void aReleasedLeaseIsFreeAtOnce() {
        Lease lease = acquired(a);

        assertEquals(LeaseRelease.RELEASED, lease.release());

        assertTrue(lease.isLost());
        assertEquals(Optional.empty(), compact.text(KEY));
        acquired(b);
        assertEquals(LeaseRelease.RELEASED, lease.release());
        assertTrue(compact.text(KEY).isPresent(), "a second release leaves the next holder alone");
    }

    @Test
    void aLeaseThatItsHolderMayNotRemoveIsFreeAtOnceAndNobodyDiedOverIt() {
        compact.refuseDeletes();
        for (int run = 0; run < 4; run++) {
            Lease lease = acquired(run % 2 == 0 ? a : b);

            assertEquals(List.of(), lease.died());
            assertEquals(LeaseRelease.RELEASED, lease.release());

            assertEquals(List.of(), Schemas.violations("lease", document()));
            assertTrue(compact.text(KEY).orElseThrow().contains("given_back"));
        }
    }

    @Test
    void aSilentHolderIsTakenOverAfterItsTimeToLiveOnTheObserversClockOnly() {
        Lease lost = acquired(a);
        pass(ticksA, TTL.multipliedBy(100));
        assertEquals(TTL, held(b).untilTakeover());
        pass(ticksB, TTL.minusNanos(1));
        assertEquals(Duration.ofNanos(1), held(b).untilTakeover());
        pass(ticksB, Duration.ofNanos(1));

        Lease taken = acquired(b);

        assertFalse(taken.isLost());
        lost.renew();
        assertTrue(lost.isLost());
        assertTrue(
                lost.trouble().orElseThrow().contains("host-b"), lost.trouble().toString());
        assertEquals(LeaseRelease.NOT_OURS, lost.release());
        assertTrue(compact.text(KEY).orElseThrow().contains("host-b"));
    }

    @Test
    void aHolderThatRenewsIsNeverTakenOver() {
        Lease lease = acquired(a);
        for (int at = 0; at < 20; at++) {
            held(b);
            pass(ticksB, TTL.minusNanos(1));
            pass(ticksA, TTL.dividedBy(3));
            lease.renew();
        }

        assertFalse(lease.isLost());
        held(b);
    }

    @Test
    void aPausedHolderKnowsByItsOwnClockThatItsTimeIsUp() {
        Lease lease = acquired(a);
        pass(ticksA, TTL.minusNanos(1));
        assertFalse(lease.isLost());
        pass(ticksA, Duration.ofNanos(1));
        assertTrue(lease.isLost());

        lease.renew();

        assertFalse(lease.isLost(), "the store proves that nobody took it");
    }

    @Test
    void aHolderWhoseStoreIsSilentLosesTheLeaseInTime() {
        Lease lease = acquired(a);
        compact.faults = key -> Fault.DOWN;
        for (int at = 0; at < 3; at++) {
            pass(ticksA, TTL.dividedBy(3));
            lease.renew();
        }

        assertTrue(lease.isLost());
        assertTrue(lease.trouble().isPresent());
        assertEquals(LeaseRelease.UNANSWERED, lease.release());
    }

    @Test
    void aRemovedLockIsALostLease() {
        Lease lease = acquired(a);
        compact.delete(KEY);

        lease.renew();

        assertTrue(lease.isLost());
        assertEquals(Optional.empty(), compact.text(KEY));
    }

    @ParameterizedTest
    @EnumSource(names = {"LOST_ANSWER", "LOST_WRITE", "LATE"})
    void aLeaseWhoseAnswersAreLostIsAcquiredOnce(Fault fault) {
        compact.nextFaults(fault);
        Lease lease = acquired(a);
        compact.landLate();

        lease.renew();

        assertFalse(lease.isLost());
        held(b);
    }

    @ParameterizedTest
    @EnumSource(names = {"LOST_ANSWER", "LOST_WRITE", "LATE"})
    void aRenewalWhoseAnswerIsLostDoesNotLoseTheLease(Fault fault) {
        Lease lease = acquired(a);
        compact.nextFaults(fault);
        lease.renew();
        compact.landLate();

        pass(ticksA, TTL.dividedBy(2));
        lease.renew();
        lease.renew();

        assertFalse(lease.isLost());
        assertEquals(LeaseRelease.RELEASED, lease.release());
    }

    @Test
    void aRenewalThatLandedLateCountsFromWhenItWasFirstSent() {
        Lease lease = acquired(a);
        compact.nextFaults(Fault.LATE);
        lease.renew();
        compact.landLate();
        pass(ticksA, TTL.minusNanos(1));
        lease.renew();
        assertFalse(lease.isLost());

        pass(ticksA, Duration.ofNanos(1));

        assertTrue(lease.isLost(), "others may have seen it since it was first sent");
    }

    @ParameterizedTest
    @EnumSource(names = {"LOST_ANSWER", "LOST_WRITE", "LATE"})
    void aTakeoverWhoseAnswerIsLostHasOneHolder(Fault fault) {
        Lease old = acquired(a);
        held(b);
        pass(ticksB, TTL);
        compact.nextFaults(Fault.NONE, fault);

        Lease taken = acquired(b);
        compact.landLate();
        taken.renew();
        old.renew();

        assertFalse(taken.isLost());
        assertTrue(old.isLost());
    }

    @Test
    void ofTwoThatTakeOverOneWins() {
        acquired(a);
        held(b);
        held(c);
        pass(ticksB, TTL);
        pass(ticksC, TTL);

        acquired(b);

        assertTrue(held(c).holder().startsWith("host-b"));
    }

    @Test
    void aTakeoverThatCameAMomentLaterFindsTheLeaseHeld() {
        acquired(a);
        held(b);
        held(c);
        pass(ticksB, TTL);
        pass(ticksC, TTL);
        AtomicLong writes = new AtomicLong();
        compact.beforePut = key -> {
            if (writes.incrementAndGet() == 2) {
                compact.beforePut = later -> {};
                acquired(b);
            }
        };

        assertTrue(held(c).holder().startsWith("host-b"));
    }

    @Test
    void aLeaseThatWasTakenAgainInBetweenIsWatchedFromTheStart() {
        Lease first = acquired(a);
        held(b);
        pass(ticksB, TTL.minusNanos(1));
        first.release();
        acquired(a);
        pass(ticksB, Duration.ofNanos(1));

        assertEquals(TTL, held(b).untilTakeover());
    }

    @Test
    void anObjectThatIsNoLeaseIsHeldAndRunsOutToo() {
        compact.place(KEY, "\u001b[2J");

        assertEquals("an object that is no lease document", held(b).holder());
        pass(ticksB, TTL);
        acquired(b);
    }

    @Test
    void aForeignTimeToLiveIsRespectedUpToADay() {
        compact.place(
                KEY,
                "{\"host\": \"x\", \"pid\": 1, \"attempt\": \"y\", \"ttl_seconds\": 9223372036854775807,"
                        + " \"counter\": 1, \"lease\": \"0000000000000000\"}");

        assertEquals(Duration.ofDays(1), held(b).untilTakeover());
    }

    @Test
    void aStoreThatNeverAnswersIsTrouble() {
        compact.faults = key -> Fault.LOST_WRITE;

        StoreException error = assertThrows(StoreException.class, () -> a.acquire(DAY, "attempt-1"));

        assertEquals(StoreException.Kind.UNREACHABLE, error.kind());
    }

    @Test
    void ofManyThatAskAtOnceOneHoldsIt() throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(8);
        try {
            List<Callable<LeaseOutcome>> asking = new ArrayList<>();
            for (int at = 0; at < 8; at++) {
                LeaseKeeper keeper = keeper("host-" + at, new AtomicLong(), Instant.EPOCH, 100 + at);
                asking.add(() -> keeper.acquire(DAY, "attempt"));
            }
            int holders = 0;
            for (Future<LeaseOutcome> outcome : pool.invokeAll(asking)) {
                holders += outcome.get() instanceof LeaseOutcome.Acquired ? 1 : 0;
            }
            assertEquals(1, holders);
        } finally {
            pool.shutdownNow();
        }
    }

    @Test
    @Timeout(600)
    void heartbeatsRenewByThemselvesUntilReleased() throws Exception {
        LeaseKeeper keeper = new LeaseKeeper(
                compact,
                holder("host-a", Instant.EPOCH),
                Duration.ofSeconds(1),
                System::nanoTime,
                new Random(1),
                heartbeats);
        Lease lease = ((LeaseOutcome.Acquired) keeper.acquire(DAY, "attempt-1")).lease();
        while (LeaseDocument.parse(document()).counter() < 3) {
            Thread.sleep(5);
        }

        assertEquals(LeaseRelease.RELEASED, lease.release());
        assertEquals(Optional.empty(), compact.text(KEY));
    }

    @Test
    void whoOnlyWantsWhatIsFreeLeavesALeaseWhoseHolderIsGone() {
        acquired(a);
        held(b);
        pass(ticksB, TTL.plusSeconds(1));

        LeaseOutcome.Held left = assertInstanceOf(LeaseOutcome.Held.class, b.acquireIfFree(DAY, "attempt-1"));

        assertTrue(left.isLeft());
        assertEquals(Duration.ZERO, left.untilTakeover());
        assertTrue(compact.text(KEY).orElseThrow().contains("host-a"));
        Lease taken = acquired(b);
        taken.forgetDeaths();
        taken.release();
        assertInstanceOf(LeaseOutcome.Acquired.class, a.acquireIfFree(DAY, "attempt-1"));
    }

    @Test
    void whatCouldNotBeGivenBackIsGivenBackLater() {
        Lease lease = acquired(a);
        compact.faults = key -> Fault.DOWN;
        assertEquals(LeaseRelease.UNANSWERED, lease.release());
        a.releaseUnanswered();
        assertTrue(compact.text(KEY).isPresent());
        compact.faults = key -> Fault.NONE;

        a.releaseUnanswered();

        assertEquals(Optional.empty(), compact.text(KEY));
        assertEquals(LeaseRelease.RELEASED, lease.release());
        acquired(b);
        a.releaseUnanswered();
        assertTrue(compact.text(KEY).orElseThrow().contains("host-b"));
    }

    private byte[] document() {
        return compact.text(KEY).orElseThrow().getBytes(StandardCharsets.UTF_8);
    }

    private static Lease acquired(LeaseKeeper keeper) {
        return assertInstanceOf(LeaseOutcome.Acquired.class, keeper.acquire(DAY, "attempt-1"))
                .lease();
    }

    private static LeaseOutcome.Held held(LeaseKeeper keeper) {
        return assertInstanceOf(LeaseOutcome.Held.class, keeper.acquire(DAY, "attempt-1"));
    }

    private static void pass(AtomicLong ticks, Duration time) {
        ticks.addAndGet(time.toNanos());
    }

    private LeaseKeeper keeper(String host, AtomicLong ticks, Instant started, long seed) {
        return keeper(holder(host, started), ticks, seed);
    }

    private LeaseKeeper keeper(LeaseHolder holder, AtomicLong ticks, long seed) {
        return new LeaseKeeper(compact, holder, TTL, ticks::get, new Random(seed), heartbeats);
    }

    private static LeaseHolder holder(String host, Instant started) {
        return new LeaseHolder(host, 7, started);
    }
}
