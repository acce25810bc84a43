package dev.daypack.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import dev.daypack.report.RunReport;
import dev.daypack.store.MemoryStore;
import dev.daypack.store.MemoryStore.Call;
import dev.daypack.store.MemoryStore.Operation;
import dev.daypack.store.StoreException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/**
 * One partition-day, with every single call to a store made to fail in turn, in each of the ways it can: refused once,
 * its answer lost, its request lost, and the process dead from there on. Then one run without faults. What is published
 * in between is always right, and in the end all is.
 */
@Timeout(120)
class CrashTest {

    /** Most of the time is spent waiting for the leases of the dead. */
    private static final int THREADS = 12;

    private static final Logger FAILURES = (Logger) LoggerFactory.getLogger("dev.daypack.compact");

    @TempDir
    private Path directory;

    /** Every death is a defect to the program, told with its trace. */
    @BeforeAll
    static void silence() {
        FAILURES.setLevel(Level.OFF);
    }

    @AfterAll
    static void speakAgain() {
        FAILURES.setLevel(null);
    }

    /** The process is gone: nothing it calls answers any more. */
    private static final class Dead extends Error {
        private static final long serialVersionUID = 1L;
    }

    /** What happens to one call. */
    private enum Fate {
        REFUSED,
        ANSWER_LOST,
        REQUEST_LOST,
        DEAD
    }

    /** Counts the calls of a store and strikes at one of them, if armed. */
    private static final class Strike implements MemoryStore.Faults {

        private final Fate fate;
        private final int at;
        private final AtomicInteger calls = new AtomicInteger();
        private final AtomicInteger struck = new AtomicInteger();
        private volatile boolean armed;

        Strike(Fate fate, int at) {
            this.fate = fate;
            this.at = at;
        }

        @Override
        public void before(Call call) {
            if (!armed) {
                return;
            }
            int number = calls.getAndIncrement();
            if (fate == Fate.DEAD && number >= at) {
                struck.incrementAndGet();
                throw new Dead();
            }
            if (fate == Fate.REFUSED && number == at) {
                struck.incrementAndGet();
                throw new StoreException(StoreException.Kind.UNREACHABLE, call.key(), "no answer to " + call, null);
            }
        }

        @Override
        public boolean losesAnswer(Call call) {
            return fate == Fate.ANSWER_LOST && isStruck();
        }

        @Override
        public boolean losesRequest(Call call) {
            return fate == Fate.REQUEST_LOST && isStruck();
        }

        /** Asked right after {@link #before}, which counted the call. */
        private boolean isStruck() {
            boolean now = armed && calls.get() - 1 == at && struck.get() == 0;
            struck.addAndGet(now ? 1 : 0);
            return now;
        }
    }

    private static final MemoryStore.Faults NONE = new MemoryStore.Faults() {};

    @Test
    void everyCallToTheCompactStoreMayFail() throws Exception {
        Fixture fixture = new Fixture(false, false);
        for (Fate fate : Fate.values()) {
            forEach(fixture.calls, number -> strikeAndHeal(fixture, fate, number));
        }
    }

    @Test
    void everyCallToTheRawStoreMayFail() throws Exception {
        Fixture fixture = new Fixture(true, false);
        for (Fate fate : List.of(Fate.REFUSED, Fate.DEAD)) {
            forEach(fixture.calls, number -> strikeAndHeal(fixture, fate, number));
        }
    }

    @Test
    void everyCallToTheCompactStoreMayFailWhileALatePartIsTaken() throws Exception {
        Fixture fixture = new Fixture(false, true);
        for (Fate fate : Fate.values()) {
            forEach(fixture.calls, number -> strikeAndHeal(fixture, fate, number));
        }
    }

    /** One kind of run: how many calls it makes, and what it publishes. */
    private final class Fixture {

        private final boolean isRaw;
        private final boolean isLate;
        private final int calls;
        private final byte[] published;

        Fixture(boolean isRaw, boolean isLate) {
            this.isRaw = isRaw;
            this.isLate = isLate;
            Strike counter = new Strike(Fate.REFUSED, Integer.MAX_VALUE);
            MemoryLake lake = lake(counter);
            counter.armed = true;
            lake.run(recheckDays());
            counter.armed = false;
            lake.checkDone(rows(), "without faults");
            calls = counter.calls.get();
            published = lake.data();
        }

        /** Ready for the run that is struck. */
        MemoryLake lake(Strike strike) {
            Path own = directory.resolve(strike.fate + "-" + strike.at);
            MemoryLake lake = isRaw ? new MemoryLake(own, strike, NONE) : new MemoryLake(own, NONE, strike);
            if (isLate) {
                lake.run(0);
                lake.deliver(2, 20);
            }
            return lake;
        }

