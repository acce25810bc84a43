package dev.daypack.text;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * Writes a string as one word of a shell command that can be copied from a terminal and run as it stands. Plain words
 * stay bare, others are single-quoted; what must not reach a terminal is written in the {@code $'\x..'} form that bash,
 * zsh, ksh and POSIX.1-2024 shells read.
 */
public final class ShellWord {

    private static final Pattern BARE = Pattern.compile("[A-Za-z0-9_./:@%+,=-]+");

    private ShellWord() {}

    /** The word, quoted as far as needed. */
    public static String of(String text) {
        if (BARE.matcher(text).matches()) {
            return text;
        }
        if (text.codePoints().allMatch(Printable::isPlain)) {
            return "'" + text.replace("'", "'\\''") + "'";
        }
        StringBuilder out = new StringBuilder("$'");
        text.codePoints().forEach(point -> append(out, point));
        return out.append('\'').toString();
    }

    private static void append(StringBuilder out, int codePoint) {
        if (codePoint == '\'' || codePoint == '\\') {
            out.append('\\').appendCodePoint(codePoint);
        } else if (Printable.isPlain(codePoint)) {
            out.appendCodePoint(codePoint);
        } else {
            // Three octal digits: unlike \x, they end by themselves.
            for (byte unit : Character.toString(codePoint).getBytes(StandardCharsets.UTF_8)) {
                out.append(String.format("\\%03o", unit & 0xff));
            }
        }
    }
}
