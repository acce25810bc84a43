package dev.daypack.output;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daypack.memory.BufferPool;
import dev.daypack.memory.MemoryLedger;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RowRanksTest {

    private final BufferPool pool = new BufferPool(new MemoryLedger(1 << 20));

    @Test
    void ranksAndRangesAreThoseOfTheSortedRows() {
        for (long seed = 0; seed < 500; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            int span = 1 + random.nextInt(new int[] {10, 500, 100_000, Integer.MAX_VALUE - 1}[random.nextInt(4)]);
            int first = random.nextInt(Integer.MAX_VALUE - span + 1);
            int[] rows = random.ints(random.nextInt(1, 300), first, first + span)
                    .distinct()
                    .toArray();
            check("seed " + seed, rows);
        }
        pool.trim();
        assertEquals(0, pool.ledger().heldBytes());
    }

    private void check(String where, int[] rows) {
        int[] sorted = rows.clone();
        Arrays.sort(sorted);
        int[] starts = IntStream.range(0, sorted.length)
                .filter(i -> i == 0 || sorted[i] != sorted[i - 1] + 1)
                .map(i -> sorted[i])
                .toArray();
        try (RowRanks ranks = new RowRanks(rows, rows.length, pool)) {
            for (int row : rows) {
                assertEquals(Arrays.binarySearch(sorted, row), ranks.rank(row), where);
            }
            assertEquals(starts.length, ranks.ranges(), where);
            long[] foundStarts = new long[starts.length];
            int[] foundLengths = new int[starts.length];
            ranks.copyRanges(foundStarts, foundLengths);
            assertArrayEquals(Arrays.stream(starts).asLongStream().toArray(), foundStarts, where);
            assertArrayEquals(
                    sorted,
                    IntStream.range(0, starts.length)
                            .flatMap(i -> IntStream.range(starts[i], starts[i] + foundLengths[i]))
                            .toArray(),
                    where);
        }
    }

    @Test
    void memoryGoesByTheRowsNotByTheirDistance() {
        int[] rows = IntStream.range(0, 10_000).map(i -> i * 200_000).toArray();
        long before = pool.ledger().peakBytes();
        new RowRanks(rows, rows.length, pool).close();
        assertTrue(pool.ledger().peakBytes() - before <= 12L * rows.length + 4096);
    }
}
