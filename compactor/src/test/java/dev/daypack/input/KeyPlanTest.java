package dev.daypack.input;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class KeyPlanTest {

    private static final long HALF_OF_THE_DEFAULT = 128L << 20;

    @Test
    void anOrdinaryDayHoldsItsKeysInAlmostAllOfTheShare() {
        KeyPlan plan = KeyPlan.of(HALF_OF_THE_DEFAULT, 2, 0);
        assertTrue(plan.heldBytes() > HALF_OF_THE_DEFAULT * 95 / 100, plan.toString());
        assertEquals(256 << 10, plan.heldRows());
        assertEquals(128 << 10, plan.streamBytes());
    }

    @Test
    void theMoreSourcesOverlapTheSmallerAreTheirBlocks() {
        assertEquals(27_962, KeyPlan.of(HALF_OF_THE_DEFAULT, 1_200, 0).streamBytes());
        assertEquals(4_096, KeyPlan.of(HALF_OF_THE_DEFAULT, 1_000_000, 0).streamBytes());
        assertEquals(8_192, KeyPlan.of(HALF_OF_THE_DEFAULT, 1_200, 0).fanIn());
    }

    @Test
    void thePartsOfAPlanAreNoMoreThanTheWhole() {
        for (long limit = 64 << 10; limit < 1L << 32; limit *= 3) {
            for (int overlap = 0; overlap < 1_000_000; overlap = 3 * overlap + 1) {
                KeyPlan plan = KeyPlan.of(limit, overlap, 0);
                long streams = (long) plan.streamBytes() * Math.min(overlap, plan.fanIn());
                long sorting = 12L * Math.max(plan.heldRows(), 2 * plan.sortedRows());
                assertTrue(plan.heldBytes() + sorting + streams <= limit, limit + ", " + overlap + ": " + plan);
                assertTrue(plan.heldBytes() >= limit / 2, limit + ", " + overlap + ": " + plan);
            }
        }
    }

    @Test
    void overlapIsHowManyIntervalsHaveAPlaceInCommon() {
        for (long seed = 0; seed < 2_000; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            List<Integer> lows = new ArrayList<>();
            List<Integer> highs = new ArrayList<>();
            for (int i = random.nextInt(8); i > 0; i--) {
                lows.add(random.nextInt(12));
                highs.add(lows.get(lows.size() - 1) + random.nextInt(5));
            }
            int expected = 0;
            for (int place = 0; place < 20; place++) {
                int common = 0;
                for (int i = 0; i < lows.size(); i++) {
                    common += lows.get(i) <= place && place <= highs.get(i) ? 1 : 0;
                }
                expected = Math.max(expected, common);
            }
            assertEquals(expected, Overlap.of(lows, highs, Comparator.naturalOrder()), "seed " + seed);
        }
    }
}
