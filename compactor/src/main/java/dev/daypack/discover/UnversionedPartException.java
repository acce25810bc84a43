package dev.daypack.discover;

/** A part whose name does not tell its version, under the setting {@code versions: newest-prefix}: bad content. */
public final class UnversionedPartException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String key;

    /**
     * @param key of the first such part
     * @param unversioned how many such parts the partition-day has
     * @param parts how many parts it has in all
     */
    public UnversionedPartException(String key, int unversioned, int parts) {
        super(Printable.of(key) + ": the name does not start with YYYYMMDD_HHMMSS_, as the setting versions:"
                + " newest-prefix needs; " + unversioned + " of " + parts
                + " parts of the partition-day do not; rename or remove them, or set versions: all");
        this.key = key;
    }

    /** The part's key, as the store has it. */
    public String key() {
        return key;
    }
}
