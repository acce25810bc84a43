package dev.daypack.encoding;

/**
 * Reads BYTE_STREAM_SPLIT INT32 values or the bits of FLOAT: all first bytes, then all second bytes, and so on. Not
 * thread-safe.
 */
public final class ByteStreamSplitIntDecoder implements IntDecoder {

    private final Section section = new Section();
    /** Bytes from one byte of a value to its next: the number of values. */
    private int stride;

    @Override
    public void reset(byte[] bytes, int from, int to, int valueCount) {
        section.reset(bytes, from, to);
        stride = ByteStreamSplitFixedDecoder.strideOf(section, 4, valueCount);
    }

    @Override
    public void decode(int[] into, int at, int count) {
        int first = section.position;
        skip(count);
        byte[] bytes = section.bytes;
        int stride = this.stride;
        for (int i = 0; i < count; i++) {
            int position = first + i;
            into[at + i] = (bytes[position] & 0xff)
                    | (bytes[position + stride] & 0xff) << 8
                    | (bytes[position + 2 * stride] & 0xff) << 16
                    | (bytes[position + 3 * stride] & 0xff) << 24;
        }
    }

    @Override
    public void skip(int count) {
        Section.checkCount(count);
        section.take(count, "values");
    }
}
