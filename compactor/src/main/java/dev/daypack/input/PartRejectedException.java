package dev.daypack.input;

/**
 * A part whose content cannot be packed: broken, beyond a limit, of a kind we do not read, or at odds with its
 * neighbours. Names the part, the column and the place; never thrown for trouble with a store.
 */
public final class PartRejectedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Why; the spelling in documents is {@link #code}. */
    public enum Reason {
        /** Bytes that break the format. */
        CORRUPT("corrupt_part"),
        /** A feature that this version does not read. */
        UNSUPPORTED("unsupported_feature"),
        /** Beyond a configured limit. */
        OVER_LIMIT("over_limit"),
        /** Columns that do not agree with those of another part. */
        SCHEMA_MISMATCH("schema_mismatch"),
        /** A sort key that is missing, null or not what the statistics claim. */
        BAD_KEY("bad_sort_key");

        private final String code;

        Reason(String code) {
            this.code = code;
        }

        /** The value of {@code error_type} in the state. */
        public String code() {
            return code;
        }
    }

    private final Reason reason;
    private final String part;
    private final String column;
    private final long offset;
    private final String detail;

    /**
     * @param part key or URL of the part
     * @param column name of the column, or empty if it is the whole file
     * @param offset byte offset in the part, or -1 if there is no such place
     * @param detail what is wrong, and the remedy if there is one
     */
    public PartRejectedException(Reason reason, String part, String column, long offset, String detail) {
        this(reason, part, column, offset, detail, null);
    }

    public PartRejectedException(
            Reason reason, String part, String column, long offset, String detail, Throwable cause) {
        super(describe(part, column, offset, detail), cause);
        this.reason = reason;
        this.part = part;
        this.column = column;
        this.offset = offset;
        this.detail = detail;
    }

    private static String describe(String part, String column, long offset, String detail) {
        return part
                + (column.isEmpty() ? "" : ", column " + column)
                + (offset < 0 ? "" : ", at byte " + offset)
                + ": "
                + detail;
    }

    public Reason reason() {
        return reason;
    }

    public String part() {
        return part;
    }

    public String column() {
        return column;
    }

    /** Byte offset in the part, or -1. */
    public long offset() {
        return offset;
    }

    public String detail() {
        return detail;
    }
}
