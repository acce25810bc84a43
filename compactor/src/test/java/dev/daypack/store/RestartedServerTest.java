package dev.daypack.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A server that dies with more connections open than a call has attempts, and is there again. */
@Timeout(60)
class RestartedServerTest {

    private static final int CONNECTIONS = 4 * Retry.ATTEMPTS;

    private static final String LISTING = "<ListBucketResult><IsTruncated>false</IsTruncated></ListBucketResult>";

    @TempDir
    private Path scratch;

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<Socket> open = new CopyOnWriteArrayList<>();
    private final AtomicInteger asked = new AtomicInteger();
    private final CountDownLatch all = new CountDownLatch(CONNECTIONS);
    private volatile boolean hangsUp;
    private ServerSocket server;
    private S3Store store;

    @BeforeEach
    void start() throws IOException {
        server = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
        threads.execute(this::accept);
        S3Options options = S3Options.defaults(scratch)
                .withEndpoint(URI.create("http://127.0.0.1:" + server.getLocalPort()), new S3Keys("key", "topsecret"))
                .withTimeout(Duration.ofSeconds(20));
        Retry retry = new Retry(new Random(1), Duration.ofMillis(1), Duration.ofMillis(5));
        store = new S3Store(new S3Connection(new StoreUrl.Bucket("lake", ""), options, retry), StoreCapabilities.FULL);
    }

    @AfterEach
    void stop() throws IOException {
        store.close();
        server.close();
        threads.shutdownNow();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                open.add(socket);
                threads.execute(() -> serve(socket));
            } catch (IOException e) {
                return; // The test is over.
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            InputStream in = new BufferedInputStream(socket.getInputStream());
            for (String head = head(in); !head.isEmpty(); head = head(in)) {
                asked.incrementAndGet();
                if (hangsUp) {
                    return;
                }
                if (head.toLowerCase(Locale.ROOT).contains("expect: 100-continue")) {
                    socket.getOutputStream().write("HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                }
                in.skipNBytes(length(head));
                all.countDown();
                all.await();
                boolean isRange = head.toLowerCase(Locale.ROOT).contains("\r\nrange: ");
                String body = head.contains("list-type=2") ? LISTING : isRange ? "x" : "";
                socket.getOutputStream()
                        .write("""
                        HTTP/1.1 200 OK\r
                        ETag: "e1"\r
                        Last-Modified: Tue, 27 Jan 2026 03:10:00 GMT\r
                        Content-Length: %d\r
                        \r
                        %s""".formatted(body.length(), body).getBytes(StandardCharsets.US_ASCII));
            }
        } catch (IOException e) {
            // The client hung up, or the server died.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static long length(String head) {
        return head.lines()
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith("content-length:"))
                .mapToLong(line -> Long.parseLong(line.substring(15).strip()))
                .findFirst()
                .orElse(0);
    }

    private static String head(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (!head.toString().endsWith("\r\n\r\n")) {
            int next = in.read();
            if (next < 0) {
                return "";
            }
            head.append((char) next);
        }
        return head.toString();
    }

    /** As many connections as that are kept, and then the server dies. */
    private void killWithManyConnections() throws Exception {
        List<Future<Boolean>> heads = new ArrayList<>();
        // Ranges are read the short way from now on.
        Future<?> listing = threads.submit(() -> store.check());
        for (int at = 1; at < CONNECTIONS; at++) {
            heads.add(threads.submit(() -> store.head("a").isPresent()));
        }
        for (Future<Boolean> head : heads) {
            assertTrue(head.get());
        }
        listing.get();
        assertEquals(CONNECTIONS, open.size());
        for (Socket socket : open) {
            socket.setSoLinger(true, 0);
            socket.close();
        }
        asked.set(0);
    }

    @Test
    void isReadFromAtOnce() throws Exception {
        killWithManyConnections();
        assertEquals("e1", store.head("a").orElseThrow().etag());
    }

    @Test
    void isReadFromAtOncePastTheSdk() throws Exception {
        killWithManyConnections();
        byte[] into = new byte[1];
        store.read("a", "e1", 0, into, 0, 1);
        assertEquals('x', into[0]);
        assertEquals(0, store.requests().retries());
    }

    /** The look at what became of the first write clears all dead connections away. */
    @Test
    void isWrittenToAfterOneWriteInDoubt() throws Exception {
        killWithManyConnections();
        Condition condition = new Condition.Matches("e1");
        assertInstanceOf(PutOutcome.Unknown.class, store.put("a", new byte[] {1}, condition));
        assertInstanceOf(PutOutcome.Stored.class, store.put("a", new byte[] {1}, condition));
    }

    @Test
    void isUnreachableIfItHangsUpOnEverybodyAndIsNotAskedWithoutEnd() throws Exception {
        killWithManyConnections();
        hangsUp = true;
        StoreException error = assertThrows(StoreException.class, () -> store.head("a"));
        assertEquals(StoreException.Kind.UNREACHABLE, error.kind());
        assertTrue(asked.get() <= CONNECTIONS + Retry.ATTEMPTS, asked::toString);
    }
}
