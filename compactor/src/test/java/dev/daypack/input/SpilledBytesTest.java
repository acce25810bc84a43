package dev.daypack.input;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daypack.memory.BufferPool;
import dev.daypack.memory.MemoryLedger;
import dev.daypack.memory.Scratch;
import dev.daypack.memory.ScratchException;
import dev.daypack.testing.MemoryDisk;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SpilledBytesTest {

    private static final byte[] CONTENT = new byte[200_000];

    private final BufferPool pool = new BufferPool(new MemoryLedger(1 << 20));

    static {
        new SplittableRandom(5).nextBytes(CONTENT);
    }

    @Test
    void whatIsReadDoesNotDependOnWhereItIs() {
        for (long limit : new long[] {0, 40 << 10, 100 << 10, 1 << 20}) {
            MemoryDisk disk = new MemoryDisk();
            Scratch scratch = new Scratch(disk);
            try (KeyRoom room = new KeyRoom(pool, scratch, limit)) {
                writeAndRead(room, 3);
                long used = disk.usedBytes();
                writeAndRead(room, 4);
                assertEquals(used, disk.usedBytes(), "the space is used again");
                assertEquals(limit < 1 << 20, used > 0, "limit " + limit);
            }
            assertEquals(0, scratch.openFiles());
            assertEquals(0, disk.usedBytes());
        }
        pool.trim();
        assertEquals(0, pool.ledger().heldBytes());
    }

    private static void writeAndRead(KeyRoom room, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        long left = room.leftBytes();
        try (SpilledBytes bytes = new SpilledBytes(room, "a test", CONTENT.length)) {
            for (int at = 0; at < CONTENT.length; ) {
                int to = Math.min(CONTENT.length, at + random.nextInt(20_000));
                bytes.append(CONTENT, at, to);
                at = to;
            }
            bytes.finish();
            assertEquals(CONTENT.length, bytes.size());
            for (int i = 0; i < 50; i++) {
                int from = random.nextInt(CONTENT.length);
                int length = random.nextInt(CONTENT.length - from + 1);
                byte[] read = new byte[length + 1];
                bytes.read(from, read, 1, length);
                assertArrayEquals(
                        Arrays.copyOfRange(CONTENT, from, from + length),
                        Arrays.copyOfRange(read, 1, length + 1),
                        "seed " + seed);
            }
        }
        assertEquals(left, room.leftBytes());
    }

    @Test
    void aSpillForWhichScratchHasNoRoomIsRefusedBeforeItIsBegun() {
        MemoryDisk disk = new MemoryDisk(150_000, Long.MAX_VALUE);
        Scratch scratch = new Scratch(disk);
        try (KeyRoom room = new KeyRoom(pool, scratch, 64 << 10);
                SpilledBytes bytes = new SpilledBytes(room, "the sort keys of a.parquet", CONTENT.length)) {
            ScratchException e = assertThrows(ScratchException.class, () -> bytes.append(CONTENT, 0, CONTENT.length));
            assertTrue(
                    e.getMessage().startsWith("the sort keys of a.parquet needs 200000 bytes of scratch space"),
                    e.getMessage());
            assertEquals(0, disk.writes());
        }
        pool.trim();
        assertEquals(0, pool.ledger().heldBytes());
    }
}
