package dev.daypack.encoding;

/** Reads PLAIN BOOLEAN values as 0 and 1: one bit each, least significant first. Not thread-safe. */
public final class PlainBooleanDecoder implements IntDecoder {

    private final Section section = new Section();
    private long index;

    @Override
    public void reset(byte[] bytes, int from, int to, int valueCount) {
        section.reset(bytes, from, to);
        Section.checkCount(valueCount);
        index = 0;
    }

    @Override
    public void decode(int[] into, int at, int count) {
        long first = index;
        skip(count);
        BitUnpacking.unpackInts(section.bytes, section.from, section.to, 1, first, into, at, count);
    }

    @Override
    public void skip(int count) {
        Section.checkCount(count);
        long left = 8L * section.left() - index;
        if (count > left) {
            throw section.malformed("asked for " + count + " bits, there are " + left);
        }
        index += count;
    }
}
