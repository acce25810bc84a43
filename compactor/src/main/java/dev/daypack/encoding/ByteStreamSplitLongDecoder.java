package dev.daypack.encoding;

/**
 * Reads BYTE_STREAM_SPLIT INT64 values or the bits of DOUBLE: all first bytes, then all second bytes, and so on. Not
 * thread-safe.
 */
public final class ByteStreamSplitLongDecoder implements LongDecoder {

    private final Section section = new Section();
    /** Bytes from one byte of a value to its next: the number of values. */
    private int stride;

    @Override
    public void reset(byte[] bytes, int from, int to, int valueCount) {
        section.reset(bytes, from, to);
        stride = ByteStreamSplitFixedDecoder.strideOf(section, 8, valueCount);
    }

    @Override
    public void decode(long[] into, int at, int count) {
        int first = section.position;
        skip(count);
        byte[] bytes = section.bytes;
        int stride = this.stride;
        for (int i = 0; i < count; i++) {
            int position = first + i;
            into[at + i] = (bytes[position] & 0xffL)
                    | (bytes[position + stride] & 0xffL) << 8
                    | (bytes[position + 2 * stride] & 0xffL) << 16
                    | (bytes[position + 3 * stride] & 0xffL) << 24
                    | (bytes[position + 4 * stride] & 0xffL) << 32
                    | (bytes[position + 5 * stride] & 0xffL) << 40
                    | (bytes[position + 6 * stride] & 0xffL) << 48
                    | (bytes[position + 7 * stride] & 0xffL) << 56;
        }
    }

    @Override
    public void skip(int count) {
        Section.checkCount(count);
        section.take(count, "values");
    }
}
