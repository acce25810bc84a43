package dev.daypack.encoding;

/** Reads PLAIN FIXED_LEN_BYTE_ARRAY values (INT96 is one of 12 bytes): the bytes, nothing else. Not thread-safe. */
public final class PlainFixedDecoder implements BinaryDecoder {

    private final Section section = new Section();
    private final int length;

    /** @param length bytes of each value, at least 1 */
    public PlainFixedDecoder(int length) {
        if (length < 1) {
            throw new IllegalArgumentException("length " + length);
        }
        this.length = length;
    }

    @Override
    public void reset(byte[] bytes, int from, int to, int valueCount) {
        section.reset(bytes, from, to);
        Section.checkCount(valueCount);
    }

    @Override
    public void decode(BinaryVector into, int count) {
        Section.checkCount(count);
        int start = section.take((long) length * count, "values");
        into.appendFixed(section.bytes, start, length, count);
    }

    @Override
    public void skip(int count) {
        Section.checkCount(count);
        section.take((long) length * count, "values");
    }
}
