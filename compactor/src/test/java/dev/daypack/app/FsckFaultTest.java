package dev.daypack.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.daypack.report.FsckReport;
import dev.daypack.report.FsckTable;
import dev.daypack.report.RunReport;
import dev.daypack.store.MemoryStore;
import dev.daypack.store.MemoryStore.Call;
import dev.daypack.store.StoreException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Repairs, and rebuilds of the state, that are struck at every call to the store, or have a run beside them. */
@Timeout(600)
class FsckFaultTest {

    private static final String META = MemoryLake.PREFIX + "meta.json";
    private static final String QUALITY = MemoryLake.PREFIX + "quality_day.json";
    private static final String DAY = "binance/bbo/btcusdt/20260126";
    private static final String KEPT = "compacted/_state.replaced-";

    /** Most of the time is spent waiting for the leases of the dead. */
    private static final int THREADS = 12;

    private static final MemoryStore.Faults NONE = new MemoryStore.Faults() {};
    private static final List<Logger> LOUD = List.of((Logger) LoggerFactory.getLogger("dev.daypack.integrity"), (Logger)
            LoggerFactory.getLogger("dev.daypack.compact"));

    @TempDir
    private Path directory;

    @BeforeAll
    static void silence() {
        LOUD.forEach(logger -> logger.setLevel(Level.OFF));
    }

    @AfterAll
    static void speakAgain() {
        LOUD.forEach(logger -> logger.setLevel(null));
    }

    /** The process is gone: nothing it calls answers any more. */
    private static final class Dead extends Error {
        private static final long serialVersionUID = 1L;
    }

    private enum Fate {
        REFUSED,
        ANSWER_LOST,
        REQUEST_LOST,
        DEAD
    }

    /** Counts the calls, and strikes at one of them. */
    private static final class Strike implements MemoryStore.Faults {

        private final Fate fate;
        private final int at;
        private final AtomicInteger calls = new AtomicInteger();
        private final ThreadLocal<Boolean> isStruck = ThreadLocal.withInitial(() -> false);
        private volatile boolean armed = true;

        Strike(Fate fate, int at) {
            this.fate = fate;
            this.at = at;
        }

        @Override
        public void before(Call call) {
            isStruck.set(false);
            if (!armed) {
                return;
            }
            int number = calls.getAndIncrement();
            if (fate == Fate.DEAD && number >= at) {
                throw new Dead();
            }
            if (fate == Fate.REFUSED && number == at) {
                throw new StoreException(StoreException.Kind.UNREACHABLE, call.key(), "no answer to " + call, null);
            }
            isStruck.set(number == at);
        }

        @Override
        public boolean losesAnswer(Call call) {
            return fate == Fate.ANSWER_LOST && isStruck.get();
        }

        @Override
        public boolean losesRequest(Call call) {
            return fate == Fate.REQUEST_LOST && isStruck.get();
        }
    }

    /** Sidecars gone and of another file, the entry of another file, the watermark in the future. */
    private MemoryLake damaged() {
        MemoryLake lake = new MemoryLake(directory, NONE, NONE);
        lake.run(0);
        lake.expect(lake.data());
        lake.compact.with(QUALITY, "[]").with(META, lake.text(META).replaceFirst("\"etag\": \"g", "\"etag\": \"x"));
        ObjectNode state = (ObjectNode) lake.json(MemoryLake.STATE);
        ((ObjectNode) state.path("partitions").path(DAY)).put("etag", "x").put("note", "ours");
        lake.compact.with(
                MemoryLake.STATE, state.put("last_compacted_date", "20300101").toString());
        return lake;
    }

    private FsckReport repair(MemoryLake lake) {
        return lake.fsck(lake.compact, true, directory.resolve("scratch"));
    }

    private static String told(FsckReport report) {
        return String.join("\n", FsckTable.lines(report));
    }

