package dev.daypack.prefetch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daypack.input.FooterReader;
import dev.daypack.input.Part;
import dev.daypack.memory.BufferPool;
import dev.daypack.memory.MemoryLedger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(600)
final class ReadAheadTest {

    private static final int SMALL_BYTES = 300_000;
    private static final int LARGE_BYTES = ReadAhead.SMALL_PART_BYTES + 1_000_000;

    private final ExecutorService io = Executors.newFixedThreadPool(32);
    private final MemoryLedger ledger = new MemoryLedger(64 << 20);
    private final BufferPool pool = new BufferPool(ledger);
    private final AtomicInteger requests = new AtomicInteger();
    private final AtomicInteger underWay = new AtomicInteger();
    private final AtomicInteger mostUnderWay = new AtomicInteger();
    private final List<byte[]> contents = new ArrayList<>();

    @AfterEach
    void stop() {
        io.shutdownNow();
        pool.trim();
        assertEquals(0, ledger.heldBytes(), "bytes that nobody gave back");
    }

    @Test
    void theFootersOfAllPartsAreFetchedAtTheFirstRead() {
        try (ReadAhead ahead = ahead(100, LARGE_BYTES)) {
            for (int part = 0; part < 100; part++) {
                check(ahead, part, LARGE_BYTES - 500, 500);
            }
        }
        assertEquals(100, requests.get());
    }

    @Test
    void manyRequestsAreUnderWayForOneReader() throws Exception {
        CountDownLatch all = new CountDownLatch(24);
        List<Part> parts = IntStream.range(0, 24)
                .mapToObj(rank -> part(rank, LARGE_BYTES, () -> {
                    all.countDown();
                    // Each waits for all others: one after another they would wait for ever.
                    assertTrue(all.await(300, TimeUnit.SECONDS), "requests follow each other");
                    return null;
                }))
                .toList();
        try (ReadAhead ahead = new ReadAhead(parts, io, new FetchMemory(pool))) {
            check(ahead, 0, LARGE_BYTES - 500, 500);
        }
        assertTrue(mostUnderWay.get() >= 24, "only " + mostUnderWay);
    }

    @Test
    void theFirstSmallPartsComeWholeByOneRequest() {
        try (ReadAhead ahead = ahead(4, SMALL_BYTES)) {
            for (int part = 0; part < 4; part++) {
                check(ahead, part, SMALL_BYTES - 500, 500);
                for (int offset = 0; offset < SMALL_BYTES - 10_000; offset += 9_000) {
                    check(ahead, part, offset, 9_000);
                }
            }
        }
        assertEquals(4, requests.get());
    }

    @Test
    void announcedRangesAreFetchedOnceAndInPieces() {
        try (ReadAhead ahead = ahead(1, LARGE_BYTES)) {
            check(ahead, 0, LARGE_BYTES - 500, 500);
            ahead.parts().get(0).bytes().willNeed(1_000, 3 << 20);
            ahead.parts().get(0).bytes().willNeed(500_000, 1 << 20);
            for (int offset = 1_000; offset + 100_000 <= 1_000 + (3 << 20); offset += 100_000) {
                check(ahead, 0, offset, 100_000);
            }
        }
        assertEquals(1 + 3, requests.get());
    }

    @Test
    void whateverIsReadInWhateverOrderWithinLittleMemoryIsRight() throws Exception {
        MemoryLedger small = new MemoryLedger(4L * 1_500_000);
        List<Part> parts = IntStream.range(0, 12)
                .mapToObj(rank -> part(rank, rank % 3 == 0 ? LARGE_BYTES : SMALL_BYTES))
                .toList();
        BufferPool littlePool = new BufferPool(small);
        ExecutorService readers = Executors.newFixedThreadPool(6);
        try (ReadAhead ahead = new ReadAhead(parts, io, new FetchMemory(littlePool))) {
            List<Callable<Void>> work = IntStream.range(0, 6)
                    .<Callable<Void>>mapToObj(seed -> () -> {
                        readAnywhere(ahead, new Random(seed));
                        return null;
                    })
                    .toList();
            for (Future<Void> done : readers.invokeAll(work)) {
                done.get();
            }
        } finally {
            readers.shutdownNow();
        }
        littlePool.trim();
        assertEquals(0, small.heldBytes());
    }

