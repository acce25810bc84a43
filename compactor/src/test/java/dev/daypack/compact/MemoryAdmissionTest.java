package dev.daypack.compact;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MemoryAdmissionTest {

    private static final long MEMORY = 800;
    private static final int DAYS = 12;

    private final ExecutorService threads = Executors.newFixedThreadPool(DAYS);

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    @Test
    void allDaysPassAllGatesAndNeverMoreThanFits() throws Exception {
        for (long seed = 0; seed < 20; seed++) {
            MemoryAdmission admission = new MemoryAdmission(DayThreads.of(threads), MEMORY, 0);
            AtomicLong merging = new AtomicLong();
            AtomicInteger merges = new AtomicInteger();
            List<CompletableFuture<Void>> days = new ArrayList<>();
            for (int day = 0; day < 60; day++) {
                SplittableRandom random = new SplittableRandom(seed * 1_000 + day);
                long planned = 1 + random.nextInt(random.nextInt(8) == 0 ? 900 : 200);
                int parts = 1 + random.nextInt(120);
                String where = "seed " + seed + ", day " + day;
                days.add(CompletableFuture.runAsync(
                        () -> {
                            assertTrue(admission.enter(), where);
                            try (MemoryAdmission.Grant footers = admission.footers(parts);
                                    MemoryAdmission.Grant merge = admission.merge(planned)) {
                                footers.shrink(parts / 2);
                                long now = merging.addAndGet(planned);
                                boolean isAlone = merges.incrementAndGet() == 1;
                                assertTrue(now <= MemoryAdmission.mergeBytes(MEMORY) || isAlone, where);
                                merges.decrementAndGet();
                                merging.addAndGet(-planned);
                                merge.shrink(planned / 10);
                            }
                        },
                        threads));
            }
            CompletableFuture.allOf(days.toArray(CompletableFuture[]::new)).get(300, TimeUnit.SECONDS);
        }
    }

    @Test
    void whoWaitsIsSentHomeWhenTheRunIsToStop() throws Exception {
        MemoryAdmission admission = new MemoryAdmission(DayThreads.of(threads), MEMORY, 0);
        MemoryAdmission.Grant all = admission.merge(MEMORY);
        List<CompletableFuture<MemoryAdmission.Grant>> waiting = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            waiting.add(CompletableFuture.supplyAsync(() -> admission.merge(1), threads));
        }
        CompletableFuture<Boolean> entering = CompletableFuture.supplyAsync(admission::enter, threads);
        admission.stop();
        for (CompletableFuture<MemoryAdmission.Grant> one : waiting) {
            Throwable failure = assertThrows(ExecutionException.class, () -> one.get(300, TimeUnit.SECONDS))
                    .getCause();
            assertEquals(CancellationException.class, failure.getClass());
        }
        // It may have come before anybody waited.
        entering.get(300, TimeUnit.SECONDS);
        assertFalse(admission.enter());
        assertThrows(CancellationException.class, () -> admission.footers(1));
        all.close();
        all.close();
    }

    @Test
    void nobodyBeginsWhileSomebodyWaitsForMemory() throws Exception {
        MemoryAdmission admission = new MemoryAdmission(DayThreads.of(threads), MEMORY, 0);
        MemoryAdmission.Grant first = admission.merge(MEMORY);
        assertTrue(admission.enter());
        CompletableFuture<MemoryAdmission.Grant> second =
                CompletableFuture.supplyAsync(() -> admission.merge(MEMORY), threads);
        CompletableFuture<Boolean> third = CompletableFuture.supplyAsync(admission::enter, threads);
        first.close();
        second.get(300, TimeUnit.SECONDS).close();
        assertTrue(third.get(300, TimeUnit.SECONDS));
    }
}