    @Test
    void aRepairThatIsStruckAtAnyCallMakesNothingWorseAndTheNextOneEndsIt() throws Exception {
        int calls = forEachCall("a repair", this::repair, (lake, what) -> {
            FsckReport healed = repair(lake);
            assertEquals(0, healed.left(), () -> what + ": " + told(healed));
            lake.checkDone(70, what);
            assertEquals("ours", lake.entry().path("note").asText(), what);
        });
        assertTrue(calls > 20, "only " + calls + " calls");
    }

    /** Does something to a damaged lake, struck at each call in each way, and looks at what it left. */
    private int forEachCall(String doing, Consumer<MemoryLake> act, BiConsumer<MemoryLake, String> check)
            throws Exception {
        MemoryLake damaged = damaged();
        Strike counter = new Strike(Fate.REFUSED, Integer.MAX_VALUE);
        act.accept(damaged.copy(counter));
        int calls = counter.calls.get();
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            List<Future<?>> all = new ArrayList<>();
            for (Fate fate : Fate.values()) {
                for (int at = 0; at < calls; at++) {
                    String what = fate + " at call " + at + " of " + doing;
                    Strike strike = new Strike(fate, at);
                    MemoryLake lake = damaged.copy(strike);
                    all.add(threads.submit(() -> {
                        struck(lake, strike, act);
                        checkNoWorse(lake, what);
                        check.accept(lake, what);
                    }));
                }
            }
            for (Future<?> one : all) {
                one.get(300, TimeUnit.SECONDS);
            }
        } finally {
            threads.shutdownNow();
        }
        return calls;
    }

    private static void struck(MemoryLake lake, Strike strike, Consumer<MemoryLake> act) {
        try {
            act.accept(lake);
        } catch (StoreException | Dead e) {
            // The command ends with it; what it left is looked at now.
        } finally {
            strike.armed = false;
        }
    }

    /** Documents are whole, old or new; the file is as it was. */
    private static void checkNoWorse(MemoryLake lake, String what) {
        assertEquals("success", lake.entry().path("status").asText(), what);
        assertEquals(70, lake.entry().path("rows").asInt(), what);
        assertEquals(70, lake.json(META).path("rows").asInt(), what);
        assertTrue(List.of("20300101", "20260126").contains(watermark(lake)), what);
    }

    @Test
    void aRebuildThatIsStruckAtAnyCallLosesNothingAndTheNextOneEndsIt() throws Exception {
        int calls = forEachCall("a rebuild", lake -> lake.rebuild(lake.compact), (lake, what) -> {
            lake.rebuild(lake.compact);
            assertEquals("ours", lake.entry().path("note").asText(), what);
            assertEquals(lake.etag().orElseThrow(), lake.entry().path("etag").asText(), what);
            assertEquals("20260126", watermark(lake), what);
            assertTrue(lake.compact.keys().stream().anyMatch(key -> key.startsWith(KEPT)), what);
        });
        assertTrue(calls > 5, "only " + calls + " calls");
    }

    private static String watermark(MemoryLake lake) {
        return lake.json(MemoryLake.STATE).path("last_compacted_date").asText();
    }

    /** A part comes late; a run packs the day anew while the old sidecars and entries are being repaired. */
    @Test
    void aRunBesideARepairIsSafe() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            for (int round = 0; round < 8; round++) {
                String what = "round " + round;
                MemoryLake lake = new MemoryLake(directory, NONE, NONE);
                lake.run(0);
                lake.compact.with(META, "[]").delete(QUALITY);
                lake.deliver(2 + round, 20);
                Future<RunReport> run = threads.submit(() -> lake.run(3));
                Future<FsckReport> repair = threads.submit(() -> repair(lake));
                run.get(300, TimeUnit.SECONDS);
                FsckReport beside = repair.get(300, TimeUnit.SECONDS);
                lake.run(3);
                FsckReport after = repair(lake);
                assertEquals(0, after.left(), () -> what + ": " + told(beside) + "\n" + told(after));
                lake.checkDone(90, what);
            }
        } finally {
            threads.shutdownNow();
        }
    }
}
