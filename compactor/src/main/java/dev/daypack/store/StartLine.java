package dev.daypack.store;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import software.amazon.awssdk.core.sync.RequestBody;

/**
 * Keeps writers that race abreast: each sends all of its body but the end, and the ends go out together. A server that
 * looks at the condition first and writes when the body is there lets all of them through, nearly every time; without
 * this one in four probes found it out.
 *
 * <p>A body is read several times, to be summed, to be signed, to be sent; all writers do so alike, so each reading has
 * a line of its own. Nobody waits for long, nor for a writer that has its answer. Thread-safe.
 */
final class StartLine {

    /** Enough to fill what clients buffer, so that the head and most of the body are on their way. */
    static final int BODY_BYTES = 32_000;

    private static final int END_BYTES = 8_000;
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final int writers;
    private final Map<Integer, Integer> arrivals = new HashMap<>();
    private boolean ended;

    StartLine(int writers) {
        this.writers = writers;
    }

    /** A body whose end waits for those of the others. */
    RequestBody body(byte[] bytes) {
        AtomicInteger readings = new AtomicInteger();
        return RequestBody.fromContentProvider(
                () -> new Waiting(bytes, readings.incrementAndGet()), bytes.length, "application/octet-stream");
    }

    /** A writer has its answer, or will not come; the race is on. */
    synchronized void ended() {
        ended = true;
        notifyAll();
    }

    private synchronized void arrive(int reading) {
        arrivals.merge(reading, 1, Integer::sum);
        notifyAll();
        long until = System.nanoTime() + PATIENCE.toNanos();
        try {
            while (!ended && arrivals.get(reading) < writers) {
                long millis = Duration.ofNanos(until - System.nanoTime()).toMillis();
                if (millis <= 0) {
                    return;
                }
                wait(millis);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Gives out its beginning, waits at the line, and gives out its end. */
    private final class Waiting extends InputStream {

        private final ByteArrayInputStream bytes;
        private final int reading;
        private boolean hasWaited;

        Waiting(byte[] bytes, int reading) {
            this.bytes = new ByteArrayInputStream(bytes);
            this.reading = reading;
        }

        @Override
        public int read() {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] into, int offset, int length) {
            int beforeLine = bytes.available() - END_BYTES;
            if (beforeLine > 0) {
                return bytes.read(into, offset, Math.min(length, beforeLine));
            }
            if (!hasWaited) {
                hasWaited = true;
                arrive(reading);
            }
            return bytes.read(into, offset, length);
        }
    }
}
