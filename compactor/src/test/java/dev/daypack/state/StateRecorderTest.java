package dev.daypack.state;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daypack.state.FakeObjectStore.Fault;
import dev.daypack.store.StoreException;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(600)
class StateRecorderTest {

    private final FakeObjectStore compact = new FakeObjectStore();
    private final StateStore store = new StateStore(
            compact,
            Clock.fixed(Entries.NOW, ZoneOffset.UTC),
            new Random(1),
            new StateLimits(1000, 5, Duration.ZERO, Duration.ZERO));

    @Test
    void aHundredResultsAtOnceTakeTwoWritesAndNoneIsLost() throws Exception {
        StateRecorder recorder = new StateRecorder(store, UnaryOperator.identity());

        List<Optional<RuntimeException>> failures = recordWhileTheFirstWriteWaits(recorder, 100);

        assertTrue(failures.stream().allMatch(Optional::isEmpty), failures::toString);
        assertEquals(2, compact.stored.get());
        StateDocument document = store.read().document();
        for (int at = 0; at < 100; at++) {
            assertEquals(Optional.of(Entries.rows(at)), document.entry(Entries.day("s" + at)));
        }
    }

    @Test
    void aFailedWriteFailsAllThatSharedItAndNobodyElse() throws Exception {
        StateRecorder recorder = new StateRecorder(store, UnaryOperator.identity());
        compact.nextFaults(Fault.NONE, Fault.DOWN);

        List<Optional<RuntimeException>> failures = recordWhileTheFirstWriteWaits(recorder, 20);

        assertEquals(1, failures.stream().filter(Optional::isEmpty).count());
        assertTrue(failures.stream().flatMap(Optional::stream).allMatch(StoreException.class::isInstance));
        recorder.record(Entries.day("after"), Entries.rows(1));
        assertEquals(2, store.read().document().headEntries());
    }

    @Test
    void anUnreadableStateReachesTheCaller() {
        compact.place(StateStore.KEY, "{");
        StateRecorder recorder = new StateRecorder(store, UnaryOperator.identity());

        assertThrows(StateUnreadableException.class, () -> recorder.record(Entries.day("a"), Entries.rows(1)));
    }

    @Test
    void theFinisherSeesTheEntriesAndWritesWithThem() {
        StateRecorder recorder = new StateRecorder(
                store,
                document -> document.entriesOn(Entries.DAY).size() == 1
                        ? document.withLastCompactedDate(Entries.DAY)
                        : document);

        recorder.record(Entries.day("a"), Entries.rows(1));

        assertEquals(1, compact.stored.get());
        assertEquals(Optional.of(Entries.DAY), store.read().document().lastCompactedDate());
    }

    /** The first write is held until all the others have gathered behind it. */
    private List<Optional<RuntimeException>> recordWhileTheFirstWriteWaits(StateRecorder recorder, int results)
            throws InterruptedException {
        CountDownLatch writing = new CountDownLatch(1);
        CountDownLatch gathered = new CountDownLatch(1);
        AtomicInteger writes = new AtomicInteger();
        compact.beforePut = key -> {
            if (writes.getAndIncrement() == 0) {
                writing.countDown();
                await(gathered);
            }
        };
        List<Optional<RuntimeException>> failures = new ArrayList<>();
        List<Thread> threads = new ArrayList<>();
        for (int at = 0; at < results; at++) {
            int rows = at;
            threads.add(new Thread(() -> {
                Optional<RuntimeException> failure =
                        failureOf(() -> recorder.record(Entries.day("s" + rows), Entries.rows(rows)));
                synchronized (failures) {
                    failures.add(failure);
                }
            }));
        }
        threads.get(0).start();
        await(writing);
        List<Thread> others = threads.subList(1, results);
        others.forEach(Thread::start);
        while (others.stream().anyMatch(thread -> thread.getState() != Thread.State.WAITING)) {
            Thread.onSpinWait();
        }
        gathered.countDown();
        for (Thread thread : threads) {
            thread.join();
        }
        return failures;
    }

    private static Optional<RuntimeException> failureOf(Runnable work) {
        try {
            work.run();
            return Optional.empty();
        } catch (RuntimeException e) {
            return Optional.of(e);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
