package dev.daypack.encoding;

import static dev.daypack.encoding.LittleEndian.INT;

/**
 * Reads PLAIN BYTE_ARRAY values: 4 bytes of length, least significant first, then the bytes. Room is
 * made for values that are there, not for those that are claimed. Not thread-safe.
 */
public final class PlainBinaryDecoder implements BinaryDecoder {

    private final Section section = new Section();
    private final int valueBytesLimit;

    /** Values of any length. */
    public PlainBinaryDecoder() {
        this(Integer.MAX_VALUE);
    }

    /** @param valueBytesLimit a longer value is refused with {@link ValueTooLongException} */
    public PlainBinaryDecoder(int valueBytesLimit) {
        this.valueBytesLimit = valueBytesLimit;
    }

    @Override
    public void reset(byte[] bytes, int from, int to, int valueCount) {
        section.reset(bytes, from, to);
        Section.checkCount(valueCount);
    }

    @Override
    public void decode(BinaryVector into, int count) {
        Section.checkCount(count);
        if (4L * count > section.left()) {
            throw section.malformed("asked for " + count + " values");
        }
        into.reserve(count, 0);
        int added = 0;
        while (added < count) {
            added += decodeIntoRoom(into, count - added);
            if (added < count) {
                into.reserve(count - added, checkedLength(section.position));
            }
        }
    }

    /** Appends values until there are enough or the next one finds no room, and returns how many. */
    private int decodeIntoRoom(BinaryVector into, int count) {
        byte[] source = section.bytes;
        byte[] target = into.bytes();
        int[] ends = into.ends();
        int first = into.count();
        int at = into.byteCount();
        int position = section.position;
        int i = 0;
        while (i < count) {
            int length = checkedLength(position);
            if (length > target.length - at) {
                break;
            }
            LittleEndian.copyShort(source, position + 4, section.to, target, at, length);
            position += 4 + length;
            at += length;
            ends[first + i] = at;
            i++;
        }
        into.added(i);
        section.position = position;
        return i;
    }

    /** The length that stands at a position, with its value wholly inside the section. */
    private int checkedLength(int position) {
        int left = section.to - position - 4;
        int length = left < 0 ? -1 : (int) INT.get(section.bytes, position);
        if (length < 0 || length > left) {
            section.position = position;
            throw section.malformed(left < 0 ? "a value is missing" : "value of length " + length);
        }
        if (length > valueBytesLimit) {
            throw new ValueTooLongException(length, valueBytesLimit);
        }
        return length;
    }

    @Override
    public void skip(int count) {
        Section.checkCount(count);
        int position = section.position;
        for (int i = 0; i < count; i++) {
            position += 4 + checkedLength(position);
        }
        section.position = position;
    }
}
