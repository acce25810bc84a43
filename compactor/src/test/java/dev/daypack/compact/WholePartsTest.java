package dev.daypack.compact;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daypack.input.Part;
import dev.daypack.memory.BufferPool;
import dev.daypack.memory.MemoryLedger;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class WholePartsTest {

    private final BufferPool pool = new BufferPool(new MemoryLedger(64 << 20));
    private final AtomicInteger reads = new AtomicInteger();

    private Part part(int number, int sizeBytes) {
        return new Part("part " + number, sizeBytes, (offset, into, at, length) -> {
            reads.incrementAndGet();
            for (int i = 0; i < length; i++) {
                into[at + i] = (byte) (number + offset + i);
            }
        });
    }

    private static void check(Part part, int number, int offset, int length) {
        byte[] into = new byte[length + 2];
        part.bytes().read(offset, into, 1, length);
        for (int i = 0; i < length; i++) {
            assertEquals((byte) (number + offset + i), into[1 + i], part.name() + " at " + (offset + i));
        }
    }

    @Test
    void aSmallPartIsReadOnceWhateverIsReadOfIt() {
        try (WholeParts whole = new WholeParts(List.of(part(0, 5_000), part(1, 7_000)), pool)) {
            check(whole.parts().get(1), 1, 6_000, 1_000);
            check(whole.parts().get(1), 1, 10, 500);
            check(whole.parts().get(0), 0, 0, 5_000);
            assertEquals(2, reads.get());
            assertTrue(pool.ledger().heldBytes() <= whole.bytes());
        }
        assertEquals(0, pool.ledger().heldBytes());
    }

    @Test
    void aLargePartAndWhatIsBeyondTheBudgetAreReadAsTheyAre() {
        List<Part> given = new ArrayList<>(List.of(part(0, 1 << 20)));
        for (int number = 1; number < 60; number++) {
            given.add(part(number, 60_000));
        }
        try (WholeParts whole = new WholeParts(given, pool)) {
            assertSame(given.get(0), whole.parts().get(0));
            assertSame(given.get(59), whole.parts().get(59));
            for (int number = 0; number < given.size(); number++) {
                check(whole.parts().get(number), number, 100, 1_000);
            }
            assertTrue(pool.ledger().heldBytes() <= WholeParts.MAX_BYTES);
            assertEquals(whole.bytes(), pool.ledger().heldBytes());
        }
    }

    @Test
    void aReadThatFailsKeepsNothingAndMayBeRepeated() {
        AtomicInteger failures = new AtomicInteger(1);
        Part unsteady = new Part("unsteady", 100, (offset, into, at, length) -> {
            if (failures.getAndDecrement() > 0) {
                throw new IllegalStateException("no answer");
            }
        });
        try (WholeParts whole = new WholeParts(List.of(unsteady), pool)) {
            Part part = whole.parts().get(0);
            assertThrows(IllegalStateException.class, () -> part.bytes().read(0, new byte[10], 0, 10));
            assertEquals(0, pool.ledger().heldBytes());
            part.bytes().read(0, new byte[10], 0, 10);
        }
    }
}
