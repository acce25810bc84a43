package dev.daypack.encoding;

/**
 * Reads levels in the legacy encoding BIT_PACKED: values of equal width without gaps, most significant bit first.
 * Pages of version 1 say nothing of the length: {@link #sectionBytes} gives it. Source: "Bit-packed (Deprecated)" in
 * the Parquet format's Encodings page. Rare, so it is small and not fast (a few ns a value). Not thread-safe.
 */
public final class BitPackedLevelDecoder implements IntDecoder {

    private final Section section = new Section();
    private final int width;
    private long index;
    private long valuesLeft;

    /** @param width 0..32 */
    public BitPackedLevelDecoder(int width) {
        if (width < 0 || width > 32) {
            throw new IllegalArgumentException("bit width " + width);
        }
        this.width = width;
    }

    /** The bytes that the levels of a page take. */
    public static long sectionBytes(int valueCount, int width) {
        return BitPacking.bytesOf(valueCount, width);
    }

    @Override
    public void reset(byte[] bytes, int from, int to, int valueCount) {
        section.reset(bytes, from, to);
        Section.checkCount(valueCount);
        index = 0;
        valuesLeft = width == 0 ? valueCount : Math.min(valueCount, 8L * section.left() / width);
    }

    @Override
    public void decode(int[] into, int at, int count) {
        long bit = index * width;
        skip(count);
        for (int i = at; i < at + count; i++) {
            int value = 0;
            for (int k = 0; k < width; k++, bit++) {
                int octet = section.bytes[section.from + (int) (bit >>> 3)];
                value = (value << 1) | ((octet >>> (7 - (bit & 7))) & 1);
            }
            into[i] = value;
        }
    }

    @Override
    public void skip(int count) {
        Section.checkCount(count);
        if (count > valuesLeft) {
            throw section.malformed("asked for " + count + " levels, there are " + valuesLeft);
        }
        index += count;
        valuesLeft -= count;
    }
}
