package dev.daypack.compact;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daypack.discover.Partition;
import dev.daypack.discover.PartitionDay;
import dev.daypack.report.Outcome;
import dev.daypack.report.PartitionReport;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DayCrewTest {

    private final ExecutorService threads = Executors.newFixedThreadPool(4);
    private final AtomicBoolean isStopped = new AtomicBoolean();
    private final DayCrew crew = new DayCrew(DayThreads.of(threads), 3, () -> isStopped.set(true));

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    private static List<Integer> positions(int count) {
        return IntStream.range(0, count).boxed().toList();
    }

    private static DayOutcome outcome(int position) {
        Partition partition = new Partition(List.of("symbol"), List.of("s" + position));
        PartitionDay day = new PartitionDay(partition, LocalDate.of(2026, 1, 26));
        return new DayOutcome(PartitionReport.idle(day, Outcome.SKIPPED, "day " + position), Optional.empty());
    }

    @Test
    void eachDayIsToldOnceOnTheCallersThread() {
        List<Integer> ended = new ArrayList<>();
        Thread caller = Thread.currentThread();
        crew.work(positions(50), DayCrewTest::outcome, (position, outcome) -> {
            assertSame(caller, Thread.currentThread());
            assertEquals("day " + position, outcome.report().reason());
            ended.add(position);
        });
        Collections.sort(ended);
        assertEquals(positions(50), ended);
    }

    @Test
    void soManyAreUnderWayAtOnceAndNoMore() {
        AtomicInteger underWay = new AtomicInteger();
        CyclicBarrier three = new CyclicBarrier(3);
        crew.work(
                positions(9),
                position -> {
                    assertTrue(underWay.incrementAndGet() <= 3);
                    await(three);
                    underWay.decrementAndGet();
                    return outcome(position);
                },
                (position, outcome) -> {});
    }

    private static void await(CyclicBarrier barrier) {
        try {
            barrier.await(300, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void daysBeginInTheOrderOfTheWork() {
        List<Integer> begun = Collections.synchronizedList(new ArrayList<>());
        new DayCrew(DayThreads.of(Runnable::run), 3, () -> {})
                .work(
                        positions(7),
                        position -> {
                            begun.add(position);
                            return outcome(position);
                        },
                        (position, outcome) -> {});
        assertEquals(positions(7), begun);
    }

    @Test
    void aListenerThatFailsStopsTheOthersAndNothingRunsOn() {
        CountDownLatch stopSeen = new CountDownLatch(1);
        AtomicInteger underWay = new AtomicInteger();
        AtomicInteger told = new AtomicInteger();
        DayCrew stopping = new DayCrew(DayThreads.of(threads), 3, stopSeen::countDown);
        IllegalStateException failure = new IllegalStateException("the state cannot be written");
        IllegalStateException thrown = assertThrows(
                IllegalStateException.class,
                () -> stopping.work(
                        positions(20),
                        position -> {
                            underWay.incrementAndGet();
                            if (position > 0) {
                                awaitStop(stopSeen);
                            }
                            underWay.decrementAndGet();
                            return outcome(position);
                        },
                        (position, outcome) -> {
                            told.incrementAndGet();
                            throw failure;
                        }));
        assertSame(failure, thrown);
        assertEquals(1, told.get());
        assertEquals(0, underWay.get());
    }

    private static void awaitStop(CountDownLatch stop) {
        try {
            assertTrue(stop.await(300, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aDefectOfADayIsThrownWhenAllHaveEnded() {
        AtomicInteger ended = new AtomicInteger();
        AssertionError defect = new AssertionError("a defect");
        AssertionError thrown = assertThrows(
                AssertionError.class,
                () -> crew.work(
                        positions(10),
                        position -> {
                            if (position == 4) {
                                throw defect;
                            }
                            ended.incrementAndGet();
                            return outcome(position);
                        },
                        (position, outcome) -> {}));
        assertSame(defect, thrown);
        assertTrue(isStopped.get());
        assertEquals(9, ended.get());
    }
}
