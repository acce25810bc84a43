package dev.daypack.store;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** An HTTP server that answers each request with the next line of a script, and notes what it was asked. */
final class ScriptedServer implements AutoCloseable {

    /** One answer. */
    interface Answer {
        void to(HttpExchange exchange) throws IOException;
    }

    /** One request: {@code PUT /bucket/key}, and its headers. */
    record Asked(String line, Map<String, List<String>> headers) {

        String header(String name) {
            List<String> values = headers.get(name);
            return values == null ? "" : values.get(0);
        }
    }

    private final HttpServer server;
    private final ExecutorService executor = Executors.newCachedThreadPool();
    private final CountDownLatch end = new CountDownLatch(1);
    private final Queue<Answer> script = new ConcurrentLinkedQueue<>();
    private final List<Asked> asked = new CopyOnWriteArrayList<>();

    ScriptedServer(Answer... answers) {
        script.addAll(List.of(answers));
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        server.setExecutor(executor);
        server.createContext("/", this::answer);
        server.start();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            exchange.getRequestBody().readAllBytes();
            String line = exchange.getRequestMethod() + " " + exchange.getRequestURI();
            asked.add(new Asked(line, exchange.getRequestHeaders()));
            Answer next = script.poll();
            if (next == null) {
                next = status(418, "OffScript");
            }
            next.to(exchange);
        }
    }

    URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** What was asked so far, in order. */
    List<Asked> asked() {
        return asked;
    }

    int unused() {
        return script.size();
    }

    /** An error with a code in its body, as S3 gives it; HEAD gets none. */
    static Answer status(int status, String code) {
        byte[] body = ("<?xml version=\"1.0\"?><Error><Code>" + code + "</Code><Message>m</Message></Error>")
                .getBytes(StandardCharsets.UTF_8);
        return exchange -> {
            boolean empty = exchange.getRequestMethod().equals("HEAD") || status == 204;
            exchange.sendResponseHeaders(status, empty ? -1 : body.length);
            if (!empty) {
                exchange.getResponseBody().write(body);
            }
        };
    }

    /** 200 with a body. */
    static Answer ok(String body, String... headers) {
        return exchange -> {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            setHeaders(exchange, headers);
            exchange.sendResponseHeaders(200, bytes.length == 0 ? -1 : bytes.length);
            if (bytes.length > 0) {
                exchange.getResponseBody().write(bytes);
            }
        };
    }

    /** The range asked for, of which only so many bytes come before the connection ends. */
    static Answer range(byte[] object, String etag, int atMost) {
        return exchange -> {
            String[] range = exchange.getRequestHeaders()
                    .getFirst("Range")
                    .replace("bytes=", "")
                    .split("-");
            int from = Integer.parseInt(range[0]);
            int to = Integer.parseInt(range[1]);
            setHeaders(
                    exchange,
                    "ETag",
                    "\"" + etag + "\"",
                    "Content-Range",
                    "bytes " + from + "-" + to + "/" + object.length);
            exchange.sendResponseHeaders(206, (long) to - from + 1);
            OutputStream body = exchange.getResponseBody();
            body.write(object, from, Math.min(atMost, to - from + 1));
            body.flush();
        };
    }

    /** The head of an object that carries a write's identity, or another object's. */
    static Answer head(String etag, String writeId) {
        return ok("", "ETag", "\"" + etag + "\"", "x-amz-meta-" + S3Connection.WRITE_ID, writeId);
    }

    /** No answer while the test runs. */
    Answer silence() {
        return exchange -> {
            try {
                end.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        };
    }

    /** The connection ends without an answer. */
    static Answer hangUp() {
        return HttpExchange::close;
    }

    private static void setHeaders(HttpExchange exchange, String... headers) {
        for (int at = 0; at < headers.length; at += 2) {
            exchange.getResponseHeaders().set(headers[at], headers[at + 1]);
        }
    }

    /** The next answers, for what is known only after the first ones. */
    void then(Answer... answers) {
        script.addAll(List.of(answers));
    }

    /** What is left of the script was only there to be enough. */
    void forget() {
        script.clear();
    }

    @Override
    public void close() {
        end.countDown();
        server.stop(0);
        executor.shutdownNow();
    }
}
