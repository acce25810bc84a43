package dev.daypack.quality;

/** Text from outside made fit for a message: one line of printable ASCII of bearable length. */
final class SafeText {

    /** The longest key a store allows. */
    private static final int MAX_CHARS = 1_024;

    private SafeText() {}

    static String of(String text) {
        StringBuilder out = new StringBuilder(text.length());
        text.chars().limit(MAX_CHARS).forEach(unit -> {
            if (unit >= 0x20 && unit < 0x7f) {
                out.append((char) unit);
            } else {
                out.append(String.format("\\u%04x", unit));
            }
        });
        return text.length() > MAX_CHARS ? out.append("...").toString() : out.toString();
    }
}
