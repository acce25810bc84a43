package dev.daypack.encoding;

/**
 * Reads PLAIN INT64 values or the bits of DOUBLE: 8 bytes each, least significant first. A memory copy. Not
 * thread-safe.
 */
public final class PlainLongDecoder implements LongDecoder {

    private final Section section = new Section();

    @Override
    public void reset(byte[] bytes, int from, int to, int valueCount) {
        section.reset(bytes, from, to);
        Section.checkCount(valueCount);
    }

    @Override
    public void decode(long[] into, int at, int count) {
        Section.checkCount(count);
        int start = section.take(8L * count, "values");
        LittleEndian.longs(section.bytes, start, count).get(into, at, count);
    }

    @Override
    public void skip(int count) {
        Section.checkCount(count);
        section.take(8L * count, "values");
    }
}
