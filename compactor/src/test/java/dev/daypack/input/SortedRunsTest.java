package dev.daypack.input;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.daypack.memory.BufferPool;
import dev.daypack.memory.MemoryLedger;
import dev.daypack.memory.Scratch;
import dev.daypack.merge.KeyBlock;
import dev.daypack.merge.KeyStream;
import dev.daypack.merge.WideKeyStream;
import dev.daypack.testing.MemoryDisk;
import java.util.Arrays;
import java.util.Comparator;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Sorting by blocks, of both forms of keys, against a plain stable sort. */
class SortedRunsTest {

    /** By number: byte strings of that order, one of them the beginning of the next. */
    private static final byte[][] WIDE = {{}, {0}, {0, 1}, {(byte) 0x80}};

    private final BufferPool pool = new BufferPool(new MemoryLedger(1 << 20));

    @Test
    void allSmallCasesInAllBlocksAreSortedAsByAPlainSort() {
        for (int length = 1; length <= 6; length++) {
            for (int code = 0; code < 1 << 2 * length; code++) {
                long[] keys = new long[length];
                for (int i = 0; i < length; i++) {
                    keys[i] = code >> 2 * i & 3;
                }
                for (int blockRows = 1; blockRows <= 3; blockRows++) {
                    check("keys " + Arrays.toString(keys), keys, blockRows, 0);
                    checkWide("keys " + Arrays.toString(keys), keys, blockRows, 0);
                }
            }
        }
        assertNothingHeld();
    }

    @Test
    void largeCasesAreSortedAsByAPlainSortHoweverLittleRoomThereIs() {
        for (long seed = 0; seed < 40; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            long[] keys = keys(random, 1 + random.nextInt(20_000));
            long limit = new long[] {0, 64 << 10, 256 << 10, 4 << 20}[random.nextInt(4)];
            int blockRows = 50 + random.nextInt(2_000);
            check("seed " + seed, keys, blockRows, limit);
            checkWide("seed " + seed, keys, blockRows, limit);
        }
        assertNothingHeld();
    }

    private static long[] keys(SplittableRandom random, int count) {
        long range = new long[] {2, 1000, Integer.MAX_VALUE, Long.MAX_VALUE}[random.nextInt(4)];
        long[] keys = new long[count];
        for (int i = 0; i < count; i++) {
            keys[i] = random.nextLong(-range, range);
        }
        switch (random.nextInt(4)) {
            case 0 -> Arrays.sort(keys);
            case 1 -> {
                Arrays.sort(keys);
                keys[random.nextInt(count)] = random.nextBoolean() ? Long.MIN_VALUE : Long.MAX_VALUE;
            }
            default -> {}
        }
        return keys;
    }

    private void assertNothingHeld() {
        pool.trim();
        assertEquals(0, pool.ledger().heldBytes());
    }

    private static int[] sortedRows(long[] keys) {
        return IntStream.range(0, keys.length)
                .boxed()
                .sorted(Comparator.comparingLong(row -> keys[row]))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    private static long inversions(long[] keys) {
        return IntStream.range(1, keys.length)
                .filter(i -> keys[i] < keys[i - 1])
                .count();
    }

    private void check(String where, long[] keys, int blockRows, long limitBytes) {
        int[] expectedRows = sortedRows(keys);
        long[] expectedKeys =
                Arrays.stream(expectedRows).mapToLong(row -> keys[row]).toArray();
        Scratch scratch = new Scratch(new MemoryDisk());
        try (KeyRoom room = new KeyRoom(pool, scratch, limitBytes)) {
            SortedRuns runs = new SortedRuns(room, "a part", keys.length);
            for (int from = 0; from < keys.length; from += blockRows) {
                long[] block = Arrays.copyOfRange(keys, from, Math.min(keys.length, from + blockRows));
                runs.add(block, block.length);
            }
            runs.finish();
            assertEquals(inversions(keys), runs.inversions(), where);
            assertEquals(inversions(keys) == 0, runs.order().isIdentity(), where);
            assertRows(where, expectedRows, runs.order());
            long[] found = new long[keys.length];
            int count = 0;
            try (KeyStream stream = runs.keys().stream(KeyPlan.LEAST_STREAM_BYTES)) {
                while (stream.next()) {
                    System.arraycopy(stream.keys(), 0, found, count, stream.size());
                    count += stream.size();
                }
            }
            assertEquals(keys.length, count, where);
            assertArrayEquals(expectedKeys, found, where);
            runs.close();
        }
        assertEquals(0, scratch.openFiles());
    }

    private static void assertRows(String where, int[] expected, Permutation order) {
        int[] found = new int[expected.length];
        int first = expected.length / 3;
        order.copy(first, expected.length - first, found, first);
        order.copy(0, first, found, 0);
        assertArrayEquals(expected, found, where);
    }

    private static byte[] wide(long key) {
        if (key >= 0 && key < WIDE.length) {
            return WIDE[(int) key];
        }
        KeyBlock block = new KeyBlock(1, 8);
        block.putLong(key ^ Long.MIN_VALUE);
        block.put(new byte[(int) (key & 15)], 0, (int) (key & 15));
        block.endKey();
        return block.copy(0);
    }

    /** The numbers 0 to 3 have their own strings only if there are no others. */
    private void checkWide(String where, long[] keys, int blockRows, long limitBytes) {
        boolean isSmall = Arrays.stream(keys).allMatch(key -> key >= 0 && key < WIDE.length);
        long[] used =
                isSmall ? keys : Arrays.stream(keys).map(key -> key | 1 << 4).toArray();
        int[] expectedRows = sortedRows(used);
        Scratch scratch = new Scratch(new MemoryDisk());
        try (KeyRoom room = new KeyRoom(pool, scratch, limitBytes)) {
            room.expect(1, 24);
            WideSortedRuns runs = new WideSortedRuns(room, "a part", keys.length, 12L * keys.length);
            for (int from = 0; from < keys.length; from += blockRows) {
                KeyBlock block = new KeyBlock(1, 1);
                for (int i = from; i < Math.min(keys.length, from + blockRows); i++) {
                    byte[] key = wide(used[i]);
                    block.put(key, 0, key.length);
                    block.endKey();
                }
                runs.add(block);
            }
            runs.finish();
            assertEquals(inversions(used), runs.inversions(), where);
            assertRows(where, expectedRows, runs.order());
            int count = 0;
            try (WideKeyStream stream = runs.keys().stream(KeyPlan.LEAST_STREAM_BYTES)) {
                while (stream.next()) {
                    for (int i = 0; i < stream.keys().count(); i++) {
                        assertArrayEquals(
                                wide(used[expectedRows[count]]), stream.keys().copy(i), where);
                        count++;
                    }
                }
            }
            assertEquals(keys.length, count, where);
            runs.close();
        }
        assertEquals(0, scratch.openFiles());
    }
}
