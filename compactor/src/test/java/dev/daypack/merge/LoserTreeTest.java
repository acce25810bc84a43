package dev.daypack.merge;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class LoserTreeTest {

    private static final long[] EXTREMES = {
        Long.MIN_VALUE, Long.MIN_VALUE + 1, -1, 0, 1, Long.MAX_VALUE - 1, Long.MAX_VALUE
    };

    @Test
    void aSingleSourceAlwaysWins() {
        LoserTree tree = new LoserTree(1);
        tree.rebuild(new long[] {5}, 1);
        assertEquals(0, tree.replace(Long.MAX_VALUE));
        assertEquals(Long.MAX_VALUE, tree.winnerKey());
        assertTrue(tree.runnerUp() > 0, "nobody is second");
    }

    @Test
    void equalKeysAreWonByTheLowerSlot() {
        for (int slots = 1; slots <= 17; slots++) {
            LoserTree tree = new LoserTree(slots);
            long[] keys = new long[slots];
            Arrays.fill(keys, 7);
            tree.rebuild(keys, slots);
            for (int slot = 0; slot < slots; slot++) {
                assertEquals(slot, tree.winner(), slots + " slots");
                tree.replace(8);
            }
            assertEquals(0, tree.winner());
        }
    }

    /** All keys of two rounds from all extremes, for 2, 3 and 5 sources: any comparison that overflows shows. */
    @Test
    void extremesAreOrderedLikeAllOtherKeys() {
        for (int slots : new int[] {2, 3, 5}) {
            long[] keys = new long[slots];
            int cases = (int) Math.pow(EXTREMES.length, slots);
            for (int number = 0; number < cases; number++) {
                for (int slot = 0, rest = number; slot < slots; slot++, rest /= EXTREMES.length) {
                    keys[slot] = EXTREMES[rest % EXTREMES.length];
                }
                LoserTree tree = new LoserTree(slots);
                tree.rebuild(keys, slots);
                for (long next : EXTREMES) {
                    checkStandings(tree, keys);
                    keys[tree.winner()] = next;
                    tree.replace(next);
                }
                checkStandings(tree, keys);
            }
        }
    }

    @Test
    void anyKeysInAnyOrderHaveTheRightWinnerAndRunnerUp() {
        for (int slots = 1; slots <= 40; slots++) {
            long seed = slots;
            SplittableRandom random = new SplittableRandom(seed);
            long[] keys = random.longs(slots, 0, 6).toArray();
            LoserTree tree = new LoserTree(64);
            tree.rebuild(keys, slots);
            for (int i = 0; i < 2000; i++) {
                checkStandings(tree, keys);
                long next = random.nextLong(0, 6);
                keys[tree.winner()] = next;
                assertEquals(first(keys, -1), tree.replace(next), "seed " + seed);
            }
        }
    }

    @Test
    void theSameTreeServesMoreAndFewerSources() {
        LoserTree tree = new LoserTree(5);
        for (int slots : new int[] {1, 5, 2, 3, 4, 1}) {
            long[] keys = {3, 3, 2, 9, 2};
            tree.rebuild(keys, slots);
            checkStandings(tree, Arrays.copyOf(keys, slots));
        }
    }

    @Test
    void rebuildingDoesNotTouchTheKeys() {
        long[] keys = {4, 2, 8};
        new LoserTree(3).rebuild(keys, 3);
        assertArrayEquals(new long[] {4, 2, 8}, keys);
    }

    @Test
    void boundsAreChecked() {
        assertThrows(IllegalArgumentException.class, () -> new LoserTree(0));
        assertThrows(IllegalArgumentException.class, () -> new LoserTree(LoserTree.MAX_SLOTS + 1));
        LoserTree tree = new LoserTree(4);
        assertThrows(IllegalArgumentException.class, () -> tree.rebuild(new long[5], 5));
        assertThrows(IllegalArgumentException.class, () -> tree.rebuild(new long[5], 0));
    }

    private static void checkStandings(LoserTree tree, long[] keys) {
        int winner = first(keys, -1);
        int second = first(keys, winner);
        String where = Arrays.toString(keys);
        assertEquals(winner, tree.winner(), where);
        assertEquals(keys[winner], tree.winnerKey(), where);
        if (second < 0) {
            assertTrue(tree.runnerUp() >= keys.length, where);
        } else {
            assertEquals(second, tree.runnerUp(), where);
        }
    }

    /** The slot with the smallest key, the lowest if several have it, of all but one. */
    private static int first(long[] keys, int except) {
        int first = -1;
        for (int slot = 0; slot < keys.length; slot++) {
            if (slot != except && (first < 0 || keys[slot] < keys[first])) {
                first = slot;
            }
        }
        return first;
    }
}
