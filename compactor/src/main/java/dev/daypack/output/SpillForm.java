package dev.daypack.output;

/** How the rows of a spilled segment are written. Numbers have the least significant byte first. */
enum SpillForm {
    /** All rows have one id, or are null; nothing is written. */
    CONSTANT(0),
    /** Ids of the column's spill dictionary, one added: 0 is a null. */
    IDS_1(1),
    IDS_2(2),
    IDS_4(4),
    /** Fixed-width values; where there are nulls, a bit a row before them. */
    INTS(4),
    LONGS(8),
    /** Where each value ends, from the first byte of the first one, then the values; null bits before both. */
    BINARIES(4);

    private static final SpillForm[] FORMS = values();

    private final int rowBytes;

    SpillForm(int rowBytes) {
        this.rowBytes = rowBytes;
    }

    /** Bytes of a row; of a binary one without its value. */
    int rowBytes() {
        return rowBytes;
    }

    boolean isIds() {
        return compareTo(IDS_4) <= 0;
    }

    /** As it stands in the index. */
    long word(boolean hasNulls) {
        return 2L * ordinal() + (hasNulls ? 1 : 0);
    }

    static SpillForm of(long word) {
        return FORMS[(int) (word >>> 1)];
    }

    static boolean hasNulls(long word) {
        return (word & 1) != 0;
    }

    /** Bytes of the null bits of so many rows. */
    static int nullBytes(int rows) {
        return (rows + 7) >>> 3;
    }
}
