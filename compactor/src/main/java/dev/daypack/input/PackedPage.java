package dev.daypack.input;

import java.io.InputStream;
import java.util.zip.CRC32;

/** The bytes of one page as they stand in the part, fetched window by window, with their CRC. Not thread-safe. */
final class PackedPage extends InputStream {

    private final ByteSource source;
    private final byte[] window;
    private final CRC32 crc = new CRC32();
    private long fetched;
    private long left;
    private int from;
    private int to;

    /** @param window scratch */
    PackedPage(ByteSource source, long offset, long length, byte[] window) {
        this.source = source;
        this.fetched = offset;
        this.left = length;
        this.window = window;
    }

    private boolean fill() {
        int count = (int) Math.min(window.length, left);
        if (count == 0) {
            return false;
        }
        source.read(fetched, window, 0, count);
        crc.update(window, 0, count);
        fetched += count;
        left -= count;
        from = 0;
        to = count;
        return true;
    }

    @Override
    public int read() {
        return from == to && !fill() ? -1 : window[from++] & 0xff;
    }

    @Override
    public int read(byte[] into, int at, int length) {
        if (length == 0) {
            return 0;
        }
        if (from == to && !fill()) {
            return -1;
        }
        int count = Math.min(length, to - from);
        System.arraycopy(window, from, into, at, count);
        from += count;
        return count;
    }

    @Override
    public int available() {
        return (int) Math.min(Integer.MAX_VALUE, to - from + left);
    }

    /** Of all bytes; those that nobody asked for are fetched. */
    int crc() {
        do {
            from = to;
        } while (fill());
        return (int) crc.getValue();
    }
}
