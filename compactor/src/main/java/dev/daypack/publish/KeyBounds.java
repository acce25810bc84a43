package dev.daypack.publish;

import java.math.BigInteger;

/**
 * Least and greatest value of the first sort column, nulls apart. Of integers they are numbers, in the column's own
 * unit and signedness; of all else they are text as people read it: strings as they are (cut if they are long),
 * decimals with their point, instants in ISO form, other bytes in hex.
 *
 * @param min of all rows; a whole number in decimal if {@code isNumber}
 * @param max of all rows, likewise; numbers are not below {@code min}
 * @param isNumber whether the document has them as numbers
 */
public record KeyBounds(String min, String max, boolean isNumber) {

    public KeyBounds {
        if (isNumber && new BigInteger(min).compareTo(new BigInteger(max)) > 0) {
            throw new IllegalArgumentException("min " + min + " is above max " + max);
        }
    }

    public static KeyBounds of(BigInteger min, BigInteger max) {
        return new KeyBounds(min.toString(), max.toString(), true);
    }

    public static KeyBounds ofSigned(long min, long max) {
        return new KeyBounds(Long.toString(min), Long.toString(max), true);
    }

    /** Bounds of a column that is unsigned by annotation. */
    public static KeyBounds ofUnsigned(long min, long max) {
        return new KeyBounds(Long.toUnsignedString(min), Long.toUnsignedString(max), true);
    }

    /** Bounds of a column that is not of integers. */
    public static KeyBounds ofText(String min, String max) {
        return new KeyBounds(min, max, false);
    }
}
