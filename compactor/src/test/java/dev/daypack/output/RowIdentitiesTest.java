package dev.daypack.output;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class RowIdentitiesTest {

    private final RowIdentities rows = new RowIdentities("output");

    private long[] follow(long... keys) {
        long[] identities = new long[keys.length];
        rows.follow(keys, null, keys.length, identities);
        return identities;
    }

    private static long[] identities(long... keysAndTies) {
        long[] identities = new long[keysAndTies.length / 2];
        for (int i = 0; i < identities.length; i++) {
            identities[i] = Digests.identity(keysAndTies[2 * i], keysAndTies[2 * i + 1]);
        }
        return identities;
    }

    @Test
    void tiesAreCountedFromZeroForEachKey() {
        assertArrayEquals(identities(3, 0, 3, 1, 3, 2, 4, 0, 9, 0, 9, 1), follow(3, 3, 3, 4, 9, 9));
    }

    @Test
    void tiesAreCountedOnFromRowGroupToRowGroup() {
        assertArrayEquals(identities(3, 0, 3, 1), follow(3, 3));
        assertArrayEquals(identities(3, 2), follow(3));
        assertArrayEquals(new long[0], follow());
        assertArrayEquals(identities(3, 3, 5, 0), follow(3, 5));
    }

    @Test
    void keysMayStandInAnotherOrderThanTheOutputs() {
        long[] identities = new long[4];
        rows.follow(new long[] {8, 2, 5, 2}, new int[] {3, 1, 2, 0}, 4, identities);
        assertArrayEquals(identities(8, 0, 2, 1, 5, 0, 2, 0), identities);
        assertEquals(2, rows.firstKey());
        assertEquals(8, rows.lastKey());
    }

    @Test
    void aStepBackIsAnErrorInARowGroupAndBetweenTwo() {
        ConservationException inside = assertThrows(ConservationException.class, () -> follow(1, 2, 1));
        assertTrue(inside.getMessage().contains("output step back from 2 to 1"), inside.getMessage());
        RowIdentities other = new RowIdentities("merged input");
        other.follow(new long[] {5}, null, 1, new long[1]);
        ConservationException between =
                assertThrows(ConservationException.class, () -> other.follow(new long[] {4}, null, 1, new long[1]));
        assertTrue(between.getMessage().contains("merged input step back from 5 to 4"), between.getMessage());
    }

    @Test
    void theExtremesOfAllKeysAreKeysLikeOthers() {
        long[] expected = identities(Long.MIN_VALUE, 0, Long.MIN_VALUE, 1, 0, 0, Long.MAX_VALUE, 0, Long.MAX_VALUE, 1);
        assertArrayEquals(expected, follow(Long.MIN_VALUE, Long.MIN_VALUE, 0, Long.MAX_VALUE, Long.MAX_VALUE));
        assertEquals(Long.MIN_VALUE, rows.firstKey());
        assertEquals(Long.MAX_VALUE, rows.lastKey());
    }
}
