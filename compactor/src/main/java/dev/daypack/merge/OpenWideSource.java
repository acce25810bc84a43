package dev.daypack.merge;

/**
 * A source of byte string keys while it is open, as {@link OpenSource}: what the stream delivers is checked block by
 * block before any of it is merged. Not thread-safe.
 */
final class OpenWideSource {

    private final int ordinal;
    private final long claimedRows;
    private final WideKeyStream stream;

    private KeyBlock keys = new KeyBlock(1, 0);
    private int size;
    private int position;
    private long rowsBeforeBlock;

    /** No later key may be smaller. */
    private byte[] floor;

    OpenWideSource(int ordinal, WideKeySource source) {
        this.ordinal = ordinal;
        this.claimedRows = source.rows();
        this.floor = source.lowerBound();
        this.stream = source.open();
    }

    int ordinal() {
        return ordinal;
    }

    /** The current key's row, in the source's order. */
    long row() {
        return rowsBeforeBlock + position;
    }

    /** How many rows of the block are left. */
    int rowsInBlock() {
        return size - position;
    }

    /** Adds the keys of the next rows, which are all in the block. */
    void copyKeys(int rows, KeyBlock into) {
        for (int key = position; key < position + rows; key++) {
            into.put(keys.bytes(), keys.start(key), keys.end(key) - keys.start(key));
            into.endKey();
        }
    }

    /** Leaves the next rows, which are all in the block, behind. */
    void take(int rows) {
        position += rows;
    }

    /** Whether the current key comes before that of another source: ties go to the lower ordinal. */
    boolean isBefore(OpenWideSource other) {
        int order = keys.compare(position, other.keys, other.position);
        return order < 0 || (order == 0 && ordinal < other.ordinal);
    }

    /** Whether a key of an unopened source, not below this bound, might come before the current key. */
    boolean mayFollow(byte[] bound, int otherOrdinal) {
        int order = keys.compare(position, bound);
        return order > 0 || (order == 0 && otherOrdinal < ordinal);
    }

    /** Of the next {@code rows} rows, how many stand before the current key of a rival. */
    int lead(int rows, OpenWideSource rival) {
        KeyBlock others = rival.keys;
        int most = ordinal < rival.ordinal ? 0 : -1;
        return lead(rows, others.bytes(), others.start(rival.position), others.end(rival.position), most);
    }

    /** Of the next {@code rows} rows, how many stand before any key of an unopened source with this bound. */
    int lead(int rows, byte[] bound, int otherOrdinal) {
        return lead(rows, bound, 0, bound.length, ordinal < otherOrdinal ? 0 : -1);
    }

    /** As {@link Gallop}, in steps that double, then by halving; rows count that compare at {@code most} so. */
    private int lead(int rows, byte[] rival, int from, int to, int most) {
        int low = 0;
        int step = 1;
        while (low + step <= rows && compare(low + step - 1, rival, from, to) <= most) {
            low += step;
            step <<= 1;
        }
        int high = Math.min(rows, low + step - 1);
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (compare(middle, rival, from, to) <= most) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** Sign of the comparison of a key of the block, counted from the current one, with a rival's. */
    private int compare(int row, byte[] rival, int from, int to) {
        int key = position + row;
        return Integer.signum(KeyBlock.compare(keys.bytes(), keys.start(key), keys.end(key), rival, from, to));
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
            if (rowsBeforeBlock != claimedRows) {
                throw new RowCountException(ordinal, claimedRows, rowsBeforeBlock);
            }
            return false;
        }
        keys = stream.keys();
        size = keys.count();
        checkSize();
        checkOrder();
        return true;
    }

    /** To be called once. */
    void close() {
        stream.close();
    }

    private void checkSize() {
        if (size < 1) {
            throw new IllegalStateException("source " + ordinal + ": a block of " + size + " keys");
        }
        if (size > claimedRows - rowsBeforeBlock) {
            throw new RowCountException(ordinal, claimedRows, rowsBeforeBlock + size);
        }
    }

    private void checkOrder() {
        if (keys.compare(0, floor) < 0) {
            throw new KeyOrderException(ordinal, rowsBeforeBlock, keys.copy(0), floor);
        }
        for (int i = 1; i < size; i++) {
            if (keys.compare(i, keys, i - 1) < 0) {
                throw new KeyOrderException(ordinal, rowsBeforeBlock + i, keys.copy(i), keys.copy(i - 1));
            }
        }
        floor = keys.copy(size - 1);
    }
}
