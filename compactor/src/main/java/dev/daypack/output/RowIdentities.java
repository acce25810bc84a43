package dev.daypack.output;

/**
 * Follows the keys in output order, from row group to row group: checks that they do not step back, counts the place of
 * each row among those of equal keys, and gives each row its identity for the digests. One object follows the inputs,
 * another, independent of it, the encoded output. Not thread-safe.
 */
final class RowIdentities {

    private final String of;
    private boolean isFirst = true;
    private long lastKey;
    private long tie;
    private long firstKey;

    /** @param of what is followed, for messages */
    RowIdentities(String of) {
        this.of = of;
    }

    /**
     * The next rows.
     *
     * @param keys in the region's order
     * @param order region row by output row, or null
     * @param into takes the identities, in the region's order
     */
    void follow(long[] keys, int[] order, int rows, long[] into) {
        if (rows == 0) {
            return;
        }
        if (isFirst) {
            firstKey = keys[order == null ? 0 : order[0]];
            lastKey = firstKey;
            tie = -1;
            isFirst = false;
        }
        long last = lastKey;
        long ties = tie;
        for (int i = 0; i < rows; i++) {
            int row = order == null ? i : order[i];
            long key = keys[row];
            if (key < last) {
                throw new ConservationException("the keys of the " + of + " step back from " + last + " to " + key);
            }
            ties = key == last ? ties + 1 : 0;
            last = key;
            into[row] = Digests.identity(key, ties);
        }
        lastKey = last;
        tie = ties;
    }

    /** The smallest key; only after a row was seen. */
    long firstKey() {
        return firstKey;
    }

    /** The largest key so far. */
    long lastKey() {
        return lastKey;
    }
}
