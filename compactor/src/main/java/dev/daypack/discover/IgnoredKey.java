package dev.daypack.discover;

/**
 * An object in a partition-day's directory that is no part.
 *
 * @param key text from outside, see {@link Printable}
 * @param reason one line for people
 */
public record IgnoredKey(String key, String reason) {

    /** {@code symbol=x/date=20260126/_SUCCESS: ...}, escaped. */
    @Override
    public String toString() {
        return Printable.of(key) + ": " + reason;
    }
}
