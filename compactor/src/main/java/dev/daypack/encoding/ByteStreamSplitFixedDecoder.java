package dev.daypack.encoding;

/**
 * Reads BYTE_STREAM_SPLIT FIXED_LEN_BYTE_ARRAY values: all first bytes, then all second bytes, and so on. Not
 * thread-safe.
 */
public final class ByteStreamSplitFixedDecoder implements BinaryDecoder {

    private final Section section = new Section();
    private final int length;
    /** Bytes from one byte of a value to its next: the number of values. */
    private int stride;

    /** @param length bytes of each value, at least 1 */
    public ByteStreamSplitFixedDecoder(int length) {
        if (length < 1) {
            throw new IllegalArgumentException("length " + length);
        }
        this.length = length;
    }

    @Override
    public void reset(byte[] bytes, int from, int to, int valueCount) {
        section.reset(bytes, from, to);
        stride = strideOf(section, length, valueCount);
    }

    /**
     * Checks that a section is whole, leaves of it the first bytes of the values, and returns how many values it has.
     */
    static int strideOf(Section section, int length, int valueCount) {
        Section.checkCount(valueCount);
        int values = section.left() / length;
        if (section.left() % length != 0 || values > valueCount) {
            throw section.malformed(section.left() + " bytes for at most " + valueCount + " values of " + length);
        }
        section.to = section.from + values;
        return values;
    }

    @Override
    public void decode(BinaryVector into, int count) {
        int first = section.position;
        skip(count);
        into.reserve(count, length * count);
        byte[] source = section.bytes;
        byte[] target = into.bytes();
        int[] ends = into.ends();
        int at = into.byteCount();
        for (int i = 0; i < count; i++) {
            for (int k = 0; k < length; k++) {
                target[at + k] = source[first + i + k * stride];
            }
            at += length;
            ends[into.count() + i] = at;
        }
        into.added(count);
    }

    @Override
    public void skip(int count) {
        Section.checkCount(count);
        section.take(count, "values");
    }
}
