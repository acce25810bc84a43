package dev.daypack.fuzz;

import java.util.List;

/**
 * A file made of a good one.
 *
 * @param seed that it follows from
 * @param changes in words, in the order in which they were made
 * @param isBelied whether a checksum that stands in the file says that its page is not what was written
 */
record Mutant(long seed, Golden golden, byte[] bytes, List<String> changes, boolean isBelied) {

    /** Whether it is packed beside a neighbour, which comes first. */
    boolean hasNeighbour() {
        return (seed & 1) == 1;
    }

    @Override
    public String toString() {
        return "seed " + seed + ": " + golden.name() + (hasNeighbour() ? ", beside a neighbour" : "") + ", "
                + String.join("; then ", changes);
    }
}
