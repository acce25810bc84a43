package dev.daypack.merge;

/** A source delivered more or fewer keys than it had claimed. The caller names the file behind the ordinal. */
public final class RowCountException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int ordinal;
    private final long claimedRows;
    private final long deliveredRows;

    /**
     * @param ordinal the source's place in the list of sources
     * @param claimedRows what {@link KeySource#rows} said
     * @param deliveredRows what came; if it is more than claimed, then at least this many
     */
    public RowCountException(int ordinal, long claimedRows, long deliveredRows) {
        super("source " + ordinal + " claims " + claimedRows + " rows but delivered "
                + (deliveredRows > claimedRows ? "at least " : "only ") + deliveredRows);
        this.ordinal = ordinal;
        this.claimedRows = claimedRows;
        this.deliveredRows = deliveredRows;
    }

    public int ordinal() {
        return ordinal;
    }

    public long claimedRows() {
        return claimedRows;
    }

    public long deliveredRows() {
        return deliveredRows;
    }
}
