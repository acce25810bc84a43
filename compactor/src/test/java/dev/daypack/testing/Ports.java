package dev.daypack.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Ports of the loopback interface, for servers that must come back to theirs, and for nobody. A server that can do with
 * any port should listen on port 0 instead.
 */
public final class Ports {

    /** Linux gives its own ends of connections ports from 32768 on; below, none of those comes in between. */
    private static final int FIRST = 10_000;

    private static final int END = 32_768;
    private static final int MOST_TRIES = 100;

    private Ports() {}

    /** A socket that listens on some port that it can come back to after its end. */
    public static ServerSocket listen(int backlog) throws IOException {
        IOException last = null;
        for (int tries = 0; tries < MOST_TRIES; tries++) {
            try {
                return listen(ThreadLocalRandom.current().nextInt(FIRST, END), backlog);
            } catch (IOException e) {
                last = e;
            }
        }
        throw last;
    }

    /** A socket that listens on a port, also if connections of its last owner's linger. */
    public static ServerSocket listen(int port, int backlog) throws IOException {
        ServerSocket socket = new ServerSocket();
        try {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), backlog);
            return socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    /** A port on which nobody listens now; only who draws the same one of thousands could be quicker. */
    public static int free() {
        try (ServerSocket socket = listen(1)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Keeps a port on which nobody listens until it is closed: whoever connects to it is refused. */
    public static Socket refusing() throws IOException {
        Socket socket = new Socket();
        try {
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            return socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }
}
