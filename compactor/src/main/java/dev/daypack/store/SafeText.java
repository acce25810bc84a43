package dev.daypack.store;

/** Text from outside (keys, server messages) made fit for a terminal, a log line or an error message. */
public final class SafeText {

    /** Longer text is cut, so that one key cannot fill a screen. */
    static final int LIMIT_CHARS = 1_200;

    private SafeText() {}

    /**
     * The text with control characters, line separators, bidirectional overrides and lone surrogates written as
     * {@code \}{@code uXXXX}, so that it stays on one line and shows what it is.
     */
    public static String of(String text) {
        StringBuilder safe = new StringBuilder(text.length());
        for (int at = 0; at < text.length() && safe.length() < LIMIT_CHARS; ) {
            int codePoint = text.codePointAt(at);
            if (isPlain(codePoint)) {
                safe.appendCodePoint(codePoint);
            } else {
                safe.append(String.format("\\u%04X", codePoint));
            }
            at += Character.charCount(codePoint);
        }
        return safe.length() < LIMIT_CHARS ? safe.toString() : safe + "...";
    }

    private static boolean isPlain(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }
}
