package dev.daypack.store;

import static dev.daypack.store.ScriptedServer.head;
import static dev.daypack.store.ScriptedServer.ok;
import static dev.daypack.store.ScriptedServer.status;
import static dev.daypack.store.StoreContract.assertKind;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daypack.memory.BufferPool;
import dev.daypack.memory.MemoryLedger;
import dev.daypack.store.ScriptedServer.Answer;
import dev.daypack.store.StoreException.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Objects for servers that ignore the condition on a completion. */
final class SpooledPartsTest {

    private static final Condition ABSENT = new Condition.Absent();
    private static final String CREATED =
            "<InitiateMultipartUploadResult><UploadId>u1</UploadId></InitiateMultipartUploadResult>";

    @TempDir
    Path scratch;

    private final ScriptedServer server = new ScriptedServer();
    private S3Store store;

    private void open(StoreCapabilities capabilities, boolean singleWriter) {
        S3Options options = S3Options.defaults(scratch)
                .withEndpoint(server.endpoint(), new S3Keys("key", "topsecret"))
                .withSingleWriter(singleWriter);
        Retry retry = new Retry(new Random(1), Duration.ofMillis(1), Duration.ofMillis(5));
        store = new S3Store(new S3Connection(new StoreUrl.Bucket("lake", ""), options, retry), capabilities);
    }

    @AfterEach
    void close() {
        assertEquals(0, server.unused(), "answers that nobody asked for; asked: " + lines());
        server.close();
        store.close();
    }

    private List<String> lines() {
        return server.asked().stream().map(ScriptedServer.Asked::line).toList();
    }

    private Answer headOf(int request, String etag) {
        return exchange -> head(etag, server.asked().get(request).header("X-amz-meta-" + S3Connection.WRITE_ID))
                .to(exchange);
    }

    @Test
    void aSpooledObjectIsWrittenByOnePutAndRefusedPastTheLimitOfOne() throws IOException {
        open(new StoreCapabilities(true, false, false), false);
        server.then(ok("", "ETag", "\"e1\""));
        S3Writes writes = new S3Writes(store.connection(), new StoreCapabilities(true, false, false));
        PartBuffers buffers = new PartBuffers(1_000);
        for (int size : new int[] {2_500, 2_501}) {
            try (Upload upload = new S3Upload(
                    writes, buffers, () -> new SpooledParts(store.connection(), writes, buffers, "k", 2_500), "k")) {
                upload.write(new byte[size], 0, size);
                if (size == 2_500) {
                    assertEquals(new PutOutcome.Stored("e1"), upload.commit(ABSENT));
                } else {
                    StoreException e = assertKind(Kind.FAILED, () -> upload.commit(ABSENT));
                    assertTrue(e.getMessage().contains("larger than 5 GiB"), e.getMessage());
                }
            }
        }
        assertEquals("2500", server.asked().get(0).header("Content-length"));
        assertEquals("*", server.asked().get(0).header("If-none-match"));
        try (Stream<Path> left = Files.list(scratch)) {
            assertEquals(0, left.count());
        }
    }

    @Test
    void aSpooledObjectPastTheLimitOfOnePutIsSentInPartsIfThereIsASingleWriter() throws IOException {
        StoreCapabilities spooling = new StoreCapabilities(true, false, false);
        open(spooling, true);
        server.then(
                ok(CREATED),
                ok("", "ETag", "\"p1\""),
                ok("", "ETag", "\"p2\""),
                ok("", "ETag", "\"p3\""),
                status(404, ""),
                ok("<CompleteMultipartUploadResult/>"),
                headOf(0, "e-3"));
        S3Writes writes = new S3Writes(store.connection(), spooling);
        PartBuffers buffers = new PartBuffers(1_000);
        try (Upload upload = new S3Upload(
                writes, buffers, () -> new SpooledParts(store.connection(), writes, buffers, "k", 2_000), "k")) {
            upload.write(new byte[2_500], 0, 2_500);
            assertEquals(new PutOutcome.Stored("e-3"), upload.commit(ABSENT));
        }
        assertEquals("500", server.asked().get(3).header("Content-length"));
        assertTrue(lines().get(4).startsWith("HEAD"), lines().toString());
        assertEquals("", server.asked().get(5).header("If-none-match"));
        try (Stream<Path> left = Files.list(scratch)) {
            assertEquals(0, left.count());
        }
    }

    @Test
    void whatCannotComeOutWithinOnePutIsRefusedBeforeItIsBegun() {
        open(new StoreCapabilities(true, false, false), false);
        BufferPool pool = new BufferPool(new MemoryLedger(1 << 28));
        StoreException e = assertKind(Kind.FAILED, () -> store.upload("k", pool, 41L << 30));
        assertTrue(e.getMessage().contains("from 41.0 GiB it would be larger than 5 GiB"), e.getMessage());
        store.upload("k", pool, 39L << 30).close();
        assertEquals(0, server.asked().size());
    }
}
