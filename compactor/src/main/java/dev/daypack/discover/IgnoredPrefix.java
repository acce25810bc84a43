package dev.daypack.discover;

/**
 * A prefix below which nothing is packed because it does not fit the layout.
 *
 * @param prefix whole, ending in {@code /}; text from outside, see {@link Printable}
 * @param reason what kind of misfit
 * @param text one line for people, escaped
 */
public record IgnoredPrefix(String prefix, Match.Reason reason, String text) {

    /** {@code exchange=x/lost+found/: does not match 'stream={stream}'}, escaped. */
    @Override
    public String toString() {
        return Printable.of(prefix) + ": " + text;
    }
}
