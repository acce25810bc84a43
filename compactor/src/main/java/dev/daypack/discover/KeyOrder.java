package dev.daypack.discover;

/**
 * The order of keys by their UTF-8 bytes, which gives a part its file rank. {@link String#compareTo} is not that order:
 * it puts characters past U+FFFF before U+E000, and two hosts that list the same parts must rank them alike.
 */
public final class KeyOrder {

    private KeyOrder() {}

    /** Negative, 0 or positive, as {@code left} stands before, at or after {@code right}. */
    public static int compare(String left, String right) {
        int shared = Math.min(left.length(), right.length());
        for (int at = 0; at < shared; at++) {
            char a = left.charAt(at);
            char b = right.charAt(at);
            if (a != b) {
                // Surrogates stand for code points above every other character: raise them over U+FFFF.
                return Integer.compare(raised(a), raised(b));
            }
        }
        return Integer.compare(left.length(), right.length());
    }

    private static int raised(char unit) {
        return Character.isSurrogate(unit) ? unit + 0x10000 : unit;
    }
}
