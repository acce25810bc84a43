package dev.daypack.merge;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class KeySorterTest {

    private final KeySorter sorter = new KeySorter();

    @Test
    void everyArrayOfUpToSevenKeysIsSorted() {
        for (int count = 0; count <= 7; count++) {
            long[] keys = new long[count];
            int cases = (int) Math.pow(Math.max(1, count - 1), count);
            for (int number = 0; number < cases; number++) {
                for (int i = 0, rest = number; i < count; i++, rest /= Math.max(1, count - 1)) {
                    keys[i] = rest % Math.max(1, count - 1);
                }
                check(keys, "");
            }
        }
    }

    @Test
    void everyPermutationOfEightWithAndWithoutDuplicatesIsSorted() {
        permute(new long[] {0, 1, 2, 3, 4, 5, 6, 7}, 0);
        permute(new long[] {0, 0, 1, 1, 2, 2, 2, 3}, 0);
    }

    /** Runs of eight blocks, in every order: the merges, not only the insertion, see every small case. */
    @Test
    void everyOrderOfBlocksLongerThanTheInsertedRunsIsSorted() {
        for (int number = 0; number < 1 << 12; number++) {
            long[] keys = new long[6 * 20];
            for (int i = 0; i < keys.length; i++) {
                keys[i] = (number >>> i / 20 * 2 & 3) * 10 + i % 20 / 2;
            }
            check(keys, "number " + number);
        }
    }

    @Test
    void nearlySortedKeysOfAnySizeAreSorted() {
        for (long seed = 0; seed < 200; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            long[] keys = ascending(random, random.nextInt(1, 4000));
            int late = random.nextInt(1, 40);
            for (int i = 0; i < late; i++) {
                keys[random.nextInt(keys.length)] = random.nextLong(keys[0] - 5, keys[keys.length - 1] + 5);
            }
            check(keys, "seed " + seed);
        }
    }

    @Test
    void sortedRunsOfAnyLengthsAreMerged() {
        for (long seed = 0; seed < 200; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            long[] keys = random.longs(random.nextInt(1, 4000), 0, random.nextInt(2, 5000))
                    .toArray();
            for (int from = 0; from < keys.length; ) {
                int to = Math.min(keys.length, from + random.nextInt(1, 1 << random.nextInt(1, 12)));
                Arrays.sort(keys, from, to);
                from = to;
            }
            check(keys, "seed " + seed);
        }
    }

    @Test
    void largeReversedAndRandomKeysAreSorted() {
        long[] reversed = new long[100_000];
        Arrays.setAll(reversed, i -> -i);
        check(reversed, "reversed");
        Arrays.setAll(reversed, i -> -i / 3);
        check(reversed, "reversed with ties");
        long seed = 9;
        check(new SplittableRandom(seed).longs(100_000).toArray(), "seed " + seed);
        check(new SplittableRandom(seed).longs(100_000, 0, 100).toArray(), "seed " + seed);
    }

    /** Differences that take no byte, one, some, or all eight, with many ties and with none. */
    @Test
    void scatteredKeysOfAnyWidthAreSorted() {
        for (long seed = 0; seed < 130; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            int shift = (int) (seed % 65);
            long base = random.nextLong();
            long[] keys = random.longs(random.nextInt(4000, 50_000))
                    .map(bits -> base + (shift == 64 ? 0 : bits >>> shift))
                    .toArray();
            check(keys, "seed " + seed);
        }
    }

    /** Sorted blocks that stand in the wrong order are far from their places, too. */
    @Test
    void exchangedBlocksAreSorted() {
        for (long seed = 0; seed < 50; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            int block = random.nextInt(1, 2000);
            long[] keys = new long[random.nextInt(5000, 60_000)];
            Arrays.setAll(keys, i -> -(i / block) * 1000L + i % block / 2);
            check(keys, "seed " + seed);
        }
    }

    @Test
    void minAndMaxAreOrdinaryKeys() {
        SplittableRandom random = new SplittableRandom(4);
        long[] values = {Long.MIN_VALUE, Long.MIN_VALUE + 1, 0, Long.MAX_VALUE - 1, Long.MAX_VALUE};
        for (int round = 0; round < 200; round++) {
            check(random.ints(300, 0, values.length).mapToLong(i -> values[i]).toArray(), "round " + round);
        }
    }

    @Test
    void onlyTheFirstCountKeysAreSorted() {
        long[] keys = {3, 1, 2, 0};
        assertEquals(1, sorter.sort(keys, 3));
        assertArrayEquals(new long[] {1, 2, 3, 0}, keys);
        assertArrayEquals(new int[] {1, 2, 0}, Arrays.copyOf(sorter.permutation(), 3));
        assertThrows(IndexOutOfBoundsException.class, () -> sorter.sort(keys, 5));
    }

    @Test
    void sortedKeysCostNoMemory() {
        long[] keys = ascending(new SplittableRandom(1), 1 << 20);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long thread = Thread.currentThread().getId();
        threads.getThreadAllocatedBytes(thread);
        long before = threads.getThreadAllocatedBytes(thread);
        int steps = sorter.sort(keys, keys.length);
        long allocated = threads.getThreadAllocatedBytes(thread) - before;
        assertEquals(0, steps);
        assertTrue(allocated < 4096, allocated + " bytes");
        assertEquals(0, sorter.bytes());
    }

    @Test
    void scratchIsAtMostTenBytesARowAndKept() {
        long[] keys = new SplittableRandom(2).longs(10_000).toArray();
        sorter.sort(keys.clone(), keys.length);
        long bytes = sorter.bytes();
        assertTrue(bytes <= 10L * keys.length, bytes + " bytes");
        sorter.sort(keys, keys.length);
        assertEquals(bytes, sorter.bytes());
    }

    private void permute(long[] keys, int from) {
        if (from == keys.length) {
            check(keys, "");
            return;
        }
        for (int i = from; i < keys.length; i++) {
            swap(keys, from, i);
            permute(keys, from + 1);
            swap(keys, from, i);
        }
    }

    private static void swap(long[] keys, int left, int right) {
        long key = keys[left];
        keys[left] = keys[right];
        keys[right] = key;
    }

    private void check(long[] keys, String seed) {
        long[] sorted = keys.clone();
        int steps = sorter.sort(sorted, sorted.length);
        int expectedSteps = 0;
        for (int i = 1; i < keys.length; i++) {
            expectedSteps += keys[i] < keys[i - 1] ? 1 : 0;
        }
        assertEquals(expectedSteps, steps, seed);
        if (steps == 0) {
            assertArrayEquals(keys, sorted, seed);
            return;
        }
        int[] rows = sorter.permutation();
        boolean[] seen = new boolean[keys.length];
        for (int i = 0; i < keys.length; i++) {
            boolean right = !seen[rows[i]] && keys[rows[i]] == sorted[i];
            boolean ordered =
                    i == 0 || sorted[i - 1] < sorted[i] || sorted[i - 1] == sorted[i] && rows[i - 1] < rows[i];
            if (!right || !ordered) {
                throw new AssertionError(seed + " position " + i + " of " + text(keys));
            }
            seen[rows[i]] = true;
        }
    }

    private static String text(long[] keys) {
        return Arrays.toString(IntStream.range(0, Math.min(200, keys.length))
                .mapToLong(i -> keys[i])
                .toArray());
    }

    private static long[] ascending(SplittableRandom random, int count) {
        long[] keys = new long[count];
        long key = random.nextInt(1000);
        for (int i = 0; i < count; i++) {
            key += random.nextInt(4);
            keys[i] = key;
        }
        return keys;
    }
}
