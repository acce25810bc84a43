package dev.daypack.discover;

/** A part whose name does not tell its version, under the setting {@code versions: newest-prefix}: bad content. */
public final class UnversionedPartException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String key;

    public UnversionedPartException(String key) {
        super(Printable.of(key) + ": the name does not start with YYYYMMDD_HHMMSS_, as the setting versions:"
                + " newest-prefix needs; rename or remove the part, or set versions: all");
        this.key = key;
    }

    /** The part's key, as the store has it. */
    public String key() {
        return key;
    }
}
