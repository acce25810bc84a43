package dev.daypack.testing;

/** Text from files as it may stand in a failure message. */
final class Escaped {

    private static final int LONGEST = 200;

    private Escaped() {}

    /** Control characters as {@code \\u0007}, cut after 200 characters. */
    static String text(String value) {
        StringBuilder out = new StringBuilder();
        value.chars().limit(LONGEST).forEach(c -> {
            if (Character.isISOControl(c)) {
                out.append(String.format("\\u%04x", c));
            } else {
                out.append((char) c);
            }
        });
        return value.length() > LONGEST ? out + "..." : out.toString();
    }
}
