package dev.daypack.merge;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The sources that are not open yet, in the order in which they may have to be: by (lower bound, ordinal). Sources
 * without rows do not occur. Not thread-safe.
 */
final class OpeningOrder {

    /** As an ordinal: no source; comes after all in a tie. */
    static final int NONE = Integer.MAX_VALUE;

    private final List<KeySource> sources;

    /** By ordinal. */
    private final long[] lowerBounds;

    private final int[] ordinals;
    private int place;

    /** Of the first: lower bound and ordinal, or {@link Long#MAX_VALUE} and {@link #NONE}. */
    private long key;

    private int ordinal;

    /** @throws IllegalArgumentException if a source has a negative number of rows */
    OpeningOrder(List<KeySource> sources) {
        this.sources = List.copyOf(sources);
        lowerBounds = this.sources.stream().mapToLong(KeySource::lowerBound).toArray();
        ordinals = IntStream.range(0, lowerBounds.length)
                .filter(this::hasRows)
                .boxed()
                .sorted(Comparator.comparingLong((Integer i) -> lowerBounds[i])
                        .thenComparing(Comparator.naturalOrder()))
                .mapToInt(Integer::intValue)
                .toArray();
        moveTo(0);
    }

    /** How many are left. */
    int size() {
        return ordinals.length - place;
    }

    /** The smallest lower bound; {@link Long#MAX_VALUE} if none is left. */
    long key() {
        return key;
    }

    /** The source with that bound; {@link #NONE} if none is left. */
    int ordinal() {
        return ordinal;
    }

    /** Whether the first might have a key that comes before this one of the source {@code otherOrdinal}. */
    boolean isBefore(long otherKey, int otherOrdinal) {
        return key < otherKey || (key == otherKey && ordinal < otherOrdinal);
    }

    /** How many might have a key that comes before this one of the source {@code otherOrdinal}. */
    int countBefore(long otherKey, int otherOrdinal) {
        int at = place;
        while (at < ordinals.length
                && (lowerBounds[ordinals[at]] < otherKey
                        || (lowerBounds[ordinals[at]] == otherKey && ordinals[at] < otherOrdinal))) {
            at++;
        }
        return at - place;
    }

    /** Starts to read the first, which leaves this list. Its first block is still to be fetched. */
    OpenSource open() {
        OpenSource opened = new OpenSource(ordinal, sources.get(ordinal), key);
        moveTo(place + 1);
        return opened;
    }

    private void moveTo(int next) {
        place = next;
        boolean ended = size() == 0;
        ordinal = ended ? NONE : ordinals[place];
        key = ended ? Long.MAX_VALUE : lowerBounds[ordinal];
    }

    private boolean hasRows(int source) {
        long rows = sources.get(source).rows();
        if (rows < 0) {
            throw new IllegalArgumentException("source " + source + " has a negative number of rows");
        }
        return rows > 0;
    }
}
