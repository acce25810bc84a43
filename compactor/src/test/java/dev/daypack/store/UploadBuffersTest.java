package dev.daypack.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daypack.memory.BufferPool;
import dev.daypack.memory.MemoryLedger;
import dev.daypack.store.DelayingProxy.Faults;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(600)
final class UploadBuffersTest {

    private static final long MIB = 1 << 20;
    private static final long GIB = 1 << 30;

    @TempDir
    private Path scratch;

    @Test
    void partsAreSentWhileTheNextIsWrittenAndTheirBuffersAreCounted() {
        MemoryLedger ledger = new MemoryLedger(256 * MIB);
        BufferPool pool = new BufferPool(ledger);
        byte[] bytes = StoreContract.random(30 << 20, 7);
        try (S3ProxyServer server = S3ProxyServer.start();
                DelayingProxy proxy = new DelayingProxy(server.endpoint(), Duration.ofMillis(100), Faults.NONE)) {
            server.createBucket("lake", server.compactKeys());
            S3Options options = S3Options.defaults(scratch).withEndpoint(proxy.endpoint(), server.compactKeys());
            try (S3Store store =
                    new S3Store(new StoreUrl.Bucket("lake", ""), options, StoreCapabilities.FULL, new Random(1))) {
                try (Upload upload = store.upload("k", pool, 1)) {
                    upload.write(bytes, 0, bytes.length);
                    assertInstanceOf(PutOutcome.Stored.class, upload.commit(new Condition.Absent()));
                }
                assertEquals(4, store.requests().partUploads());
                assertTrue(store.requests().bytesOut() >= bytes.length);
                byte[] back = new byte[bytes.length];
                store.read("k", store.head("k").orElseThrow().etag(), 0, back, 0, back.length);
                assertArrayEquals(bytes, back);
            }
            assertTrue(proxy.mostWaiting() >= 2, "parts are sent one after another");
        }
        assertTrue(ledger.peakBytes() >= 16 * MIB && ledger.peakBytes() <= 24 * MIB, "peak " + ledger.peakBytes());
        pool.trim();
        assertEquals(0, ledger.heldBytes());
    }

    @Test
    void partsAreAsLargeAsTenThousandOfThemNeedButNoLargerThanMemoryBears() {
        assertEquals(8 * MIB, partBytes(256 * MIB, 0));
        assertEquals(8 * MIB, partBytes(256 * MIB, 60 * GIB));
        assertTrue(partBytes(256 * MIB, 150 * GIB) * 10_000 > 150 * GIB);
        assertTrue(partBytes(16 * GIB, 4_000 * GIB) * 10_000 > 4_000 * GIB);
        assertEquals(21 * MIB, partBytes(256 * MIB, 4_000 * GIB));
        assertEquals(8 * MIB, partBytes(32 * MIB, 4_000 * GIB));
    }

    private long partBytes(long memoryBytes, long expectedBytes) {
        BufferPool pool = new BufferPool(new MemoryLedger(memoryBytes));
        return PartBuffers.of(S3Options.defaults(scratch), pool, expectedBytes).partBytes();
    }
}
