package dev.daypack.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import dev.daypack.report.RunReport;
import dev.daypack.store.Condition;
import dev.daypack.store.MemoryStore;
import dev.daypack.store.MemoryStore.Call;
import dev.daypack.store.MemoryStore.Operation;
import dev.daypack.store.ObjectStore;
import dev.daypack.store.PutOutcome;
import dev.daypack.store.StoreException;
import dev.daypack.store.Upload;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
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
 * One partition-day after lost answers, lost requests, lost sidecars and deaths, with real threads, and what comes of
 * it to the byte. Every call, in every way it can go wrong, is struck in virtual time: {@code
 * simulation.CrashPointsTest}.
 */
@Timeout(600)
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

    /** Counts the calls of a store, if armed, and is dead from one of them on. */
    private static final class Strike implements MemoryStore.Faults {

        private final int at;
        private final AtomicInteger calls = new AtomicInteger();
        private final AtomicInteger struck = new AtomicInteger();
        private volatile boolean armed;

        Strike(int at) {
            this.at = at;
        }

        @Override
        public void before(Call call) {
            if (armed && calls.getAndIncrement() >= at) {
                struck.incrementAndGet();
                throw new Dead();
            }
        }
    }

    private static final MemoryStore.Faults NONE = new MemoryStore.Faults() {};

    /** A run that takes a late part: how many calls it makes, and what it publishes. */
    private final class Fixture {

        private static final int RECHECK_DAYS = 2;
        private static final int ROWS = 90;

        private final int calls;
        private final byte[] published;

        Fixture() {
            Strike counter = new Strike(Integer.MAX_VALUE);
            MemoryLake lake = lake(counter);
            counter.armed = true;
            lake.run(RECHECK_DAYS);
            counter.armed = false;
            lake.checkDone(ROWS, "without faults");
            calls = counter.calls.get();
            published = lake.data();
        }

        /** Ready for the run that is struck. */
        MemoryLake lake(Strike strike) {
            MemoryLake lake = new MemoryLake(directory.resolve("at-" + strike.at), NONE, strike);
            lake.run(0);
            lake.deliver(2, 20);
            return lake;
        }
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

    /** Without a recheck nothing but the state can tell that a published day was under work. */
    @Test
    void aPlainCatchUpBringsTheStateRightAfterADeathWhileALatePartWasTaken() throws Exception {
        Fixture fixture = new Fixture();
        AtomicInteger overwritten = new AtomicInteger();
        forEach(fixture.calls, number -> {
            String what = "dead at call " + number;
            Strike strike = new Strike(number);
            MemoryLake lake = fixture.lake(strike);
            Optional<String> before = lake.etag();
            strike.armed = true;
            try {
                lake.run(Fixture.RECHECK_DAYS);
            } catch (StoreException | Dead expected) {
                assertTrue(strike.struck.get() > 0, what);
            }
            strike.armed = false;
            boolean isCommitted = !lake.etag().equals(before);
            overwritten.addAndGet(isCommitted ? 1 : 0);
            RunReport report = lake.run(0);
            assertTrue(report.isClean(), () -> what + ": " + report);
            if (isCommitted || report.planned() > 0) {
                lake.expect(fixture.published);
                lake.checkDone(Fixture.ROWS, what);
            } else {
                assertEquals("success", lake.entry().path("status").asText(), what);
                assertEquals(before.orElseThrow(), lake.entry().path("etag").asText(), what);
            }
        });
        assertTrue(overwritten.get() > 3, overwritten + " deaths came after the commit");
    }

    @Test
    void aCommitThatMeetsAnotherWriteOnItsWayStartsOverWithinTheRun() {
        MemoryLake lake = new MemoryLake(directory, NONE, NONE);
        AtomicInteger uploads = new AtomicInteger();
        RunReport report = MemoryLake.run(lake.raw, busyOnce(lake.compact, uploads), 0);
        assertTrue(report.isClean(), report::toString);
        lake.checkDone(70, "409");
        assertEquals(2, uploads.get());
    }

    /** Answers the first commit as S3 does with 409: nothing stands there, and the upload has to start over. */
    private static ObjectStore busyOnce(ObjectStore store, AtomicInteger uploads) {
        InvocationHandler calls = (proxy, method, arguments) -> {
            try {
                Object answer = method.invoke(store, arguments);
                return answer instanceof Upload upload && uploads.getAndIncrement() == 0 ? new Refused(upload) : answer;
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        };
        return (ObjectStore)
                Proxy.newProxyInstance(CrashTest.class.getClassLoader(), new Class<?>[] {ObjectStore.class}, calls);
    }

    private record Refused(Upload upload) implements Upload {

        @Override
        public void write(byte[] bytes, int offset, int length) {
            upload.write(bytes, offset, length);
        }

        @Override
        public long sizeBytes() {
            return upload.sizeBytes();
        }

        @Override
        public PutOutcome commit(Condition condition) {
            return new PutOutcome.Conflict();
        }

        @Override
        public void close() {
            upload.close();
        }
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
