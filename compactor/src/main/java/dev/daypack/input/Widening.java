package dev.daypack.input;

/** How a 32-bit value of a part becomes the 64-bit value of the table without loss. */
enum Widening {
    /** Both are of one width. */
    NONE,
    /** INT32 to INT64. */
    SIGNED,
    /** Unsigned INT32 to INT64. */
    UNSIGNED,
    /** FLOAT to DOUBLE; the payload of a NaN keeps its place below the binary point. */
    FLOAT;

    private static final int NAN_SHIFT = 52 - 23;
    private static final int MANTISSA = (1 << 23) - 1;
    private static final long NAN = 0x7ff0_0000_0000_0000L;

    /** Widens {@code from[0 .. count)} to {@code into[at .. at + count)}. */
    void apply(int[] from, long[] into, int at, int count) {
        switch (this) {
            case NONE, SIGNED -> {
                for (int i = 0; i < count; i++) {
                    into[at + i] = from[i];
                }
            }
            case UNSIGNED -> {
                for (int i = 0; i < count; i++) {
                    into[at + i] = from[i] & 0xffff_ffffL;
                }
            }
            case FLOAT -> {
                for (int i = 0; i < count; i++) {
                    into[at + i] = doubleBits(from[i]);
                }
            }
        }
    }

    private static long doubleBits(int floatBits) {
        float value = Float.intBitsToFloat(floatBits);
        if (!Float.isNaN(value)) {
            return Double.doubleToRawLongBits(value);
        }
        long sign = (long) (floatBits >>> 31) << 63;
        return sign | NAN | (long) (floatBits & MANTISSA) << NAN_SHIFT;
    }
}