        int recheckDays() {
            return isLate ? 2 : 0;
        }

        int rows() {
            return isLate ? 90 : 70;
        }
    }

    private static void strikeAndHeal(Fixture fixture, Fate fate, int number) {
        String what = fate + " at call " + number;
        Strike strike = new Strike(fate, number);
        MemoryLake lake = fixture.lake(strike);
        Optional<String> before = lake.etag();
        strike.armed = true;
        try {
            lake.run(fixture.recheckDays());
        } catch (StoreException | Dead expected) {
            assertTrue(strike.struck.get() > 0, what);
        }
        strike.armed = false;
        Optional<String> between = lake.etag();
        if (!between.equals(before)) {
            lake.expect(fixture.published);
            lake.check(what);
        }
        RunReport report = lake.run(fixture.recheckDays());
        assertTrue(report.isClean(), () -> what + ": " + report);
        lake.expect(fixture.published);
        lake.checkDone(fixture.rows(), what);
        assertTrue(between.equals(before) || between.equals(lake.etag()), what + ": packed twice");
        RunReport last = lake.run(fixture.recheckDays());
        assertEquals(fixture.isLate ? 1 : 0, last.planned(), () -> what + ": " + last);
        assertEquals(0, last.published().parts(), () -> what + ": " + last);
    }

    @Test
    void aCrashBetweenCommitAndSidecarsIsHealedWithoutPackingAgain() {
        MemoryLake lake = new MemoryLake(directory, NONE, NONE);
        assertTrue(lake.run(0).isClean());
        lake.checkDone(70, "first run");
        String etag = lake.etag().orElseThrow();
        String meta = lake.text(MemoryLake.PREFIX + "meta.json").replaceAll(" *\"\\w+_peak_bytes\".*\\n", "");
        for (List<String> lost :
                List.of(List.of("meta.json"), List.of("quality_day.json"), List.of("meta.json", "quality_day.json"))) {
            lake.compact.delete(MemoryLake.STATE);
            lost.forEach(name -> lake.compact.delete(MemoryLake.PREFIX + name));

            RunReport report = lake.run(0);

            assertTrue(report.isClean(), report::toString);
            assertTrue(report.partitions().get(0).reason().contains("published by an earlier run"), report::toString);
            assertEquals(etag, lake.etag().orElseThrow());
            assertEquals(meta, lake.text(MemoryLake.PREFIX + "meta.json").replaceAll(" *\"\\w+_peak_bytes\".*\\n", ""));
            lake.checkDone(70, "healed");
        }
        assertEquals(1, lake.compact.calls(Operation.UPLOAD_COMMIT).size());
    }

    @Test
    void aLostAnswerToTheCommitIsFoundOutAndNotSentTwice() {
        Unsure lostAnswer = new Unsure(true);
        MemoryLake lake = new MemoryLake(directory, NONE, lostAnswer);
        RunReport report = lake.run(0);
        assertEquals("packed and verified", report.partitions().get(0).reason(), report::toString);
        lake.checkDone(70, "answer lost");
        assertEquals(1, lake.compact.calls(Operation.UPLOAD_COMMIT).size());
    }

    @Test
    void aLostCommitIsSentAgain() {
        Unsure lostRequest = new Unsure(false);
        MemoryLake lake = new MemoryLake(directory, NONE, lostRequest);
        assertTrue(lake.run(0).isClean());
        lake.checkDone(70, "request lost");
        assertEquals(2, lake.compact.calls(Operation.UPLOAD_COMMIT).size());
    }

    /** Loses the first commit's answer, or the commit. */
    private static final class Unsure implements MemoryStore.Faults {

        private final boolean isAnswer;
        private final AtomicInteger commits = new AtomicInteger();

        Unsure(boolean isAnswer) {
            this.isAnswer = isAnswer;
        }

        @Override
        public boolean losesAnswer(Call call) {
            return isAnswer && call.operation() == Operation.UPLOAD_COMMIT && commits.getAndIncrement() == 0;
        }

        @Override
        public boolean losesRequest(Call call) {
            return !isAnswer && call.operation() == Operation.UPLOAD_COMMIT && commits.getAndIncrement() == 0;
        }
    }

    private static void forEach(int count, IntConsumer body) {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            List<CompletableFuture<Void>> all = new ArrayList<>();
            IntStream.range(0, count)
                    .forEach(number -> all.add(CompletableFuture.runAsync(() -> body.accept(number), threads)));
            all.forEach(CompletableFuture::join);
        } finally {
            threads.shutdownNow();
        }
    }
}
