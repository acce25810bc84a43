package dev.daypack.merge;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** The sources of byte string keys that are not open yet, by (lower bound, ordinal). Not thread-safe. */
final class WideOpeningOrder {

    private final List<WideKeySource> sources;

    /** By ordinal; null of a source without rows. */
    private final byte[][] bounds;

    private final int[] ordinals;
    private int place;

    /** @throws IllegalArgumentException if a source has a negative number of rows */
    WideOpeningOrder(List<WideKeySource> sources) {
        this.sources = List.copyOf(sources);
        bounds = new byte[this.sources.size()][];
        for (int i = 0; i < bounds.length; i++) {
            long rows = this.sources.get(i).rows();
            if (rows < 0) {
                throw new IllegalArgumentException("source " + i + " has a negative number of rows");
            }
            bounds[i] = rows == 0 ? null : this.sources.get(i).lowerBound();
        }
        ordinals = IntStream.range(0, bounds.length)
                .filter(i -> bounds[i] != null)
                .boxed()
                .sorted(Comparator.comparing((Integer i) -> bounds[i], Arrays::compareUnsigned)
                        .thenComparing(Comparator.naturalOrder()))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    /** How many are left. */
    int size() {
        return ordinals.length - place;
    }

    /** The smallest lower bound; only if any is left. */
    byte[] bound() {
        return bounds[ordinals[place]];
    }

    /** The source with that bound. */
    int ordinal() {
        return ordinals[place];
    }

    /** Starts to read the first, which leaves this list. Its first block is still to be fetched. */
    OpenWideSource open() {
        int ordinal = ordinals[place++];
        return new OpenWideSource(ordinal, sources.get(ordinal));
    }
}
