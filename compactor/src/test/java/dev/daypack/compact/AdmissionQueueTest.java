package dev.daypack.compact;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class AdmissionQueueTest {

    private static final long LIMIT = 100;

    private final AdmissionQueue queue = new AdmissionQueue(LIMIT);

    @Test
    void claimsAreGrantedWhileTheyFitTogether() {
        long first = queue.ask(40);
        long second = queue.ask(60);
        long third = queue.ask(1);
        assertTrue(queue.isGranted(first) && queue.isGranted(second));
        assertFalse(queue.isGranted(third));
        queue.leave(first);
        assertTrue(queue.isGranted(third));
        assertEquals(61, queue.grantedBytes());
    }

    @Test
    void oneThatIsBeyondTheLimitIsGrantedAlone() {
        long small = queue.ask(1);
        long large = queue.ask(1_000);
        long next = queue.ask(1);
        assertFalse(queue.isGranted(large));
        queue.leave(small);
        assertTrue(queue.isGranted(large));
        assertFalse(queue.isGranted(next));
        queue.leave(large);
        assertTrue(queue.isGranted(next));
    }

    @Test
    void smallOnesDoNotPassALargeOne() {
        queue.ask(50);
        long large = queue.ask(80);
        long small = queue.ask(10);
        assertFalse(queue.isGranted(large));
        assertFalse(queue.isGranted(small));
        queue.leave(large);
        assertTrue(queue.isGranted(small));
    }

    @Test
    void whatAClaimNeedsNoMoreGoesToTheNext() {
        long first = queue.ask(90);
        long second = queue.ask(80);
        queue.shrink(first, 20);
        assertTrue(queue.isGranted(second));
        queue.shrink(first, 50);
        assertEquals(100, queue.grantedBytes());
    }

    @Test
    void onAnyScheduleAllAreServedInTurnWithinTheLimit() {
        for (long seed = 0; seed < 300; seed++) {
            runSchedule(new SplittableRandom(seed), "seed " + seed);
        }
    }

    private static void runSchedule(SplittableRandom random, String where) {
        AdmissionQueue queue = new AdmissionQueue(LIMIT);
        List<Long> open = new ArrayList<>();
        int asked = 0;
        int claims = 1 + random.nextInt(60);
        while (asked < claims || !open.isEmpty()) {
            if (asked < claims && random.nextInt(3) > 0) {
                open.add(queue.ask(1 + random.nextInt(random.nextInt(4) == 0 ? 200 : 40)));
                asked++;
            } else {
                List<Long> granted = open.stream().filter(queue::isGranted).toList();
                assertEquals(open.isEmpty(), granted.isEmpty(), where + ": somebody waits and nobody works");
                if (!granted.isEmpty()) {
                    step(queue, open, granted.get(random.nextInt(granted.size())), random);
                }
            }
            check(queue, open, where);
        }
        assertEquals(0, queue.grantedBytes(), where);
    }

    private static void step(AdmissionQueue queue, List<Long> open, long claim, SplittableRandom random) {
        if (random.nextBoolean()) {
            queue.shrink(claim, random.nextInt(20));
        } else {
            queue.leave(claim);
            open.remove(claim);
        }
    }

    private static void check(AdmissionQueue queue, List<Long> open, String where) {
        assertTrue(queue.grantedBytes() <= LIMIT || queue.grantedCount() == 1, where);
        boolean isWaiting = false;
        for (long claim : open) {
            assertFalse(isWaiting && queue.isGranted(claim), where + ": claim " + claim + " passed another");
            isWaiting |= !queue.isGranted(claim);
        }
        assertEquals(isWaiting, queue.hasWaiting(), where);
    }
}
