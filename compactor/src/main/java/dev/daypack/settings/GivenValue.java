package dev.daypack.settings;

/**
 * The text given for a setting, unread.
 *
 * @param setting its name, such as {@code raw.url}
 * @param text as given; may be a secret, so it is not part of {@link #toString}
 */
public record GivenValue(String setting, String text, Origin origin) {

    /** The value of a command-line flag. */
    public static GivenValue ofFlag(String setting, String flag, String text) {
        return new GivenValue(setting, text, new Origin(Origin.Layer.FLAG, flag));
    }

    @Override
    public String toString() {
        return setting + " from " + origin;
    }
}
