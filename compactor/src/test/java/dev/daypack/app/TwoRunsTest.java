package dev.daypack.app;

import static dev.daypack.app.SmallLake.TODAY;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daypack.cli.CommandLines.Said;
import dev.daypack.json.Schemas;
import dev.daypack.store.Condition;
import dev.daypack.store.LocalStore;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Several runs over the same stores at the same time. */
@Timeout(600)
class TwoRunsTest {

    private static final int DAYS = 4;

    /** Short, for what is left behind is waited for; not so short that a busy machine comes late to renew it. */
    private static final int LEASE_SECONDS = 3;

    @TempDir
    private Path directory;

    private SmallLake lake;

    /** Not the common pool, which has one thread on a small machine. */
    private final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    @BeforeEach
    void open() {
        lake = new SmallLake(directory);
        lake.environment.put("DAYPACK_LEASE_TTL", LEASE_SECONDS + "s");
        for (int back = DAYS; back >= 1; back--) {
            lake.parts("bbo/btcusdt", TODAY.minusDays(back), 4).parts("trade/ethusdt", TODAY.minusDays(back), 2);
        }
        SmallLake.write(lake.compact.resolve("compacted/_state.json"), "{\"last_compacted_date\": \"20260122\"}");
    }

    private List<Said> atOnce(int runs, String command) {
        CyclicBarrier start = new CyclicBarrier(runs);
        List<CompletableFuture<Said>> all = IntStream.range(0, runs)
                .mapToObj(run -> CompletableFuture.supplyAsync(
                        () -> {
                            try {
                                start.await(300, TimeUnit.SECONDS);
                            } catch (Exception e) {
                                throw new IllegalStateException(e);
                            }
                            return lake.run(command);
                        },
                        threads))
                .toList();
        return all.stream().map(CompletableFuture::join).toList();
    }

    private void assertAllDoneOnce() {
        assertEquals(2 * DAYS, lake.check().published().size());
        assertEquals("20260126", lake.state().path("last_compacted_date").asText());
        assertEquals(2 * DAYS, lake.state().path("partitions").size());
        lake.state()
                .path("partitions")
                .properties()
                .forEach(entry ->
                        assertEquals("success", entry.getValue().path("status").asText(), entry::toString));
        assertEquals(3L * 2 * DAYS + 1, SmallLake.below(lake.compact).size(), "objects in the compact store");
        assertTrue(lake.run("catch-up").out().contains("nothing to do"));
    }

    @Test
    void twoRunsAtOnceMakeOneFileEach() {
        atOnce(2, "catch-up").forEach(said -> assertEquals(0, said.code(), said::toString));
        assertAllDoneOnce();
    }

    @Test
    void fourRunsAtOnceThatOverwriteLeaveWholeFiles() {
        assertEquals(0, lake.run("catch-up").code());
        atOnce(4, "backfill --date-from 20260123 --date-to 20260126 --overwrite")
                .forEach(said -> assertEquals(0, said.code(), said::toString));
        // Who records a day after another has published it anew leaves it open, for the next run to look at.
        assertEquals(0, lake.run("catch-up").code());
        assertAllDoneOnce();
    }

    @Test
    void aLeaseThatIsKeptAliveIsRespected() throws Exception {
        Path lock = lake.compact.resolve("compacted/locks/binance/bbo/btcusdt/20260125.lock");
        String key = lake.compact.relativize(lock).toString();
        CompletableFuture<Void> stop = new CompletableFuture<>();
        CompletableFuture<Void> holder = CompletableFuture.runAsync(() -> renewUntil(stop, key), threads);
        while (!lock.toFile().exists()) {
            assertFalse(holder.isCompletedExceptionally(), holder::toString);
            Thread.sleep(10);
        }
        Said said = lake.run("catch-up");
        stop.complete(null);
        holder.join();
        assertEquals(0, said.code(), said::toString);
        assertTrue(said.out().contains("8 planned = 7 success + 1 locked"), said::toString);
        assertTrue(said.log().contains("being packed by elsewhere pid 7"), said::toString);
        assertEquals("20260124", lake.state().path("last_compacted_date").asText());

        // The holder is gone without a word; the next run finds that out by itself.
        Said next = lake.run("catch-up");
        assertTrue(next.out().contains("1 planned = 1 success"), next::toString);
        assertAllDoneOnce();
    }

    /** Another host that packs this day and takes its time. */
    private void renewUntil(CompletableFuture<Void> stop, String key) {
        try (LocalStore store = new LocalStore(lake.compact)) {
            for (int counter = 1; !stop.isDone(); counter++) {
                String text = """
                        {"host": "elsewhere", "pid": 7, "attempt": "a", "started": "2026-01-27T00:00:00Z",
                         "ttl_seconds": %d, "counter": %d, "lease": "00aa00aa00aa00aa"}""";
                byte[] lease = text.formatted(LEASE_SECONDS, counter).getBytes(StandardCharsets.UTF_8);
                assertEquals(List.of(), Schemas.violations("lease", lease));
                store.put(key, lease, new Condition.Always());
                Thread.sleep(100);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
