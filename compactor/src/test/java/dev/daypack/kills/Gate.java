package dev.daypack.kills;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * Makes an S3 server that checks a condition first and writes then honest: one write at a time goes through, and no
 * read beside it, from its first byte to the last of its answer. A request is taken whole before it goes in, so a
 * client that dies in the midst of one holds up nobody, and has asked nothing.
 */
final class Gate implements AutoCloseable {

    private final URI server;
    private final ServerSocket listener;
    private final ReadWriteLock lock = new ReentrantReadWriteLock(true);
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "gate");
        thread.setDaemon(true);
        return thread;
    });

    /**
     * Opens it.
     *
     * @param listener which it closes at its end
     */
    Gate(ServerSocket listener, URI server) {
        this.server = server;
        this.listener = listener;
        threads.execute(this::accept);
    }

    /** On the loopback interface. */
    int port() {
        return listener.getLocalPort();
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                threads.execute(() -> serve(client));
            } catch (IOException e) {
                // Closed.
            }
        }
    }

    private void serve(Socket client) {
        try (client) {
            client.setTcpNoDelay(true);
            InputStream fromClient = new BufferedInputStream(client.getInputStream());
            boolean again = true;
            while (again) {
                HttpMessage request = HttpMessage.request(fromClient, client.getOutputStream());
                if (request == null) {
                    return;
                }
                HttpMessage answer = pass(request);
                answer.writeTo(client.getOutputStream());
                again = !request.isLast() && !answer.isLast();
            }
        } catch (IOException e) {
            // One of the two has hung up: the other is told by the same.
        }
    }

    /** By a connection of its own: one that waits for its turn too long the server may have closed meanwhile. */
    private HttpMessage pass(HttpMessage request) throws IOException {
        Lock mine = request.isRead() ? lock.readLock() : lock.writeLock();
        mine.lock();
        try (Socket upstream = new Socket(server.getHost(), server.getPort())) {
            upstream.setTcpNoDelay(true);
            request.writeTo(upstream.getOutputStream());
            return HttpMessage.answer(new BufferedInputStream(upstream.getInputStream()), request);
        } finally {
            mine.unlock();
        }
    }

    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            threads.shutdownNow();
        }
    }
}
