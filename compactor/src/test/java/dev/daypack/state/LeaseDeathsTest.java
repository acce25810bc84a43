package dev.daypack.state;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daypack.discover.PartitionDay;
import dev.daypack.json.Schemas;
import dev.daypack.state.FakeObjectStore.Fault;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Who counts as dead over a partition-day, and until when. Each host has a ticker of its own. */
class LeaseDeathsTest {

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
    private final LeaseKeeper d = keeper("host-d", new AtomicLong(), Instant.EPOCH, 4);

    @AfterEach
    void stop() {
        heartbeats.shutdownNow();
    }

    @Test
    void aTakeoverTellsWhoFellSilentAndAnAttemptThatEndsForgetsThem() {
        acquired(a);
        takenOver(b, ticksB);
        Lease third = takenOver(c, ticksC);
        assertEquals(List.of("host-a", "host-b"), names(third));
        third.renew();
        assertEquals(List.of(), Schemas.violations("lease", document()));
        assertEquals(2, held(d).died());
        third.forgetDeaths();
        assertEquals(LeaseRelease.RELEASED, third.release());
        assertEquals(Optional.empty(), compact.text(KEY));
        assertEquals(List.of(), acquired(d).died());
    }

    @Test
    void anAttemptWithoutAnEndLeavesTheCountToWhoeverComesNext() {
        acquired(a);
        Lease second = takenOver(b, ticksB);

        assertEquals(LeaseRelease.RELEASED, second.release());

        assertEquals(List.of(), Schemas.violations("lease", document()));
        assertEquals(1, besideOthers(c).died(), "taken beside other days");
        assertTrue(besideOthers(c).isLeft());
        Lease third = acquired(c);
        assertEquals(List.of(holder("host-a", Instant.EPOCH)), third.died(), "who gave it back did not die");
        third.forgetDeaths();
        third.release();
        // What another process ended meanwhile is not remembered by the one before.
        assertEquals(List.of(), acquired(b).died());
    }

    @Test
    void whoTakesOverAgainDidNotDie() {
        acquired(a);
        for (int at = 0; at < 6; at++) {
            Lease taken = at % 2 == 0 ? takenOver(b, ticksB) : takenOver(a, ticksA);
            assertEquals(List.of(at % 2 == 0 ? "host-a" : "host-b"), names(taken));
        }
    }

    @Test
    void whoLivesStrikesItselfOutWhenItSeesThatItsLeaseWasTaken() {
        Lease first = acquired(a);
        Lease second = takenOver(b, ticksB);
        Lease third = takenOver(c, ticksC);
        String id = LeaseDocument.parse(document()).lease();

        first.renew();

        LeaseDocument struck = LeaseDocument.parse(document());
        assertEquals(id, struck.lease());
        assertEquals(List.of(holder("host-b", FAR)), struck.died());
        second.release();
        assertEquals(List.of(), LeaseDocument.parse(document()).died());
        third.renew();
        assertFalse(third.isLost(), "the holder takes it as it stands");
        assertEquals(List.of(), third.died());
        assertEquals(LeaseRelease.RELEASED, third.release());
        assertEquals(Optional.empty(), compact.text(KEY));
    }

    @Test
    void whoAsksForALeaseThatCountsItAsDeadStrikesItselfOut() {
        acquired(a);
        Lease second = takenOver(b, ticksB);
        held(a);
        second.renew();
        assertEquals(List.of(), second.died());
    }

    @ParameterizedTest
    @EnumSource(names = {"LOST_ANSWER", "LOST_WRITE", "LATE", "DOWN"})
    void aTestimonyThatTheStoreDoesNotTakeIsGivenAgain(Fault fault) {
        Lease first = acquired(a);
        Lease second = takenOver(b, ticksB);
        compact.nextFaults(Fault.NONE, fault);
        first.renew();
        compact.landLate();
        first.renew();
        assertEquals(List.of(), LeaseDocument.parse(document()).died());
        second.renew();
        assertFalse(second.isLost());
    }

    @Test
    void whatIsForgottenIsNotRememberedByATestimonyThatCameBetween() {
        Lease first = acquired(a);
        takenOver(b, ticksB);
        Lease third = takenOver(c, ticksC);
        third.forgetDeaths();
        first.renew();
        assertEquals(LeaseRelease.RELEASED, third.release());
        assertEquals(Optional.empty(), compact.text(KEY));
    }

    @Test
    void aTestimonyDoesNotKeepTheDeathsFromBeingLeftBehind() {
        Lease first = acquired(a);
        takenOver(b, ticksB);
        Lease third = takenOver(c, ticksC);
        AtomicLong writes = new AtomicLong();
        compact.beforePut = key -> {
            if (writes.incrementAndGet() == 2) {
                compact.beforePut = later -> {};
                first.renew();
            }
        };
        assertEquals(LeaseRelease.RELEASED, third.release());
        LeaseDocument left = LeaseDocument.parse(document());
        assertTrue(left.isGivenBack());
        assertEquals(List.of(holder("host-b", FAR)), left.died());
    }

    @Test
    void twoProcessesThatLookAlikeAreToldApart() {
        Instant started = Instant.parse("2026-01-27T02:00:00Z");
        LeaseKeeper one = keeper(new LeaseHolder("unknown-host", 1, started, "00aa00aa00aa00aa"), ticksA, 1);
        LeaseKeeper other = keeper(new LeaseHolder("unknown-host", 1, started, "00bb00bb00bb00bb"), ticksB, 2);
        acquired(one);
        assertEquals(1, takenOver(other, ticksB).died().size());
        assertEquals(List.of(), Schemas.violations("lease", document()));
    }

    @Test
    void manyDeathsDoNotMakeTheDocumentGrowWithoutEnd() {
        acquired(a);
        for (int at = 0; at < 20; at++) {
            AtomicLong ticks = new AtomicLong();
            Lease taken = takenOver(keeper("host-" + at, ticks, Instant.EPOCH, 10 + at), ticks);
            assertEquals(Math.min(at + 1, LeaseDocument.MAX_DIED), taken.died().size());
        }
        assertEquals(List.of(), Schemas.violations("lease", document()));
    }

    @Test
    void aLeaseOfAnOlderVersionNamesNobody() {
        compact.place(
                KEY,
                "{\"host\": \"x\", \"pid\": 1, \"attempt\": \"y\", \"ttl_seconds\": 5,"
                        + " \"counter\": 1, \"lease\": \"0000000000000000\"}");
        assertEquals(0, held(b).died());
        pass(ticksB, TTL);
        assertEquals(1, acquired(b).died().size());
    }

    @Test
    void aLeaseOfOurOwnThatCouldNotBeGivenBackIsNobodysDeath() {
        Lease lease = acquired(a);
        compact.faults = key -> Fault.DOWN;
        assertEquals(LeaseRelease.UNANSWERED, lease.release());
        compact.faults = key -> Fault.NONE;
        held(a);
        pass(ticksA, TTL);

        assertEquals(List.of(), acquired(a).died());
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

    private static LeaseOutcome.Held besideOthers(LeaseKeeper keeper) {
        return assertInstanceOf(LeaseOutcome.Held.class, keeper.acquireIfFree(DAY, "attempt-1"));
    }

    private static Lease takenOver(LeaseKeeper keeper, AtomicLong ticks) {
        held(keeper);
        pass(ticks, TTL);
        return acquired(keeper);
    }

    private static List<String> names(Lease lease) {
        return lease.died().stream().map(LeaseHolder::host).toList();
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
