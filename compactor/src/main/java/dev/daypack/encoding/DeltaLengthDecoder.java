package dev.daypack.encoding;

/**
 * Reads DELTA_LENGTH_BYTE_ARRAY: all lengths in DELTA_BINARY_PACKED, then all bytes. The bytes are found by walking
 * over the miniblocks of the lengths, so a claimed count costs no memory. Not thread-safe.
 */
public final class DeltaLengthDecoder implements BinaryDecoder {

    private static final int BATCH_VALUES = 1024;

    private final DeltaBlocks walk = new DeltaBlocks();
    private final DeltaIntDecoder lengths = new DeltaIntDecoder();
    private final int[] batch = new int[BATCH_VALUES];
    private final Section values = new Section();
    private final int valueBytesLimit;

    /** Values of any length. */
    public DeltaLengthDecoder() {
        this(Integer.MAX_VALUE);
    }

    /** @param valueBytesLimit a longer value is refused with {@link ValueTooLongException} */
    public DeltaLengthDecoder(int valueBytesLimit) {
        this.valueBytesLimit = valueBytesLimit;
    }

    @Override
    public void reset(byte[] bytes, int from, int to, int valueCount) {
        walk.reset(bytes, from, to, valueCount);
        int end = walk.end();
        lengths.reset(bytes, from, end, valueCount);
        values.reset(bytes, from, to);
        values.position = end;
    }

    /** How many values the section has beyond those consumed, as its header says. */
    public int valuesLeft() {
        return lengths.valuesLeft();
    }

    @Override
    public void decode(BinaryVector into, int count) {
        Section.checkCount(count);
        for (int left = count; left > 0; left -= BATCH_VALUES) {
            int taken = Math.min(left, BATCH_VALUES);
            lengths.decode(batch, 0, taken);
            int start = takeBytes(batch, taken);
            into.appendAll(values.bytes, start, batch, taken, values.position - start);
        }
    }

    @Override
    public void skip(int count) {
        Section.checkCount(count);
        for (int left = count; left > 0; left -= BATCH_VALUES) {
            int taken = Math.min(left, BATCH_VALUES);
            lengths.decode(batch, 0, taken);
            takeBytes(batch, taken);
        }
    }

    /** The next lengths, for {@link DeltaByteArrayDecoder}, which then takes their bytes. */
    void decodeLengths(int[] into, int count) {
        lengths.decode(into, 0, count);
    }

    /** Moves over the bytes of values whose lengths have been read, and returns where they start. */
    int takeBytes(int[] ofLengths, int count) {
        long total = 0;
        int longest = 0;
        for (int i = 0; i < count; i++) {
            if (ofLengths[i] < 0) {
                throw values.malformed("length " + ofLengths[i]);
            }
            longest = Math.max(longest, ofLengths[i]);
            total += ofLengths[i];
        }
        if (longest > valueBytesLimit) {
            throw new ValueTooLongException(longest, valueBytesLimit);
        }
        return values.take(total, count + " values");
    }

    Section section() {
        return values;
    }
}
