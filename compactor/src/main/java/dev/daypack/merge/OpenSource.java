package dev.daypack.merge;

/**
 * A source while it is open: its stream, the block in hand and the place in it. The block is used where it lies. What
 * the stream delivers is checked block by block before any of it is merged: that keys do not step back, and that there
 * are as many as claimed. Not thread-safe.
 */
final class OpenSource {

    private final int ordinal;
    private final long claimedRows;
    private final KeyStream stream;

    private long[] keys = {};
    private int size;
    private int position;
    private long rowsBeforeBlock;

    /** No later key may be smaller. */
    private long floor;

    OpenSource(int ordinal, KeySource source, long lowerBound) {
        this.ordinal = ordinal;
        this.claimedRows = source.rows();
        this.floor = lowerBound;
        this.stream = source.open();
    }

    int ordinal() {
        return ordinal;
    }

    /** The current key's row, in the source's order. */
    long row() {
        return rowsBeforeBlock + position;
    }

    long key() {
        return keys[position];
    }

    /** How many rows of the block are left. */
    int rowsInBlock() {
        return size - position;
    }

    /** Copies the keys of the next rows, which are all in the block. */
    void copyKeys(int rows, long[] keysInto, int offset) {
        System.arraycopy(keys, position, keysInto, offset, rows);
    }

    /** Leaves the next rows, which are all in the block, behind. */
    void take(int rows) {
        position += rows;
    }

    /** Of the next {@code rows} rows, how many stand before a rival's key: ties go to the lower ordinal. */
    int lead(int rows, long rivalKey, int rivalOrdinal) {
        int end = ordinal < rivalOrdinal
                ? Gallop.firstAbove(keys, position, position + rows, rivalKey)
                : Gallop.firstAtLeast(keys, position, position + rows, rivalKey);
        return end - position;
    }

    /**
     * Moves to the first key of the next block; false if the source has ended.
     *
     * @throws KeyOrderException if a key is below the lower bound or below the key before it
     * @throws RowCountException if there are more or fewer keys than claimed
     */
    boolean nextBlock() {
        rowsBeforeBlock += size;
        position = 0;
        size = 0;
        if (!stream.next()) {
            checkEnd();
            return false;
        }
        keys = stream.keys();
        size = stream.size();
        checkSize();
        checkOrder();
        return true;
    }

    /** To be called once. */
    void close() {
        stream.close();
    }

    private void checkEnd() {
        if (rowsBeforeBlock != claimedRows) {
            throw new RowCountException(ordinal, claimedRows, rowsBeforeBlock);
        }
    }

    private void checkSize() {
        if (size < 1 || size > keys.length) {
            throw new IllegalStateException("source " + ordinal + ": a block of " + size + " keys");
        }
        if (size > claimedRows - rowsBeforeBlock) {
            throw new RowCountException(ordinal, claimedRows, rowsBeforeBlock + size);
        }
    }

    /** The streams have sorted or checked; that is proved once more here, since all that follows relies on it. */
    private void checkOrder() {
        long previous = floor;
        for (int i = 0; i < size; i++) {
            if (keys[i] < previous) {
                throw new KeyOrderException(ordinal, rowsBeforeBlock + i, keys[i], previous);
            }
            previous = keys[i];
        }
        floor = previous;
    }
}
