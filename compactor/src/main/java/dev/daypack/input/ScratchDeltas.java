package dev.daypack.input;

import dev.daypack.encoding.MalformedDataException;

/**
 * Reads a DELTA_BINARY_PACKED section that lies in scratch space; {@code encoding.DeltaBlocks} has a drawing. A few
 * ns a value. Not thread-safe.
 */
final class ScratchDeltas {

    private final ScratchBytes bytes;
    private final int miniblocks;
    private final int miniblockValues;
    private final int valueCount;
    private final int[] widths;

    private long last;
    private int given;
    private int miniblock;
    private int miniblockLeft;
    private long leastDelta;
    private int width;
    private int bitBuffer;
    private int bitCount;

    /** @param valueCountLimit the most values that the section may claim */
    ScratchDeltas(ScratchBytes bytes, int valueCountLimit) {
        this.bytes = bytes;
        int blockValues = bytes.takeCount();
        this.miniblocks = bytes.takeCount();
        if (miniblocks == 0 || blockValues == 0 || blockValues % (8L * miniblocks) != 0 || miniblocks > 1 << 16) {
            throw new MalformedDataException(miniblocks + " miniblocks in a block of " + blockValues + " values");
        }
        this.miniblockValues = blockValues / miniblocks;
        this.valueCount = bytes.takeCount();
        if (valueCount > valueCountLimit) {
            throw new MalformedDataException(valueCount + " values claimed, the page has at most " + valueCountLimit);
        }
        this.last = bytes.takeZigZag();
        this.widths = new int[miniblocks];
        this.miniblock = miniblocks;
    }

    int valueCount() {
        return valueCount;
    }

    /** The next value, modulo 2 to the power of 64. */
    long next() {
        if (given == valueCount) {
            throw new MalformedDataException("only " + valueCount + " deltas");
        }
        if (given++ > 0) {
            if (miniblockLeft == 0) {
                nextMiniblock();
            }
            miniblockLeft--;
            last += leastDelta + unpack();
        }
        return last;
    }

    private void nextMiniblock() {
        if (miniblock == miniblocks) {
            leastDelta = bytes.takeZigZag();
            for (int i = 0; i < miniblocks; i++) {
                widths[i] = bytes.take();
            }
            miniblock = 0;
        }
        width = widths[miniblock++];
        if (width > Long.SIZE) {
            throw new MalformedDataException("bit width " + width);
        }
        miniblockLeft = miniblockValues;
        bitCount = 0;
    }

    private long unpack() {
        long value = 0;
        int have = 0;
        while (have < width) {
            if (bitCount == 0) {
                bitBuffer = bytes.take();
                bitCount = 8;
            }
            int some = Math.min(bitCount, width - have);
            value |= (bitBuffer & ((1L << some) - 1)) << have;
            bitBuffer >>>= some;
            bitCount -= some;
            have += some;
        }
        return value;
    }

    /** Goes through all values; the next byte is then the one behind the section. */
    long end() {
        while (given < valueCount) {
            next();
        }
        // A miniblock that is begun is whole, padding and all.
        bytes.skip((long) miniblockLeft * width / 8);
        miniblockLeft = 0;
        return bytes.position();
    }
}
