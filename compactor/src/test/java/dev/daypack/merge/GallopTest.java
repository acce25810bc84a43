package dev.daypack.merge;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class GallopTest {

    @Test
    void everyStretchOfEverySmallSortedArrayIsSearchedRight() {
        for (int bits = 0; bits < 1 << 9; bits++) {
            long[] keys = new long[9];
            for (int i = 1; i < keys.length; i++) {
                keys[i] = keys[i - 1] + (bits >>> i & 1);
            }
            for (int from = 0; from <= keys.length; from++) {
                for (int to = from; to <= keys.length; to++) {
                    for (long key = -1; key <= 10; key++) {
                        check(keys, from, to, key);
                    }
                }
            }
        }
    }

    @Test
    void extremesAreOrdinaryKeys() {
        long[] keys = {Long.MIN_VALUE, Long.MIN_VALUE, -1, 0, Long.MAX_VALUE, Long.MAX_VALUE};
        for (long key : new long[] {Long.MIN_VALUE, Long.MIN_VALUE + 1, 0, Long.MAX_VALUE - 1, Long.MAX_VALUE}) {
            check(keys, 0, keys.length, key);
            check(keys, 1, keys.length - 1, key);
        }
    }

    @Test
    void longArraysAreSearchedRight() {
        long seed = 11;
        SplittableRandom random = new SplittableRandom(seed);
        long[] keys = random.longs(2000, 0, 900).sorted().toArray();
        for (int i = 0; i < 20_000; i++) {
            int from = random.nextInt(keys.length + 1);
            int to = random.nextInt(from, keys.length + 1);
            check(keys, from, to, random.nextLong(-5, 905));
        }
    }

    private static void check(long[] keys, int from, int to, long key) {
        int above = from;
        while (above < to && keys[above] <= key) {
            above++;
        }
        int atLeast = from;
        while (atLeast < to && keys[atLeast] < key) {
            atLeast++;
        }
        Supplier<String> where = () -> key + " in " + from + " .. " + to + " of " + Arrays.toString(keys);
        assertEquals(above, Gallop.firstAbove(keys, from, to, key), where);
        assertEquals(atLeast, Gallop.firstAtLeast(keys, from, to, key), where);
    }
}
