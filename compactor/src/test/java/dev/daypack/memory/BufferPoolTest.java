package dev.daypack.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class BufferPoolTest {

    private static final int MIB = 1 << 20;

    private final MemoryLedger ledger = new MemoryLedger(16 * MIB);
    private final BufferPool pool = new BufferPool(ledger);

    @Test
    void arraysAreUsedAgainAndHeldOnlyWhileTheyAreLent() {
        long[] first = pool.longs(1_000_000);
        assertEquals(first.length * 8L, ledger.heldBytes());
        pool.giveBack(first);
        assertEquals(0, ledger.heldBytes());
        assertEquals(first.length * 8L, ledger.asideBytes());
        assertSame(first, pool.longs(1_000_000));
        assertEquals(0, ledger.asideBytes());
    }

    @Test
    void aMillionRowsTakeNoMoreAndLittleOfAnyLargeArrayIsWasted() {
        assertEquals(MIB, pool.bytes(MIB).length);
        for (int capacity = 1 << 14; capacity < 1 << 28; capacity += 1 + capacity / 37) {
            long lent = BufferPool.lentBytes(capacity, 1);
            assertTrue(lent >= capacity && lent - capacity <= capacity / 16 + 1, capacity + " -> " + lent);
        }
        for (int capacity = 1; capacity < 1 << 14; capacity++) {
            assertTrue(BufferPool.lentBytes(capacity, 1) >= capacity, "capacity " + capacity);
        }
    }

    @Test
    void whatIsKeptIsLetGoOfBeforeTheSettingIsExceeded() {
        byte[] large = pool.bytes(10 * MIB);
        pool.giveBack(large);
        ledger.reserve(8 * MIB);
        assertTrue(ledger.heldBytes() + ledger.asideBytes() <= ledger.limitBytes(), "too much is kept");
        assertNotSame(large, pool.bytes(10 * MIB));
    }

    @Test
    void noMoreIsLetGoOfThanHasToBe() {
        byte[][] kept = new byte[10][];
        for (int i = 0; i < kept.length; i++) {
            kept[i] = pool.bytes(MIB);
        }
        for (byte[] array : kept) {
            pool.giveBack(array);
        }
        ledger.reserve(9 * MIB);
        assertEquals(3 * MIB, ledger.asideBytes());
    }

    @Test
    void keptBuffersAreNoReasonToSayThatThereIsNoRoom() {
        pool.giveBack(pool.bytes(16 * MIB));
        assertTrue(ledger.hasRoomFor(16 * MIB));
    }

    @Test
    void whatDoesNotFitIsNotKept() {
        byte[] large = pool.bytes(20 * MIB);
        pool.giveBack(large);
        assertEquals(0, ledger.asideBytes());
        assertNotSame(large, pool.bytes(20 * MIB));
    }

    @Test
    void aPartOfTheWorkHasItsOwnPeakAndRoom() {
        MemoryLedger one = ledger.part();
        MemoryLedger other = ledger.part();
        one.allot(4 * MIB, MIB);
        byte[] first = pool.lending(one).bytes(3 * MIB);
        byte[] second = pool.lending(other).bytes(2 * MIB);
        assertEquals(3 * MIB, one.peakBytes());
        assertEquals(2 * MIB, other.peakBytes());
        assertEquals(5 * MIB, ledger.heldBytes());
        assertTrue(one.hasRoomFor(0));
        assertFalse(one.hasRoomFor(1));
        assertTrue(other.hasRoomFor(14 * MIB));
        assertEquals(16 * MIB, one.limitBytes());
        pool.lending(one).giveBack(first);
        pool.lending(other).giveBack(second);
        assertSame(second, pool.lending(one).bytes(2 * MIB));
        assertEquals(5 * MIB, ledger.peakBytes());
    }

    @Test
    void whatWasNotReservedCannotBeReleased() {
        MemoryLedger part = ledger.part();
        ledger.reserve(10);
        assertThrows(IllegalStateException.class, () -> part.release(1));
        assertThrows(IllegalStateException.class, () -> ledger.release(11));
    }
}
