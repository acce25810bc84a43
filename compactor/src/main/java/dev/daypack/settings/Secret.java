package dev.daypack.settings;

/** A secret that does not print itself. */
public final class Secret {

    static final String MASK = "********";

    private final String value;

    public Secret(String value) {
        this.value = value;
    }

    /** The secret, for the one who needs it. Never for a message. */
    public String reveal() {
        return value;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Secret secret && secret.value.equals(value);
    }

    @Override
    public int hashCode() {
        return value.hashCode();
    }

    @Override
    public String toString() {
        return MASK;
    }
}
