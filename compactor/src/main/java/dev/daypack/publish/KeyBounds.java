package dev.daypack.publish;

import java.math.BigInteger;

/**
 * Least and greatest value of the order column, in the column's own unit and signedness.
 *
 * @param min of all rows
 * @param max of all rows; not below {@code min}
 */
public record KeyBounds(BigInteger min, BigInteger max) {

    public KeyBounds {
        if (min.compareTo(max) > 0) {
            throw new IllegalArgumentException("min " + min + " is above max " + max);
        }
    }

    public static KeyBounds ofSigned(long min, long max) {
        return new KeyBounds(BigInteger.valueOf(min), BigInteger.valueOf(max));
    }

    /** Bounds of a column that is unsigned by annotation. */
    public static KeyBounds ofUnsigned(long min, long max) {
        return new KeyBounds(new BigInteger(Long.toUnsignedString(min)), new BigInteger(Long.toUnsignedString(max)));
    }
}
