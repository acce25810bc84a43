package dev.daypack.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(600)
class ScheduleTest {

    private static final String EVERY_SECOND = "* * * * * ?";
    private static final Duration LONG = Duration.ofSeconds(300);

    private final List<Schedule> started = new ArrayList<>();
    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
    private final BlockingQueue<Throwable> failures = new LinkedBlockingQueue<>();

    @AfterEach
    void stopAll() throws InterruptedException {
        for (Schedule schedule : started) {
            schedule.stop(LONG);
        }
    }

    @Test
    void aRunThatOutlastsThePeriodIsNeverJoinedByASecond() throws InterruptedException {
        AtomicInteger under = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        Semaphore runs = new Semaphore(0);
        start(EVERY_SECOND, Optional.empty(), stopping -> {
            most.accumulateAndGet(under.incrementAndGet(), Math::max);
            Thread.sleep(1_400);
            under.decrementAndGet();
            runs.release();
        });
        runs.acquire(2);
        assertEquals(1, most.get());
    }

    @Test
    void missedTimesRunOnceAtStart() throws InterruptedException {
        Semaphore runs = new Semaphore(0);
        Schedule schedule = start(farFromNow(), Optional.of(Instant.now().minus(30, ChronoUnit.DAYS)), stopping -> {
            runs.release();
        });
        runs.acquire();
        assertTrue(lines.take().startsWith("schedule: missed "));
        String next = "schedule: next run at " + schedule.nextFireTime().orElseThrow();
        assertEquals(next, lines.take());
        // The one after the run: had it been fired for each of thirty days, there would be more runs by now.
        assertEquals(next, lines.take());
        assertTrue(schedule.stop(LONG));
        assertEquals(0, runs.availablePermits());
    }

    @Test
    void nothingRunsAtStartWhenNothingWasMissedOrNothingIsKnown() throws InterruptedException {
        AtomicInteger runs = new AtomicInteger();
        Instant now = Instant.now();
        for (Optional<Instant> last :
                List.of(Optional.of(now), Optional.of(now.plusSeconds(1_000_000)), Optional.<Instant>empty())) {
            start(farFromNow(), last, stopping -> runs.incrementAndGet());
        }
        // Another schedule fires twice meanwhile, so these had their chance.
        Semaphore others = new Semaphore(0);
        start(EVERY_SECOND, Optional.empty(), stopping -> others.release());
        others.acquire(2);
        assertEquals(0, runs.get());
    }

    @Test
    void theNextFireTimeIsToldAtStartAndAfterEachRun() throws InterruptedException {
        Schedule schedule = start(EVERY_SECOND, Optional.empty(), stopping -> {});
        Instant told = Instant.EPOCH;
        for (int line = 0; line < 3; line++) {
            String text = lines.take();
            assertTrue(text.matches("schedule: next run at \\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ"), text);
            Instant time = Instant.parse(text.substring(text.lastIndexOf(' ') + 1));
            assertTrue(!time.isBefore(told), time + " after " + told);
            told = time;
        }
        // Not compared with the clock: a busy machine may be late for it.
        Instant next = schedule.nextFireTime().orElseThrow();
        assertTrue(!next.isBefore(told), next + " after " + told);
    }

    @Test
    void theNextFireTimeIsThatOfTheExpressionInUtc() {
        Clock clock = Clock.fixed(Instant.parse("2026-01-26T02:30:00Z"), ZoneOffset.UTC);
        Schedule schedule =
                new Schedule(Schedule.DEFAULT_CRON, stopping -> {}, Optional.empty(), clock, lines::add, failures::add);
        started.add(schedule);
        assertEquals(Optional.of(Instant.parse("2026-01-27T02:30:00Z")), schedule.nextFireTime());
    }

    @Test
    void stoppingTellsTheRunAndWaitsForItsEnd() throws InterruptedException {
        CountDownLatch running = new CountDownLatch(1);
        AtomicInteger ended = new AtomicInteger();
        Schedule schedule = start(EVERY_SECOND, Optional.empty(), stopping -> {
            running.countDown();
            while (!stopping.getAsBoolean()) {
                Thread.sleep(5);
            }
            Thread.sleep(200);
            ended.incrementAndGet();
        });
        running.await();
        assertTrue(schedule.stop(LONG));
        assertEquals(1, ended.get());
        schedule.awaitStop();
        assertTrue(schedule.stop(LONG), "a second stop is harmless");
    }

