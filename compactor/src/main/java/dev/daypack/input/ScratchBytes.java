package dev.daypack.input;

import dev.daypack.encoding.ByteBuilder;
import dev.daypack.encoding.MalformedDataException;

/** The bytes of a section of an unpacked page, one after the other through a buffer. Not thread-safe. */
final class ScratchBytes {

    private final PageScratch page;
    private final byte[] buffer = new byte[PageScratch.BLOCK_BYTES];

    /** Place of the byte behind those in the buffer. */
    private long fetched;

    private final long end;
    private int from;
    private int to;

    ScratchBytes(PageScratch page, long start, long end) {
        if (start > end) {
            throw new MalformedDataException("a section ends " + (start - end) + " bytes before it begins");
        }
        this.page = page;
        this.fetched = start;
        this.end = end;
    }

    /** Place of the next byte in the file. */
    long position() {
        return fetched - (to - from);
    }

    long left() {
        return end - position();
    }

    private void fill() {
        if (fetched >= end) {
            throw new MalformedDataException("the section ends early");
        }
        int block = (int) (fetched / PageScratch.BLOCK_BYTES);
        long blockPlace = (long) block * PageScratch.BLOCK_BYTES;
        int length = page.read(block, buffer);
        from = (int) (fetched - blockPlace);
        to = (int) Math.min(length, end - blockPlace);
        fetched = blockPlace + to;
    }

    /** The next byte, 0 to 255. */
    int take() {
        if (from == to) {
            fill();
        }
        return buffer[from++] & 0xff;
    }

    /** Appends the next bytes. */
    void take(long count, ByteBuilder into) {
        if (count < 0 || count > left()) {
            throw new MalformedDataException("a value of " + count + " bytes, there are " + left());
        }
        for (long done = 0; done < count; ) {
            if (from == to) {
                fill();
            }
            int some = (int) Math.min(count - done, to - from);
            into.put(buffer, from, some);
            from += some;
            done += some;
        }
    }

    void skip(long count) {
        if (count > left()) {
            throw new MalformedDataException("a section of " + count + " bytes, there are " + left());
        }
        long buffered = Math.min(count, to - from);
        from += (int) buffered;
        fetched += count - buffered;
    }

    /** Four bytes, least significant first. */
    int takeInt() {
        return take() | take() << 8 | take() << 16 | take() << 24;
    }

    /** ULEB128 of at most 64 bits. */
    long takeVarLong() {
        long value = 0;
        for (int shift = 0; shift < 70; shift += 7) {
            int next = take();
            value |= (next & 0x7fL) << shift;
            if (next < 0x80) {
                return value;
            }
        }
        throw new MalformedDataException("a varint of more than 64 bits");
    }

    /** ULEB128 that must be below 2^31. */
    int takeCount() {
        long value = takeVarLong();
        if (value < 0 || value > Integer.MAX_VALUE) {
            throw new MalformedDataException("a count of " + Long.toUnsignedString(value));
        }
        return (int) value;
    }

    long takeZigZag() {
        long value = takeVarLong();
        return (value >>> 1) ^ -(value & 1);
    }
}
