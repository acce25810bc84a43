package dev.daypack.merge;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WideKeySorterTest {

    private final WideKeySorter sorter = new WideKeySorter();

    @Test
    void everySequenceOfUpToSevenOfThreeKeysIsSortedStably() {
        byte[][] keys = {{}, {0}, {0, 0, 0, 0, 0, 0, 0, 0, (byte) 0x80}};
        for (int length = 0; length <= 7; length++) {
            for (int code = 0; code < (int) Math.pow(3, length); code++) {
                List<byte[]> rows = new ArrayList<>();
                for (int i = 0, rest = code; i < length; i++, rest /= 3) {
                    rows.add(keys[rest % 3]);
                }
                check(rows, "length " + length + ", code " + code);
            }
        }
    }

    @Test
    void largeSequencesOfAnyShapeAreSortedStably() {
        for (long seed = 1; seed <= 40; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            int rows = random.nextInt(3_000);
            int late = random.nextInt(1, 2_000);
            List<byte[]> keys = new ArrayList<>();
            for (int i = 0; i < rows; i++) {
                int number = random.nextInt(3) == 0 ? i - random.nextInt(late) : i;
                keys.add(("%08d%s".formatted(1_000_000 + number / 3, "x".repeat(random.nextInt(3)))).getBytes());
            }
            check(keys, "seed " + seed);
        }
    }

    @Test
    void manySequencesAreSortedByOneSorter() {
        check(List.of(new byte[] {3}, new byte[] {2}, new byte[] {1}), "three");
        check(List.of(new byte[] {2}, new byte[] {1}), "two");
    }

    private void check(List<byte[]> rows, String what) {
        KeyBlock block = new KeyBlock(1, 1);
        for (byte[] key : rows) {
            block.put(key, 0, key.length);
            block.endKey();
        }
        int[] expected = IntStream.range(0, rows.size())
                .boxed()
                .sorted(Comparator.comparing(rows::get, Arrays::compareUnsigned))
                .mapToInt(Integer::intValue)
                .toArray();
        int steps = sorter.sort(block);
        assertEquals(stepsBack(rows), steps, what);
        for (int i = 0; i < expected.length; i++) {
            assertArrayEquals(rows.get(expected[i]), block.copy(i), what);
        }
        if (steps > 0) {
            assertArrayEquals(expected, Arrays.copyOf(sorter.permutation(), expected.length), what);
        }
    }

    private static int stepsBack(List<byte[]> rows) {
        return (int) IntStream.range(1, rows.size())
                .filter(i -> Arrays.compareUnsigned(rows.get(i), rows.get(i - 1)) < 0)
                .count();
    }
}
