package dev.daypack.testing;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Secrets that can be recognised wherever they turn up: all of them have one mark in them. Tests use them for every key
 * and token, and nothing that is printed, logged, reported or stored may have the mark, plain or encoded.
 */
public final class Canaries {

    private static final String MARK = "c4n4ry";

    /** Of temporary credentials. */
    public static final String SESSION_TOKEN = "FwoG" + MARK + "TOKEN/with+slash==";

    private static final List<String> FORMS = forms();

    private Canaries() {}

    /** The access key of a user of the test servers. */
    public static String keyOf(String user) {
        return MARK + user + "key";
    }

    /** The secret key that goes with it. */
    public static String secretOf(String user) {
        return MARK + user + "secret";
    }

    /** As AWS makes them: with a slash and a plus sign. */
    public static String awsSecret() {
        return "wJalr/" + MARK + "/K7MDENG+bPx";
    }

    /** What the environment of a program may hold that is none of its output's business. */
    public static Map<String, String> environment() {
        return Map.of(
                "AWS_ACCESS_KEY_ID", keyOf("env"),
                "AWS_SECRET_ACCESS_KEY", awsSecret(),
                "AWS_SESSION_TOKEN", SESSION_TOKEN);
    }

    /** Fails, without showing the secret, if the text has one in it: as it is, in other case, in Base64 or hex. */
    public static void assertSilent(String where, String text) {
        if (sings(text)) {
            throw new AssertionError("a secret stands in what came from " + where + ": "
                    + text.replaceAll("(?i)\\S*" + MARK + "\\S*", "<the secret>"));
        }
    }

    /** Whether a secret stands in the text. */
    public static boolean sings(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        return lower.contains(MARK) || FORMS.stream().anyMatch(text::contains);
    }

    /** Longest text in which a secret is recognised. */
    static int maxFormChars() {
        return FORMS.stream().mapToInt(String::length).max().orElseThrow();
    }

    /** The mark in hex, and in Base64 at each of the three places where it may begin. */
    private static List<String> forms() {
        byte[] mark = MARK.getBytes(StandardCharsets.US_ASCII);
        List<String> forms = new ArrayList<>();
        forms.add(HexFormat.of().formatHex(mark));
        forms.add(HexFormat.of().withUpperCase().formatHex(mark));
        for (int before = 0; before < 3; before++) {
            byte[] shifted = new byte[before + mark.length];
            System.arraycopy(mark, 0, shifted, before, mark.length);
            String encoded = Base64.getEncoder().withoutPadding().encodeToString(shifted);
            // The first and the last character depend on the neighbours too.
            int from = before == 0 ? 0 : before + 1;
            int to = encoded.length() - (shifted.length % 3 == 0 ? 0 : 1);
            forms.add(encoded.substring(from, to));
        }
        return List.copyOf(forms);
    }
}
