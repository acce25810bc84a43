package dev.daypack.codec;

import dev.daypack.encoding.MalformedDataException;
import java.io.IOException;
import java.io.InputStream;

/** Packed bytes one after the other, through a buffer. Not thread-safe. */
final class ByteFeed {

    private final InputStream source;
    private final byte[] buffer = new byte[64 << 10];
    private int from;
    private int to;
    private long taken;

    ByteFeed(InputStream source) {
        this.source = source;
    }

    /** Whether all bytes were taken. */
    boolean isAtEnd() throws IOException {
        return from == to && !fill();
    }

    private boolean fill() throws IOException {
        from = 0;
        to = Math.max(0, source.read(buffer, 0, buffer.length));
        return to > 0;
    }

    /** Bytes taken so far. */
    long taken() {
        return taken;
    }

    /** The next byte, 0 to 255. */
    int take() throws IOException {
        if (from == to && !fill()) {
            throw new MalformedDataException("the packed bytes end early");
        }
        taken++;
        return buffer[from++] & 0xff;
    }

    /** Moves some of the next bytes, at most {@code count} and at least one, and says how many. */
    int take(byte[] into, int at, int count) throws IOException {
        if (from == to && !fill()) {
            throw new MalformedDataException("the packed bytes end early");
        }
        int some = Math.min(count, to - from);
        System.arraycopy(buffer, from, into, at, some);
        from += some;
        taken += some;
        return some;
    }
}
