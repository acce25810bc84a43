package dev.daypack.input;

/** How the values of a column stand in memory. */
public enum ValueKind {
    /** In an {@code int[]}: BOOLEAN as 0 or 1, INT32, FLOAT as its bits. */
    INT(4),
    /** In a {@code long[]}: INT64, DOUBLE as its bits. */
    LONG(8),
    /** In a {@link dev.daypack.encoding.BinaryVector}: BYTE_ARRAY, FIXED_LEN_BYTE_ARRAY, INT96. */
    BINARY(16);

    private final int plannedBytes;

    ValueKind(int plannedBytes) {
        this.plannedBytes = plannedBytes;
    }

    /** Bytes a value takes in memory, for planning; of a binary value without its bytes. */
    public int plannedBytes() {
        return plannedBytes;
    }
}
