package dev.daypack.encoding;

import java.util.Arrays;

/**
 * Reads DELTA_BINARY_PACKED INT64 values: the deltas of a block are unpacked in place and added up there. Sums wrap
 * around at 64 bits, as the format wants. Not thread-safe.
 */
public final class DeltaLongDecoder implements LongDecoder {

    private static final int SKIP_VALUES = 512;

    private final DeltaBlocks blocks = new DeltaBlocks();
    private final long[] skipped = new long[SKIP_VALUES];
    private int valuesLeft;
    private boolean firstPending;
    private long last;
    /** How many values of the present miniblock are consumed. */
    private int index;

    @Override
    public void reset(byte[] bytes, int from, int to, int valueCount) {
        blocks.reset(bytes, from, to, valueCount);
        valuesLeft = blocks.valueCount;
        firstPending = valuesLeft > 0;
        last = blocks.firstValue;
        index = 0;
    }

    /** How many values the section has beyond those consumed, as its header says. */
    public int valuesLeft() {
        return valuesLeft;
    }

    @Override
    public void decode(long[] into, int at, int count) {
        Section.checkCount(count);
        if (count > valuesLeft) {
            throw blocks.section.malformed("asked for " + count + " values, there are " + valuesLeft);
        }
        valuesLeft -= count;
        int position = at;
        int end = at + count;
        if (firstPending && count > 0) {
            into[position++] = last;
            firstPending = false;
        }
        while (position < end) {
            position = decodeInBlock(into, position, end);
        }
    }

    @Override
    public void skip(int count) {
        Section.checkCount(count);
        for (int left = count; left > 0; left -= SKIP_VALUES) {
            decode(skipped, 0, Math.min(left, SKIP_VALUES));
        }
    }

    /** Decodes as far as the present block goes: the deltas first, then their sums in one pass. Returns the end. */
    private int decodeInBlock(long[] into, int at, int end) {
        int position = at;
        do {
            if (index == blocks.values) {
                blocks.next();
                index = 0;
            }
            int taken = Math.min(end - position, blocks.values - index);
            unpack(into, position, taken);
            index += taken;
            position += taken;
        } while (position < end && !(index == blocks.values && blocks.atBlockEnd()));
        long least = blocks.leastDelta;
        long sum = last;
        for (int i = at; i < position; i++) {
            sum += least + into[i];
            into[i] = sum;
        }
        last = sum;
        return position;
    }

    private void unpack(long[] into, int at, int count) {
        if (blocks.width == 0) {
            Arrays.fill(into, at, at + count, 0);
        } else {
            BitUnpacking.unpackLongs(
                    blocks.section.bytes, blocks.start, blocks.section.to, blocks.width, index, into, at, count);
        }
    }
}
