package dev.daypack.encoding;

/**
 * Reads DELTA_BYTE_ARRAY: the lengths of the prefixes shared with the value before in DELTA_BINARY_PACKED, then the
 * suffixes in DELTA_LENGTH_BYTE_ARRAY.
 *
 * <p>A few bytes may stand for a value of any length here, a thousand times over, so there are two limits: on the
 * bytes of a value, and on all the bytes that come out of a section: {@link #EXPANSION_LIMIT} times its size, above
 * {@link #EXPANSION_FREE_BYTES}. Not thread-safe.
 */
public final class DeltaByteArrayDecoder implements BinaryDecoder {

    /** Bytes of values per byte of the section. */
    public static final int EXPANSION_LIMIT = 1000;

    /** Output that needs no justification by input. */
    public static final int EXPANSION_FREE_BYTES = 8 << 20;

    private static final int BATCH_VALUES = 512;

    private final int valueBytesLimit;
    private final int fixedLength;
    private final DeltaBlocks walk = new DeltaBlocks();
    private final DeltaIntDecoder prefixes = new DeltaIntDecoder();
    private final DeltaLengthDecoder suffixes = new DeltaLengthDecoder();
    private final int[] prefixLengths = new int[BATCH_VALUES];
    private final int[] suffixLengths = new int[BATCH_VALUES];
    private final BinaryVector skipped = new BinaryVector(BATCH_VALUES, 0);

    /** The value before the next one. */
    private byte[] last = new byte[64];

    private int lastLength;
    private long bytesLeft;

    private DeltaByteArrayDecoder(int valueBytesLimit, int fixedLength) {
        this.valueBytesLimit = valueBytesLimit;
        this.fixedLength = fixedLength;
    }

    /**
     * For BYTE_ARRAY.
     *
     * @param valueBytesLimit a longer value is refused
     */
    public static DeltaByteArrayDecoder ofLimit(int valueBytesLimit) {
        return new DeltaByteArrayDecoder(valueBytesLimit, -1);
    }

    /** For FIXED_LEN_BYTE_ARRAY: a value of any other length is refused. */
    public static DeltaByteArrayDecoder ofFixed(int length) {
        return new DeltaByteArrayDecoder(length, length);
    }

    @Override
    public void reset(byte[] bytes, int from, int to, int valueCount) {
        walk.reset(bytes, from, to, valueCount);
        int end = walk.end();
        prefixes.reset(bytes, from, end, valueCount);
        suffixes.reset(bytes, end, to, valueCount);
        if (prefixes.valuesLeft() != suffixes.valuesLeft()) {
            throw walk.section.malformed(
                    prefixes.valuesLeft() + " prefixes and " + suffixes.valuesLeft() + " suffixes");
        }
        lastLength = 0;
        bytesLeft = Math.max(EXPANSION_FREE_BYTES, (long) EXPANSION_LIMIT * (to - from));
    }

    @Override
    public void decode(BinaryVector into, int count) {
        Section.checkCount(count);
        for (int left = count; left > 0; left -= BATCH_VALUES) {
            decodeBatch(into, Math.min(left, BATCH_VALUES));
        }
    }

    @Override
    public void skip(int count) {
        Section.checkCount(count);
        for (int left = count; left > 0; left -= BATCH_VALUES) {
            skipped.clear();
            decodeBatch(skipped, Math.min(left, BATCH_VALUES));
        }
    }

    private void decodeBatch(BinaryVector into, int count) {
        prefixes.decode(prefixLengths, 0, count);
        suffixes.decodeLengths(suffixLengths, count);
        int position = suffixes.takeBytes(suffixLengths, count);
        into.reserve(count, checkedBytes(count));

        Section section = suffixes.section();
        byte[] target = into.bytes();
        int[] ends = into.ends();
        int first = into.count();
        int at = into.byteCount();
        byte[] before = last;
        int beforeStart = 0;
        for (int i = 0; i < count; i++) {
            int prefix = prefixLengths[i];
            int suffix = suffixLengths[i];
            LittleEndian.copyShort(before, beforeStart, before.length, target, at, prefix);
            LittleEndian.copyShort(section.bytes, position, section.to, target, at + prefix, suffix);
            before = target;
            beforeStart = at;
            position += suffix;
            at += prefix + suffix;
            ends[first + i] = at;
        }
        into.added(count);
        keepLast(target, beforeStart, at - beforeStart);
    }

    /** Checks every value's length and returns the sum. */
    private int checkedBytes(int count) {
        long total = 0;
        int lengthBefore = lastLength;
        for (int i = 0; i < count; i++) {
            int prefix = prefixLengths[i];
            if (prefix < 0 || prefix > lengthBefore) {
                throw suffixes.section().malformed("prefix of " + prefix + " bytes after a value of " + lengthBefore);
            }
            long length = (long) prefix + suffixLengths[i];
            if (fixedLength >= 0 && length != fixedLength) {
                throw suffixes.section().malformed("value of " + length + " bytes where all have " + fixedLength);
            }
            if (length > valueBytesLimit) {
                throw new ValueTooLongException(length, valueBytesLimit);
            }
            lengthBefore = (int) length;
            total += length;
        }
        if (total > bytesLeft) {
            throw suffixes.section().malformed("values expand beyond " + EXPANSION_LIMIT + " times their section");
        }
        bytesLeft -= total;
        return Math.toIntExact(total);
    }

    private void keepLast(byte[] bytes, int start, int length) {
        if (length > last.length) {
            last = new byte[Math.max(length, 2 * last.length)];
        }
        System.arraycopy(bytes, start, last, 0, length);
        lastLength = length;
    }
}
