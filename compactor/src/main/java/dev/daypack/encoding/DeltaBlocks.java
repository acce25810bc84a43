package dev.daypack.encoding;

/**
 * Walks the blocks and miniblocks of a DELTA_BINARY_PACKED section, without looking at the packed deltas.
 *
 * <pre>
 *   section   := block size, miniblocks per block, value count (varints), first value (zigzag), block ...
 *   block     := least delta (zigzag), one bit width per miniblock, miniblock ...
 *   miniblock := its deltas minus the least one, packed with its width
 * </pre>
 *
 * <p>Miniblocks that no value falls into have a width byte of any value and no body. Source: "Delta Encoding" in the
 * Parquet format's Encodings page; as parquet-java does, any miniblock of a multiple of 8 values is read. Costs a few
 * bytes of memory whatever the header claims, and time in proportion to the section. Not thread-safe.
 */
final class DeltaBlocks {

    final Section section = new Section();
    private int miniblocksPerBlock;
    private int miniblockValues;
    private int widthsStart;
    private int miniblock;

    int valueCount;
    long firstValue;
    /** Deltas that stand in the miniblocks not reached yet. */
    int deltasLeft;

    /** Whether the present miniblock is whole. */
    private boolean isPadded;

    long leastDelta;
    int width;
    /** Where the body of the present miniblock starts. */
    int start;
    /** Values of the present miniblock, without the padding of the last. */
    int values;

    void reset(byte[] bytes, int from, int to, int valueCountLimit) {
        section.reset(bytes, from, to);
        Section.checkCount(valueCountLimit);
        valueCount = 0;
        deltasLeft = 0;
        values = 0;
        if (from == to) {
            return; // a page of nulls only
        }
        int blockValues = section.takeCount("block size");
        miniblocksPerBlock = section.takeCount("miniblocks per block");
        if (miniblocksPerBlock == 0 || blockValues == 0 || blockValues % miniblocksPerBlock != 0) {
            throw section.malformed(miniblocksPerBlock + " miniblocks in a block of " + blockValues + " values");
        }
        miniblockValues = blockValues / miniblocksPerBlock;
        if (miniblockValues % 8 != 0) {
            throw section.malformed("miniblock of " + miniblockValues + " values");
        }
        valueCount = section.takeCount("value count");
        if (valueCount > valueCountLimit) {
            throw section.malformed(valueCount + " values claimed, the page has at most " + valueCountLimit);
        }
        firstValue = section.takeZigZag("first value");
        deltasLeft = Math.max(0, valueCount - 1);
        miniblock = miniblocksPerBlock;
    }

    /** Moves to the next miniblock and its block's head; to be called while {@link #deltasLeft} is above 0. */
    void next() {
        if (miniblock == miniblocksPerBlock) {
            leastDelta = section.takeZigZag("least delta");
            widthsStart = section.take(miniblocksPerBlock, "bit widths");
            miniblock = 0;
        }
        width = section.bytes[widthsStart + miniblock] & 0xff;
        miniblock++;
        if (width > 64) {
            throw section.malformed("bit width " + width);
        }
        values = Math.min(miniblockValues, deltasLeft);
        // With its padding, which the format wants and other readers ask for.
        isPadded = (long) miniblockValues * width <= 8L * section.left();
        if (!isPadded && !endsWithItsValues()) {
            throw section.malformed("miniblock of " + miniblockValues + " values of " + width + " bits");
        }
        start = section.position;
        section.position = isPadded ? (int) (start + (long) miniblockValues / 8 * width) : section.to;
        deltasLeft -= values;
    }

    /**
     * Writers in Go and older Parquet.Net give the last miniblock no padding, but for that of its last byte or of
     * its last eight values. A page that ends anywhere else was cut.
     */
    private boolean endsWithItsValues() {
        long bytes = section.left();
        boolean endsThere = bytes == ((long) values * width + 7) / 8 || bytes == (values + 7L) / 8 * width;
        return values == deltasLeft && endsThere;
    }

    /** Whether the next miniblock starts a block, which has a least delta of its own. */
    boolean atBlockEnd() {
        return miniblock == miniblocksPerBlock;
    }

    /** Walks to the end and returns the position after it. Nothing may have been decoded. */
    int end() {
        isPadded = true;
        while (deltasLeft > 0) {
            next();
        }
        if (!isPadded) {
            throw section.malformed("miniblock of " + miniblockValues + " values of " + width + " bits is not whole");
        }
        return section.position;
    }
}
