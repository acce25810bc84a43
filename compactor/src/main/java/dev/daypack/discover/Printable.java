package dev.daypack.discover;

import java.util.Locale;

/**
 * Text from outside (keys, partition values, error texts in documents), made safe for a log line or a terminal:
 * control, format and unpaired surrogate characters stand as {@code \}{@code uXXXX}, and the length is bounded.
 */
public final class Printable {

    /** Longest text shown in a message unless the caller says otherwise, in characters. */
    public static final int DEFAULT_MAX_CHARS = 200;

    private Printable() {}

    /** The text, escaped, of at most {@link #DEFAULT_MAX_CHARS} of its characters. */
    public static String of(String text) {
        return of(text, DEFAULT_MAX_CHARS);
    }

    /**
     * The text, escaped.
     *
     * @param maxChars how many characters of the text are shown; {@code ...} follows if there are more
     */
    public static String of(String text, int maxChars) {
        StringBuilder out = new StringBuilder(Math.min(text.length(), maxChars) + 8);
        int at = 0;
        while (at < text.length() && at < maxChars) {
            int codePoint = text.codePointAt(at);
            if (isPlain(codePoint)) {
                out.appendCodePoint(codePoint);
            } else {
                out.append(String.format(Locale.ROOT, "\\u%04X", codePoint));
            }
            at += Character.charCount(codePoint);
        }
        return at < text.length() ? out.append("...").toString() : out.toString();
    }

    private static boolean isPlain(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }
}
