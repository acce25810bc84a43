package dev.daypack.report;

/**
 * What was listed under a partition-day and not read.
 *
 * @param ignoredKeys keys that are not parts
 * @param supersededParts parts of older deliveries
 */
public record LeftOut(int ignoredKeys, int supersededParts) {

    public static final LeftOut NONE = new LeftOut(0, 0);

    public LeftOut {
        if (ignoredKeys < 0 || supersededParts < 0) {
            throw new IllegalArgumentException("a count is never negative");
        }
    }
}
