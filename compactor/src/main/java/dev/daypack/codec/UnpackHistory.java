package dev.daypack.codec;

import dev.daypack.encoding.MalformedDataException;
import java.io.IOException;

/**
 * What an unpacker of the LZ77 family has made: the last bytes at hand, for matches to copy from, all of them handed on
 * to a sink, which is asked for what lies further back. Not thread-safe.
 */
final class UnpackHistory {

    /** Matches reach so far back, but for those of strange writers. */
    private static final int KEPT_BYTES = 64 << 10;

    private final byte[] buffer = new byte[4 * KEPT_BYTES];
    private final UnpackedSink sink;
    private final long expected;

    /** Place of the buffer's first byte among all. */
    private long bufferPlace;

    private int size;
    private int flushed;

    UnpackHistory(UnpackedSink sink, long expected) {
        this.sink = sink;
        this.expected = expected;
    }

    /** Bytes made so far. */
    long made() {
        return bufferPlace + size;
    }

    /** Makes the next bytes those that stand in the packed data. */
    void literals(ByteFeed packed, long count) throws IOException {
        checkRoom(count);
        long left = count;
        while (left > 0) {
            makeRoom(1);
            int some = packed.take(buffer, size, (int) Math.min(left, buffer.length - size));
            size += some;
            left -= some;
        }
    }

    /** Makes the next bytes those that were made {@code offset} bytes before; they may be among them. */
    void match(long offset, long count) {
        checkRoom(count);
        if (offset <= 0 || offset > made()) {
            throw new MalformedDataException("a match " + offset + " bytes before byte " + made());
        }
        long left = count;
        while (left > 0) {
            makeRoom(1);
            int some = (int) Math.min(left, buffer.length - size);
            if (offset > size) {
                long place = made() - offset;
                buffer[size++] = place < bufferPlace ? sink.at(place) : buffer[(int) (place - bufferPlace)];
                left--;
                continue;
            }
            copy((int) offset, some);
            left -= some;
        }
    }

    private void copy(int offset, int count) {
        if (offset >= count) {
            System.arraycopy(buffer, size - offset, buffer, size, count);
            size += count;
            return;
        }
        for (int i = 0; i < count; i++, size++) {
            buffer[size] = buffer[size - offset];
        }
    }

    private void checkRoom(long count) {
        if (count > expected - made()) {
            throw new MalformedDataException("more bytes than the expected " + expected);
        }
    }

    private void makeRoom(int count) {
        if (buffer.length - size >= count) {
            return;
        }
        flush();
        int dropped = size - KEPT_BYTES;
        System.arraycopy(buffer, dropped, buffer, 0, KEPT_BYTES);
        bufferPlace += dropped;
        size = KEPT_BYTES;
        flushed = KEPT_BYTES;
    }

    /** Hands on what is new. */
    void flush() {
        sink.append(buffer, flushed, size);
        flushed = size;
    }

    /** All was made: hands on the rest. */
    void end() {
        flush();
        if (made() != expected) {
            throw new MalformedDataException(made() + " bytes, " + expected + " expected");
        }
    }
}
