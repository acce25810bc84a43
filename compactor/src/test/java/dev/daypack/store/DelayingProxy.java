package dev.daypack.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;

/**
 * Puts a distance before an HTTP server: the first byte of every answer comes late by a fixed time, then as fast as it
 * can. Connections are kept alive, each goes through two threads; bandwidth is not limited. Counts what passes, and
 * breaks answers where a {@link Faults} says so. Knows of HTTP only that a client that speaks after the server has
 * spoken asks something new, which holds without pipelining.
 *
 * <p>By hand: {@code java -cp ... dev.daypack.store.DelayingProxy LISTEN_PORT SERVER_URL MILLIS}; it prints every
 * request with its time, and runs until it is killed.
 */
public final class DelayingProxy implements AutoCloseable {

    private static final int CHUNK_BYTES = 1 << 16;

    /** Decides what becomes of answers. Asked by several threads. */
    public interface Faults {

        Faults NONE = request -> Fault.NONE;

        /** @param request its first line, such as {@code GET /bucket/key HTTP/1.1} */
        Fault of(String request);
    }

    /**
     * What becomes of one answer.
     *
     * @param moreDelay on top of the latency
     * @param cutAfterBytes of the answer with its head, after which the connection ends; {@link Long#MAX_VALUE} never
     */
    public record Fault(Duration moreDelay, long cutAfterBytes) {

        public static final Fault NONE = new Fault(Duration.ZERO, Long.MAX_VALUE);

        public static Fault cutAfter(long bytes) {
            return new Fault(Duration.ZERO, bytes);
        }

        public static Fault slow(Duration delay) {
            return new Fault(delay, Long.MAX_VALUE);
        }
    }

    private final URI server;
    private final long latencyNanos;
    private final Faults faults;
    private final ServerSocket listener;
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "delaying-proxy");
        thread.setDaemon(true);
        return thread;
    });
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final boolean isLoud;
    private int waiting;
    private int mostWaiting;

    /** Listens on a free port of the loopback interface. */
    public DelayingProxy(URI server, Duration latency, Faults faults) {
        this(0, server, latency, faults, false);
    }

    private DelayingProxy(int port, URI server, Duration latency, Faults faults, boolean isLoud) {
        this.server = server;
        this.latencyNanos = latency.toNanos();
        this.faults = faults;
        this.isLoud = isLoud;
        try {
            listener = new ServerSocket();
            listener.setReuseAddress(true);
            listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 256);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        threads.execute(this::accept);
    }

    /** Runs a proxy until the process is killed. */
    public static void main(String[] args) throws InterruptedException {
        Duration latency = Duration.ofMillis(Long.parseLong(args[2]));
        try (DelayingProxy proxy =
                new DelayingProxy(Integer.parseInt(args[0]), URI.create(args[1]), latency, Faults.NONE, true)) {
            System.out.println("listening on " + proxy.endpoint());
            Thread.currentThread().join();
        }
    }

    /** {@code http://127.0.0.1:port}. */
    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + listener.getLocalPort());
    }

    /** First lines of all requests so far, in the order in which they came. */
    public List<String> requests() {
        return List.copyOf(requests);
    }

    /** How many of the requests so far begin with a text, such as {@code "GET /bucket/"}. */
    public long count(String beginning) {
        return requests.stream().filter(line -> line.startsWith(beginning)).count();
    }

    /** The most requests that waited for the first byte of their answers at once. */
    public synchronized int mostWaiting() {
        return mostWaiting;
    }

    private synchronized void waits(int change) {
        waiting += change;
        mostWaiting = Math.max(mostWaiting, waiting);
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                connect(listener.accept());
            } catch (IOException e) {
                // Closed.
            }
        }
    }

    /** Where the server is gone the client is hung up on, as it would be there. */
    private void connect(Socket client) throws IOException {
        try {
            new Connection(client, new Socket(server.getHost(), server.getPort())).start();
        } catch (IOException e) {
            client.close();
        }
    }

    /** One client and its own connection to the server. */
    private final class Connection {

        private final Socket client;
        private final Socket upstream;

        /** What the answer that is awaited is to suffer; null while the server speaks. Guarded by this. */
        private Fault awaited;

        Connection(Socket client, Socket upstream) throws IOException {
            this.client = client;
            this.upstream = upstream;
            client.setTcpNoDelay(true);
            upstream.setTcpNoDelay(true);
            sockets.add(client);
            sockets.add(upstream);
        }

        void start() {
            threads.execute(() -> run(this::ask));
            threads.execute(() -> run(this::answer));
        }

        private interface Pump {
            void run() throws IOException;
        }

        private void run(Pump pump) {
            try {
                pump.run();
            } catch (IOException e) {
                // One of the two has hung up: the other is told by the same.
            } finally {
                end();
            }
        }

        private void end() {
            for (Socket socket : List.of(client, upstream)) {
                sockets.remove(socket);
                try {
                    socket.close();
                } catch (IOException e) {
                    // It is of no use any more in any case.
                }
            }
            settle();
        }

        private void ask() throws IOException {
            byte[] chunk = new byte[CHUNK_BYTES];
            InputStream from = client.getInputStream();
            OutputStream to = upstream.getOutputStream();
            for (int count = from.read(chunk); count >= 0; count = from.read(chunk)) {
                expect(chunk, count);
                to.write(chunk, 0, count);
            }
        }

        /** The first bytes after an answer: a request, or the body of one that was told to go on. */
        private synchronized void expect(byte[] chunk, int count) {
            if (awaited != null) {
                return;
            }
            String line = new String(chunk, 0, Math.min(count, 4_096), StandardCharsets.ISO_8859_1)
                    .lines()
                    .findFirst()
                    .orElse("");
            boolean isRequest = line.endsWith(" HTTP/1.1");
            if (isRequest) {
                requests.add(line);
                if (isLoud) {
                    System.out.printf("%d %s%n", System.currentTimeMillis(), line);
                }
            }
            awaited = isRequest ? faults.of(line) : Fault.NONE;
            waits(1);
        }

        private synchronized Fault settle() {
            Fault fault = awaited;
            if (fault != null) {
                awaited = null;
                waits(-1);
            }
            return fault;
        }

        private synchronized Fault awaited() {
            return awaited;
        }

        private void answer() throws IOException {
            byte[] chunk = new byte[CHUNK_BYTES];
            InputStream from = upstream.getInputStream();
            OutputStream to = client.getOutputStream();
            long left = Long.MAX_VALUE;
            for (int count = from.read(chunk); count >= 0; count = from.read(chunk)) {
                Fault fault = awaited();
                if (fault != null) {
                    LockSupport.parkNanos(latencyNanos + fault.moreDelay().toNanos());
                    settle();
                    left = fault.cutAfterBytes();
                }
                to.write(chunk, 0, (int) Math.min(count, left));
                if (count >= left) {
                    return;
                }
                left -= count;
            }
        }
    }

    @Override
    public void close() {
        try {
            listener.close();
            for (Socket socket : sockets) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            threads.shutdownNow();
        }
    }
}
