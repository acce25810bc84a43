package dev.daypack.kills;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A whole message of HTTP/1.1.
 *
 * @param head with the empty line at its end; bytes as Latin-1
 * @param body as it is sent, chunks with their sizes
 */
record HttpMessage(String head, byte[] body) {

    private static final String END = "\r\n\r\n";
    private static final int MOST_HEAD_BYTES = 1 << 16;

    /** Reads a request, and tells a client that waits for it to go on; null if there is no more. */
    static HttpMessage request(InputStream from, OutputStream back) throws IOException {
        Optional<String> read = readHead(from);
        if (read.isEmpty()) {
            return null;
        }
        String head = read.get();
        if (header(head, "expect").isPresent()) {
            back.write("HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
            back.flush();
            head = head.lines()
                    .filter(line -> !line.toLowerCase(Locale.ROOT).startsWith("expect:"))
                    .collect(Collectors.joining("\r\n", "", "\r\n"));
        }
        return new HttpMessage(head, readBody(from, head));
    }

    /** Reads the answer to a request. */
    static HttpMessage answer(InputStream from, HttpMessage request) throws IOException {
        String head = readHead(from).orElseThrow(EOFException::new);
        String status = head.substring(9, 12);
        boolean isBare = request.head.startsWith("HEAD ") || status.equals("204") || status.equals("304");
        return new HttpMessage(head, isBare ? new byte[0] : readBody(from, head));
    }

    boolean isRead() {
        return head.startsWith("GET ") || head.startsWith("HEAD ");
    }

    /** Whether the connection ends with it. */
    boolean isLast() {
        return header(head, "connection").filter("close"::equalsIgnoreCase).isPresent();
    }

    void writeTo(OutputStream to) throws IOException {
        byte[] start = head.getBytes(StandardCharsets.ISO_8859_1);
        byte[] all = Arrays.copyOf(start, start.length + body.length);
        System.arraycopy(body, 0, all, start.length, body.length);
        to.write(all);
        to.flush();
    }

    private static Optional<String> readHead(InputStream from) throws IOException {
        StringBuilder head = new StringBuilder(1_024);
        while (head.length() < 4 || head.indexOf(END, head.length() - 4) < 0) {
            int next = from.read();
            if (next < 0 && head.isEmpty()) {
                return Optional.empty();
            }
            if (next < 0 || head.length() == MOST_HEAD_BYTES) {
                throw new EOFException("a head without an end");
            }
            head.append((char) next);
        }
        return Optional.of(head.toString());
    }

    private static byte[] readBody(InputStream from, String head) throws IOException {
        if (header(head, "transfer-encoding").isPresent()) {
            return readChunks(from);
        }
        Optional<String> length = header(head, "content-length");
        if (length.isPresent()) {
            return exactly(from, Integer.parseInt(length.get()));
        }
        if (!head.startsWith("HTTP/")) {
            return new byte[0];
        }
        return from.readAllBytes();
    }

    private static byte[] readChunks(InputStream from) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        int size;
        do {
            String line = readLine(from);
            size = Integer.parseInt(line.replaceFirst(";.*", "").trim(), 16);
            all.write((line + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
            all.write(exactly(from, size + 2));
        } while (size > 0);
        return all.toByteArray();
    }

    private static String readLine(InputStream from) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = from.read(); next != '\n'; next = from.read()) {
            if (next < 0) {
                throw new EOFException("a chunk without an end");
            }
            line.append((char) next);
        }
        return line.toString().trim();
    }

    private static byte[] exactly(InputStream from, int count) throws IOException {
        byte[] bytes = from.readNBytes(count);
        if (bytes.length < count) {
            throw new EOFException(bytes.length + " bytes of " + count);
        }
        return bytes;
    }

    private static Optional<String> header(String head, String name) {
        return head.lines()
                .skip(1)
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(name + ":"))
                .map(line -> line.substring(name.length() + 1).trim())
                .findFirst();
    }
}
