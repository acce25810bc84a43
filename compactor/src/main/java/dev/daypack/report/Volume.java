package dev.daypack.report;

/**
 * How much went through.
 *
 * @param rows published
 * @param parts read
 * @param bytesIn size of the parts
 * @param bytesOut size of the output
 */
public record Volume(long rows, int parts, long bytesIn, long bytesOut) {

    public static final Volume NONE = new Volume(0, 0, 0, 0);

    public Volume {
        if (rows < 0 || parts < 0 || bytesIn < 0 || bytesOut < 0) {
            throw new IllegalArgumentException("a volume is never negative");
        }
    }

    /** Both together. */
    public Volume plus(Volume other) {
        return new Volume(
                rows + other.rows,
                Math.addExact(parts, other.parts),
                bytesIn + other.bytesIn,
                bytesOut + other.bytesOut);
    }
}
