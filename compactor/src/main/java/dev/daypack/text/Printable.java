package dev.daypack.text;

/**
 * Makes text from outside (keys, partition values, file contents, server answers) safe to print. Control characters,
 * invisible and direction-changing characters, line and paragraph separators and unpaired surrogates are shown as
 * {@code \}{@code uXXXX}; everything else stays as it is. The result is one line, whatever came in.
 */
public final class Printable {

    /** Twice the longest S3 key; longer text is cut, so that a hostile name cannot fill a log. */
    public static final int MAX_CHARS = 2_048;

    private Printable() {}

    /** The text, escaped and cut to {@link #MAX_CHARS}; {@code "null"} for null. */
    public static String of(String text) {
        return of(text, MAX_CHARS);
    }

    /** The text, escaped, and cut after {@code maxChars} characters of input with {@code ...} in place of the rest. */
    public static String of(String text, int maxChars) {
        if (text == null) {
            return "null";
        }
        boolean cut = text.length() > maxChars;
        String kept = cut ? text.substring(0, maxChars) : text;
        if (!cut && kept.codePoints().allMatch(Printable::isPlain)) {
            return kept;
        }
        StringBuilder out = new StringBuilder(kept.length() + 16);
        kept.codePoints().forEach(point -> append(out, point));
        return cut ? out.append("...").toString() : out.toString();
    }

    /** Whether a code point may reach a terminal as it is. */
    static boolean isPlain(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED -> false;
            default -> true;
        };
    }

    private static void append(StringBuilder out, int codePoint) {
        if (isPlain(codePoint)) {
            out.appendCodePoint(codePoint);
            return;
        }
        for (char unit : Character.toChars(codePoint)) {
            out.append(String.format("\\u%04x", (int) unit));
        }
    }
}
