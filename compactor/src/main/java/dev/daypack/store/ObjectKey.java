package dev.daypack.store;

import java.nio.charset.StandardCharsets;
import java.util.Comparator;

/** The rules for keys that every store shares, and their order. */
public final class ObjectKey {

    /** S3's limit; with it a key fits every store but for the length of single names in a directory. */
    static final int LIMIT_BYTES = 1_024;

    /** Bytewise order of the UTF-8 form, which is the order of code points ({@code String} compares UTF-16 units). */
    public static final Comparator<String> ORDER = ObjectKey::compare;

    private ObjectKey() {}

    /**
     * Returns the key, if it names an object.
     *
     * @throws StoreException of kind {@code FAILED} if it is empty or too long, if a segment of it is empty, {@code .}
     *     or {@code ..}, or if it holds control characters
     */
    static String checked(String key) {
        if (key.isEmpty()) {
            throw refused(key, "it is empty");
        }
        if (key.getBytes(StandardCharsets.UTF_8).length > LIMIT_BYTES) {
            throw refused(key, "it is longer than " + LIMIT_BYTES + " bytes");
        }
        checkSegments(key, key);
        return key;
    }

    /** Returns the prefix of a listing, if its whole segments could stand in a key. */
    static String checkedPrefix(String prefix) {
        int end = prefix.lastIndexOf('/');
        if (end >= 0) {
            checkSegments(prefix, prefix.substring(0, end));
        }
        return prefix;
    }

    private static void checkSegments(String key, String segments) {
        int start = 0;
        for (int at = 0; at <= segments.length(); at++) {
            if (at == segments.length() || segments.charAt(at) == '/') {
                checkSegment(key, segments, start, at);
                start = at + 1;
            } else {
                checkCharacter(key, segments, at);
            }
        }
    }

    private static void checkSegment(String key, String segments, int from, int to) {
        boolean isDots = to - from <= 2;
        for (int at = from; isDots && at < to; at++) {
            isDots = segments.charAt(at) == '.';
        }
        if (isDots) {
            throw refused(key, "a segment of it is empty, \".\" or \"..\"");
        }
    }

    private static void checkCharacter(String key, String segments, int at) {
        char character = segments.charAt(at);
        if (Character.isISOControl(character)) {
            throw refused(key, "it holds control characters");
        }
        if (Character.isSurrogate(character)) {
            boolean isPair = Character.isHighSurrogate(character)
                    ? at + 1 < segments.length() && Character.isLowSurrogate(segments.charAt(at + 1))
                    : at > 0 && Character.isHighSurrogate(segments.charAt(at - 1));
            if (!isPair) {
                throw refused(key, "it is not valid Unicode");
            }
        }
    }

    private static StoreException refused(String key, String reason) {
        return new StoreException(
                StoreException.Kind.FAILED,
                key,
                "refused key \"" + SafeText.of(key) + "\": " + reason + "; rename the object",
                null);
    }

    private static int compare(String a, String b) {
        int common = Math.min(a.length(), b.length());
        for (int at = 0; at < common; at++) {
            char x = a.charAt(at);
            char y = b.charAt(at);
            if (x != y) {
                // Surrogates stand for code points above all other units, though their values do not.
                return Character.isSurrogate(x) == Character.isSurrogate(y)
                        ? Character.compare(x, y)
                        : Boolean.compare(Character.isSurrogate(x), Character.isSurrogate(y));
            }
        }
        return Integer.compare(a.length(), b.length());
    }
}
