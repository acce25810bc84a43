package dev.daypack.compact;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daypack.cancel.Cancellation;
import dev.daypack.cancel.CancelledException;
import dev.daypack.discover.Partition;
import dev.daypack.discover.PartitionDay;
import dev.daypack.state.Lease;
import dev.daypack.state.LeaseHolder;
import dev.daypack.state.LeaseKeeper;
import dev.daypack.state.LeaseOutcome;
import dev.daypack.state.LeaseRelease;
import dev.daypack.store.MemoryStore;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Time is what the test says it is; the first real heartbeat is far away. */
class InquestTest {

    private static final Duration TTL = Duration.ofHours(1);
    private static final PartitionDay DAY =
            new PartitionDay(new Partition(List.of("symbol"), List.of("btcusdt")), LocalDate.of(2026, 1, 26));

    private final MemoryStore compact = new MemoryStore();
    private final ScheduledExecutorService heartbeats = Executors.newSingleThreadScheduledExecutor();
    private final AtomicLong nanos = new AtomicLong(-7);
    private final AtomicLong slept = new AtomicLong();
    private final Cancellation cancellation = new Cancellation();
    private final List<LeaseKeeper> hosts =
            IntStream.range(0, 5).mapToObj(this::host).toList();

    /** What happens while the judge waits. */
    private Runnable meanwhile = () -> {};

    private final Inquest inquest = new Inquest(
            time -> {
                slept.addAndGet(time);
                nanos.addAndGet(time);
                meanwhile.run();
            },
            cancellation);

    private LeaseKeeper host(int number) {
        LeaseHolder holder = new LeaseHolder("host", 1, Instant.EPOCH, "000000000000000" + number);
        return new LeaseKeeper(compact, holder, TTL, nanos::get, new Random(number), heartbeats);
    }

    @AfterEach
    void stop() {
        heartbeats.shutdownNow();
    }

    /** Each takes over what the one before left without a word; the last one judges. */
    private Lease after(int silent) {
        for (int host = 0; host < silent; host++) {
            taken(host);
        }
        return taken(silent);
    }

    private Lease taken(int host) {
        if (hosts.get(host).acquire(DAY, "PACK") instanceof LeaseOutcome.Acquired free) {
            return free.lease();
        }
        nanos.addAndGet(TTL.toNanos());
        return assertInstanceOf(LeaseOutcome.Acquired.class, hosts.get(host).acquire(DAY, "PACK"))
                .lease();
    }

    @Test
    void threeWhoAreNotHeardOfForATimeToLiveArePoison() {
        assertTrue(inquest.isPoison(after(3)));
        assertEquals(TTL.toNanos(), slept.get());
    }

    @Test
    void twoAreNoPoisonAndNotWaitedFor() {
        assertFalse(inquest.isPoison(after(2)));
        assertEquals(0, slept.get());
    }

    /** Four hosts that renew too slowly, and all live. */
    @Test
    void whoIsHeardOfInTimeDidNotDie() {
        Lease lease = after(3);
        meanwhile = () -> assertInstanceOf(LeaseOutcome.Held.class, hosts.get(1).acquire(DAY, "PACK"));
        assertFalse(inquest.isPoison(lease));
        assertEquals(2, lease.died().size());
        assertFalse(lease.isLost());
    }

    @Test
    void whoIsHeardOfAtTheLastMomentDidNotDie() {
        Lease lease = after(3);
        meanwhile = () -> {
            if (slept.get() == TTL.toNanos()) {
                hosts.get(0).acquire(DAY, "PACK");
            }
        };
        assertFalse(inquest.isPoison(lease));
    }

    @Test
    void whoLosesTheLeaseMeanwhileDoesNotJudge() {
        Lease lease = after(3);
        meanwhile = () -> compact.delete(lease.key());
        assertThrows(InputsChangedException.class, () -> inquest.isPoison(lease));
    }

    @Test
    void aStopLeavesTheJudgementToTheNextRun() {
        Lease lease = after(3);
        meanwhile = cancellation::cancel;
        assertThrows(CancelledException.class, () -> inquest.isPoison(lease));
        assertEquals(LeaseRelease.RELEASED, lease.release());
        assertEquals(3, taken(4).died().size());
    }
}
