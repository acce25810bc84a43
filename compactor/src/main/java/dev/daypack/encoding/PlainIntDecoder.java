package dev.daypack.encoding;

/**
 * Reads PLAIN INT32 values or the bits of FLOAT: 4 bytes each, least significant first. A memory copy. Not
 * thread-safe.
 */
public final class PlainIntDecoder implements IntDecoder {

    private final Section section = new Section();

    @Override
    public void reset(byte[] bytes, int from, int to, int valueCount) {
        section.reset(bytes, from, to);
        Section.checkCount(valueCount);
    }

    @Override
    public void decode(int[] into, int at, int count) {
        Section.checkCount(count);
        int start = section.take(4L * count, "values");
        LittleEndian.ints(section.bytes, start, count).get(into, at, count);
    }

    @Override
    public void skip(int count) {
        Section.checkCount(count);
        section.take(4L * count, "values");
    }
}