    private void readAnywhere(ReadAhead ahead, Random random) {
        for (int i = 0; i < 300; i++) {
            int part = random.nextInt(12);
            int size = contents.get(part).length;
            int length = 1 + random.nextInt(200_000);
            int offset = random.nextInt(size - length);
            if (random.nextBoolean()) {
                ahead.parts().get(part).bytes().willNeed(offset, Math.min(size - offset, 500_000));
            }
            check(ahead, part, offset, length);
        }
    }

    @Test
    void aFailureIsToldToWhoReadsItAndToNobodyElse() {
        IllegalStateException failure = new IllegalStateException("gone");
        AtomicInteger failures = new AtomicInteger();
        Part broken = part(0, LARGE_BYTES, () -> {
            if (failures.getAndIncrement() > 0) {
                throw failure;
            }
            return null;
        });
        try (ReadAhead ahead = new ReadAhead(List.of(broken), io, new FetchMemory(pool))) {
            check(ahead, 0, LARGE_BYTES - 500, 500);
            ahead.parts().get(0).bytes().willNeed(0, 100_000);
            byte[] into = new byte[100];
            assertSame(
                    failure,
                    assertThrows(
                            IllegalStateException.class,
                            () -> ahead.parts().get(0).bytes().read(50, into, 0, 100)));
            ahead.parts().get(0).bytes().willNeed(1 << 20, 1 << 20);
        }
    }

    @Test
    void closingForgetsWhatWaitsAndFreesWhatIsThere() {
        try (ReadAhead ahead = ahead(40, LARGE_BYTES)) {
            for (Part part : ahead.parts()) {
                part.bytes().willNeed(0, LARGE_BYTES);
            }
        }
        assertTrue(requests.get() < 40 * 4, "all was fetched that nobody read: " + requests);
    }

    @Test
    void footersOfLargePartsAreLookedForInALargerTail() {
        assertEquals(1_000, FooterReader.tailBytes(1_000));
        assertEquals(64 << 10, FooterReader.tailBytes(1 << 20));
        assertEquals(400_000, FooterReader.tailBytes(102_400_000));
        assertEquals(1 << 20, FooterReader.tailBytes(1L << 40));
    }

    private ReadAhead ahead(int count, int sizeBytes) {
        List<Part> parts = IntStream.range(0, count)
                .mapToObj(rank -> part(rank, sizeBytes))
                .toList();
        return new ReadAhead(parts, io, new FetchMemory(pool));
    }

    private Part part(int rank, int sizeBytes) {
        return part(rank, sizeBytes, () -> null);
    }

    private Part part(int rank, int sizeBytes, Callable<Void> beforeEach) {
        byte[] content = new byte[sizeBytes];
        new Random(rank).nextBytes(content);
        contents.add(content);
        return new Part("part-" + rank, sizeBytes, (offset, into, at, length) -> {
            requests.incrementAndGet();
            mostUnderWay.accumulateAndGet(underWay.incrementAndGet(), Math::max);
            try {
                beforeEach.call();
                System.arraycopy(content, Math.toIntExact(offset), into, at, length);
            } catch (RuntimeException e) {
                throw e;
            } catch (Exception e) {
                throw new IllegalStateException(e);
            } finally {
                underWay.decrementAndGet();
            }
        });
    }

    private void check(ReadAhead ahead, int part, int offset, int length) {
        byte[] into = new byte[length + 2];
        ahead.parts().get(part).bytes().read(offset, into, 1, length);
        assertArrayEquals(
                Arrays.copyOfRange(contents.get(part), offset, offset + length),
                Arrays.copyOfRange(into, 1, length + 1),
                () -> "part " + part + " at " + offset);
    }
}
