package dev.daypack.demo;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
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
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Answers HTTP requests on a free port of the loopback interface, as much of HTTP as an S3 client sends to a server
 * that it trusts: kept connections, bodies of a known length, {@code Expect: 100-continue}. A thread for each
 * connection; for programs that rehearse, not for anybody else.
 */
public final class LoopbackServer implements AutoCloseable {

    /** Of a request's head or body; more is not expected. */
    private static final int LIMIT_BYTES = 64 << 20;

    /** Gives answers. Asked by several threads. */
    public interface Answers {

        Answer to(Request request);
    }

    /**
     * What is asked.
     *
     * @param target path and query as they were sent
     * @param heads by names in lower case
     */
    public record Request(String method, URI target, Map<String, String> heads, byte[] body) {

        String head(String name) {
            return heads.getOrDefault(name, "");
        }
    }

    /**
     * What is answered.
     *
     * @param heads all but {@code Content-Length}
     * @param lengthBytes of the body, which a HEAD is told and not sent
     */
    public record Answer(int status, Map<String, String> heads, byte[] body, int from, int lengthBytes) {

        static Answer of(int status, Map<String, String> heads, byte[] body) {
            return new Answer(status, heads, body, 0, body.length);
        }
    }

    private final ServerSocket listener;
    private final Answers answers;

    /** Listens from now on. */
    public LoopbackServer(Answers answers) throws IOException {
        this.answers = answers;
        this.listener = new ServerSocket();
        listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 256);
        start(this::accept);
    }

    /** {@code http://127.0.0.1:port}. */
    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + listener.getLocalPort());
    }

    private static void start(Runnable work) {
        Thread thread = new Thread(work, "loopback-server");
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                start(() -> serve(client));
            } catch (IOException e) {
                // Closed, or a client that left before it was met.
            }
        }
    }

    private void serve(Socket client) {
        try (client) {
            client.setTcpNoDelay(true);
            InputStream in = new BufferedInputStream(client.getInputStream(), 1 << 16);
            OutputStream out = client.getOutputStream();
            for (String first = line(in); !first.isEmpty(); first = line(in)) {
                Request request = request(first, in, out);
                send(answers.to(request), request.method().equals("HEAD"), out);
            }
        } catch (IOException e) {
            // The client has hung up, which ends the connection in any case.
        }
    }

    private static Request request(String first, InputStream in, OutputStream out) throws IOException {
        Map<String, String> heads = new TreeMap<>();
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            int colon = line.indexOf(':');
            heads.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        if (heads.containsKey("expect")) {
            out.write("HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
        }
        int length = Math.min(LIMIT_BYTES, Integer.parseInt(heads.getOrDefault("content-length", "0")));
        byte[] body = in.readNBytes(length);
        if (body.length < length) {
            throw new EOFException();
        }
        String[] words = first.split(" ", 3);
        return new Request(words[0], URI.create(words[1]), heads, body);
    }

    /** One line without its end; empty at the end of a head, and of the connection. */
    private static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int next = in.read(); next >= 0 && next != '\n' && line.size() < LIMIT_BYTES; next = in.read()) {
            line.write(next);
        }
        return line.toString(StandardCharsets.UTF_8).stripTrailing();
    }

    private static void send(Answer answer, boolean isHead, OutputStream out) throws IOException {
        StringBuilder head = new StringBuilder("HTTP/1.1 " + answer.status() + " -\r\n");
        answer.heads().forEach((name, value) -> head.append(name + ": " + value + "\r\n"));
        head.append("Content-Length: " + answer.lengthBytes() + "\r\n\r\n");
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        whole.writeBytes(head.toString().getBytes(StandardCharsets.UTF_8));
        if (!isHead) {
            whole.write(answer.body(), answer.from(), answer.lengthBytes());
        }
        whole.writeTo(out);
    }

    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
