package dev.daypack.compact;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daypack.memory.MemoryLedger;
import dev.daypack.store.Condition;
import dev.daypack.store.MemoryStore;
import dev.daypack.store.ObjectStat;
import dev.daypack.store.StoreException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class SmallPartsTest {

    private static final int PART_BYTES = 10_000;
    private static final int PARTS = 40;

    private final ExecutorService io = Executors.newFixedThreadPool(4);
    private final MemoryStore store = new MemoryStore();
    private final byte[][] contents = new byte[PARTS][PART_BYTES];

    SmallPartsTest() {
        Random random = new Random(1);
        for (int rank = 0; rank < PARTS; rank++) {
            random.nextBytes(contents[rank]);
            store.put(key(rank), contents[rank], new Condition.Absent());
        }
    }

    @AfterEach
    void stop() {
        io.shutdownNow();
    }

    @Test
    void aPartIsFetchedOnceHoweverManyRangesAreRead() {
        MemoryLedger ledger = new MemoryLedger(64 << 20);
        try (SmallParts small = small(ledger)) {
            for (int rank = 0; rank < PARTS; rank++) {
                for (int offset = 0; offset + 100 < PART_BYTES; offset += 1_000) {
                    check(small, rank, offset, 100);
                }
            }
        }
        assertEquals(PARTS, store.calls(MemoryStore.Operation.READ).size());
        assertEquals(0, ledger.heldBytes());
    }

    @Test
    void aFooterIsReadByItsRangeAlone() {
        MemoryLedger ledger = new MemoryLedger(64 << 20);
        try (SmallParts small = small(ledger)) {
            check(small, 3, PART_BYTES - 500, 500);
            assertEquals(1, store.calls(MemoryStore.Operation.READ).size());
            assertEquals(0, ledger.heldBytes());
        }
    }

    @Test
    void memoryForAFewPartsIsEnough() throws Exception {
        MemoryLedger ledger = new MemoryLedger(4L * 5 * PART_BYTES);
        try (SmallParts small = small(ledger)) {
            List<Callable<Void>> readers = IntStream.range(0, 8)
                    .<Callable<Void>>mapToObj(seed -> () -> {
                        Random random = new Random(seed);
                        for (int i = 0; i < 500; i++) {
                            check(small, random.nextInt(PARTS), random.nextInt(PART_BYTES - 200), 100);
                        }
                        return null;
                    })
                    .toList();
            ExecutorService threads = Executors.newFixedThreadPool(8);
            try {
                for (var done : threads.invokeAll(readers)) {
                    done.get();
                }
            } finally {
                threads.shutdownNow();
            }
        }
        assertEquals(0, ledger.heldBytes());
    }

    @Test
    void aPartThatWasReplacedIsAnError() {
        MemoryLedger ledger = new MemoryLedger(64 << 20);
        try (SmallParts small = small(ledger)) {
            store.put(key(7), new byte[PART_BYTES], new Condition.Always());
            StoreException e = assertThrows(StoreException.class, () -> check(small, 7, 0, 10));
            assertEquals(StoreException.Kind.CHANGED, e.kind());
            check(small, 8, 0, 10);
        }
        assertEquals(0, ledger.heldBytes());
    }

    @Test
    void largePartsAreNotTaken() {
        ObjectStat large = new ObjectStat("large", SmallParts.MAX_PART_BYTES + 1, "e", Instant.EPOCH);
        try (SmallParts small = new SmallParts(store, List.of(large), io, new MemoryLedger(1L << 30))) {
            assertTrue(!small.has(0));
        }
    }

    private SmallParts small(MemoryLedger ledger) {
        return new SmallParts(store, store.list("part-"), io, ledger);
    }

    private static String key(int rank) {
        return String.format("part-%03d.parquet", rank);
    }

    private void check(SmallParts small, int rank, int offset, int length) {
        byte[] into = new byte[length + 2];
        small.read(rank, offset, into, 1, length);
        assertArrayEquals(
                Arrays.copyOfRange(contents[rank], offset, offset + length), Arrays.copyOfRange(into, 1, length + 1));
    }
}
