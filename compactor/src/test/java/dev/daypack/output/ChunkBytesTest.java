package dev.daypack.output;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.daypack.memory.BufferPool;
import dev.daypack.memory.MemoryLedger;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ChunkBytesTest {

    private final BufferPool pool = new BufferPool(new MemoryLedger(64 << 20));
    private final Random random = new Random(11);

    @Test
    void whatIsAppendedInPiecesIsReadAndWrittenAsOne() {
        byte[] expected = new byte[1_500_000];
        random.nextBytes(expected);
        try (ChunkBytes bytes = new ChunkBytes(pool)) {
            int at = 0;
            while (at < expected.length) {
                int length = Math.min(expected.length - at, random.nextInt(5) == 0 ? 400_000 : random.nextInt(70_000));
                bytes.append(expected, at, length);
                at += length;
            }
            assertEquals(expected.length, bytes.size());
            ByteArrayOutputStream written = new ByteArrayOutputStream();
            bytes.writeTo(written::write);
            assertArrayEquals(expected, written.toByteArray());
            for (int i = 0; i < 200; i++) {
                int from = random.nextInt(expected.length);
                int length = random.nextInt(expected.length - from + 1);
                byte[] read = new byte[length + 3];
                bytes.read(from, read, 3, length);
                assertArrayEquals(
                        Arrays.copyOfRange(expected, from, from + length), Arrays.copyOfRange(read, 3, length + 3));
            }
            assertThrows(IndexOutOfBoundsException.class, () -> bytes.read(1, new byte[1], 0, expected.length));
        }
        pool.trim();
        assertEquals(0, pool.ledger().heldBytes());
    }
}