    @Test
    void aRunThatOutstaysItsGraceIsReported() throws InterruptedException {
        CountDownLatch running = new CountDownLatch(1);
        CountDownLatch mayEnd = new CountDownLatch(1);
        Schedule schedule = start(EVERY_SECOND, Optional.empty(), stopping -> {
            running.countDown();
            mayEnd.await();
        });
        running.await();
        assertFalse(schedule.stop(Duration.ofMillis(50)));
        schedule.awaitStop();
        mayEnd.countDown();
        assertTrue(schedule.stop(LONG));
    }

    @Test
    void nothingFiresAfterTheStop() throws InterruptedException {
        AtomicInteger runs = new AtomicInteger();
        Semaphore first = new Semaphore(0);
        Schedule schedule = start(EVERY_SECOND, Optional.empty(), stopping -> {
            runs.incrementAndGet();
            first.release();
        });
        first.acquire();
        assertTrue(schedule.stop(LONG));
        int atStop = runs.get();
        Semaphore others = new Semaphore(0);
        start(EVERY_SECOND, Optional.empty(), stopping -> others.release());
        others.acquire(2);
        assertEquals(atStop, runs.get());
    }

    @Test
    void aScheduleMayBeStoppedBeforeItStarts() throws InterruptedException {
        Schedule schedule = schedule(EVERY_SECOND, Optional.empty(), stopping -> {});
        assertTrue(schedule.stop(Duration.ZERO));
        schedule.awaitStop();
    }

    @Test
    void aFailedRunIsReportedAndTheNextOneComes() throws InterruptedException {
        AtomicInteger runs = new AtomicInteger();
        start(EVERY_SECOND, Optional.empty(), stopping -> {
            switch (runs.incrementAndGet()) {
                case 1 -> throw new java.io.IOException("first");
                case 2 -> throw new AssertionError("second");
                default -> throw new IllegalStateException("third");
            }
        });
        assertEquals("first", failures.take().getMessage());
        assertEquals("second", failures.take().getMessage());
        assertEquals("third", failures.take().getMessage());
    }

    @Test
    void aReportThatFailsDoesNotEndTheScheduleEither() throws InterruptedException {
        Semaphore runs = new Semaphore(0);
        Schedule schedule = new Schedule(
                EVERY_SECOND,
                stopping -> {
                    runs.release();
                    throw new IllegalStateException("job");
                },
                Optional.empty(),
                Clock.systemUTC(),
                lines::add,
                failure -> {
                    throw new IllegalStateException("report");
                });
        started.add(schedule);
        schedule.start();
        runs.acquire(2);
    }

    @Test
    void anExpressionThatNeverFiresAgainIsRefused() {
        BadCronException error = assertThrows(
                BadCronException.class, () -> schedule("0 30 2 * * ? 2020", Optional.empty(), stopping -> {}));
        assertTrue(error.getMessage().contains("names no time after"), error.getMessage());
        assertThrows(BadCronException.class, () -> schedule("30 2 * * *", Optional.empty(), stopping -> {}));
    }

    @Test
    void quartzThreadsDoNotKeepTheProgramAlive() throws InterruptedException {
        BlockingQueue<Boolean> daemon = new LinkedBlockingQueue<>();
        start(
                EVERY_SECOND,
                Optional.empty(),
                stopping -> daemon.add(Thread.currentThread().isDaemon()));
        assertEquals(true, daemon.poll(300, TimeUnit.SECONDS));
        assertTrue(Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("daypack-"))
                .allMatch(Thread::isDaemon));
    }

    /** Once a day, twelve hours from now: not while a test runs, whatever the time. */
    private static String farFromNow() {
        int hour = Instant.now().atOffset(ZoneOffset.UTC).getHour();
        return "0 30 " + (hour + 12) % 24 + " * * ?";
    }

    private Schedule start(String cron, Optional<Instant> lastCompletion, ScheduledJob job) {
        Schedule schedule = schedule(cron, lastCompletion, job);
        schedule.start();
        return schedule;
    }

    private Schedule schedule(String cron, Optional<Instant> lastCompletion, ScheduledJob job) {
        Schedule schedule = new Schedule(cron, job, lastCompletion, Clock.systemUTC(), lines::add, failures::add);
        started.add(schedule);
        return schedule;
    }
}
