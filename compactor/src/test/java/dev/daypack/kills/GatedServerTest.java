package dev.daypack.kills;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.daypack.store.Condition;
import dev.daypack.store.ObjectStore;
import dev.daypack.store.PutOutcome;
import dev.daypack.store.StoreAccess;
import dev.daypack.store.StoreOpener;
import dev.daypack.store.StoreUrl;
import dev.daypack.store.Upload;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The server that is raced on decides races, and keeps what it has acknowledged when it is killed. */
@Timeout(600)
class GatedServerTest {

    private static final int WRITERS = 16;
    private static final int ROUNDS = 8;
    private static final int PIECES_WRITERS = 4;

    @TempDir
    private Path directory;

    private GatedServer server;
    private ObjectStore store;

    @BeforeEach
    void start() throws Exception {
        server = new GatedServer(
                Files.createDirectory(directory.resolve("objects")), directory.resolve("log"), List.of("compact"));
        store = open();
    }

    private ObjectStore open() {
        return new StoreOpener(Clock.systemUTC(), new Random(1))
                .open(
                        StoreUrl.parse("s3://compact/lake"),
                        server.options(GatedServer.COMPACT, directory),
                        StoreAccess.WRITE);
    }

    @AfterEach
    void stop() {
        store.close();
        server.close();
    }

    @Test
    void ofSixteenWritersOneWins() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            String key = "race/" + round;
            String first = winner(key, WRITERS, writer -> store.put(key, bytes(writer), new Condition.Absent()));
            winner(key, WRITERS, writer -> store.put(key, bytes(100 + writer), new Condition.Matches(first)));
        }
    }

    @Test
    void ofUploadsInPiecesOneWins() throws Exception {
        String etag = ((PutOutcome.Stored) store.put("large", bytes(0), new Condition.Absent())).etag();
        for (int round = 0; round < 3; round++) {
            String before = etag;
            // Who writes what stands there already leaves its ETag standing, and the others' condition with it.
            int first = 1 + round * PIECES_WRITERS;
            etag = winner("large", PIECES_WRITERS, writer -> upload(first + writer, before));
        }
    }

    @Test
    void whatItAcknowledgedOutlivesIt() throws Exception {
        PutOutcome.Stored stored =
                assertInstanceOf(PutOutcome.Stored.class, store.put("kept", bytes(7), new Condition.Absent()));
        server.kill();
        // Its connections are dead, and more than a call has attempts.
        store.close();
        server.restart();
        store = open();
        assertEquals(stored.etag(), store.get("kept").orElseThrow().etag());
        assertInstanceOf(PutOutcome.Conflict.class, store.put("kept", bytes(8), new Condition.Absent()));
        assertInstanceOf(PutOutcome.Stored.class, store.put("kept", bytes(8), new Condition.Matches(stored.etag())));
        assertEquals("writer 8", text("kept"));
    }

    @Test
    void whatNobodyFinishesCanBeRemoved() {
        try (Upload upload = store.upload("never")) {
            upload.write(new byte[9 << 20], 0, 9 << 20);
            upload.write(new byte[9 << 20], 0, 9 << 20);
            assertEquals(1, store.removeAbandonedWrites(key -> true, Duration.ofDays(-1)));
            assertEquals(0, store.removeAbandonedWrites(key -> true, Duration.ofDays(-1)));
        }
    }

    private PutOutcome upload(int writer, String before) {
        byte[] bytes = new byte[9 << 20];
        bytes[0] = (byte) writer;
        try (Upload upload = store.upload("large")) {
            upload.write(bytes, 0, bytes.length);
            return upload.commit(new Condition.Matches(before));
        }
    }

    /** All write at once; one is told that it has, all others that they have not. What stands then is the winner's. */
    private String winner(String key, int writers, IntFunction<PutOutcome> write) throws Exception {
        CyclicBarrier start = new CyclicBarrier(writers);
        ExecutorService threads = Executors.newFixedThreadPool(writers);
        List<Future<PutOutcome>> outcomes = new ArrayList<>();
        for (int writer = 0; writer < writers; writer++) {
            int number = writer;
            outcomes.add(threads.submit(() -> {
                start.await();
                return write.apply(number);
            }));
        }
        List<PutOutcome> ends = new ArrayList<>();
        for (Future<PutOutcome> outcome : outcomes) {
            ends.add(outcome.get());
        }
        threads.shutdown();
        List<PutOutcome> winners =
                ends.stream().filter(PutOutcome.Stored.class::isInstance).toList();
        String etag = store.head(key).orElseThrow().etag();
        assertEquals(List.of(new PutOutcome.Stored(etag)), winners, () -> key + ": " + ends + serverLog());
        assertEquals(
                writers - 1,
                ends.stream().filter(PutOutcome.Conflict.class::isInstance).count(),
                () -> key + ": " + ends + serverLog());
        return etag;
    }

    private String serverLog() {
        try {
            return "; the server says: " + Files.readString(directory.resolve("log"));
        } catch (IOException e) {
            return "; " + e;
        }
    }

    private static byte[] bytes(int writer) {
        return ("writer " + writer).getBytes(StandardCharsets.US_ASCII);
    }

    private String text(String key) {
        return new String(store.get(key).orElseThrow().bytes(), StandardCharsets.US_ASCII);
    }
}
