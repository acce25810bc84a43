package dev.daypack.text;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads and writes sizes and durations, in one place for settings, flags and reports. */
public final class Units {

    /** What a size looks like, for messages. */
    public static final String SIZE_FORM = "a size such as 512KiB, 256MiB or 2GiB";

    /** What a duration looks like, for messages. */
    public static final String DURATION_FORM = "a duration such as 500ms, 30s, 5m, 2h or 1d";

    private static final Pattern AMOUNT = Pattern.compile("([0-9]{1,19}) ?([A-Za-z]*)");

    private static final Map<String, Long> BYTES = Map.ofEntries(
            Map.entry("", 1L),
            Map.entry("b", 1L),
            Map.entry("kb", 1_000L),
            Map.entry("mb", 1_000_000L),
            Map.entry("gb", 1_000_000_000L),
            Map.entry("tb", 1_000_000_000_000L),
            Map.entry("kib", 1L << 10),
            Map.entry("mib", 1L << 20),
            Map.entry("gib", 1L << 30),
            Map.entry("tib", 1L << 40));

    private static final Map<String, Long> MILLIS =
            Map.of("ms", 1L, "s", 1_000L, "m", 60_000L, "h", 3_600_000L, "d", 86_400_000L);

    private static final String[] BINARY = {"B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};

    private Units() {}

    /**
     * Bytes from {@code 256MiB}, {@code 10MB}, {@code 4096}.
     *
     * @throws IllegalArgumentException if it is not a size, or more than 2^63-1 bytes
     */
    public static long parseBytes(String text) {
        return amount(text, BYTES, SIZE_FORM);
    }

    /**
     * A duration from {@code 30s}, {@code 5m}, or ISO-8601 ({@code PT5M}).
     *
     * @throws IllegalArgumentException if it is neither, or too long to count in milliseconds
     */
    public static Duration parseDuration(String text) {
        if (text.startsWith("P") || text.startsWith("p")) {
            try {
                return Duration.parse(text);
            } catch (DateTimeParseException notIso) {
                throw new IllegalArgumentException("not " + DURATION_FORM, notIso);
            }
        }
        return Duration.ofMillis(amount(text, MILLIS, DURATION_FORM));
    }

    private static long amount(String text, Map<String, Long> units, String form) {
        Matcher matcher = AMOUNT.matcher(text.strip());
        Long factor = matcher.matches() ? units.get(matcher.group(2).toLowerCase(Locale.ROOT)) : null;
        if (factor == null) {
            throw new IllegalArgumentException("not " + form);
        }
        try {
            return Math.multiplyExact(Long.parseLong(matcher.group(1)), factor);
        } catch (ArithmeticException | NumberFormatException tooMuch) {
            throw new IllegalArgumentException("too large", tooMuch);
        }
    }

    /** {@code 1.5 GiB}: one decimal below 100, none above. */
    public static String bytes(long bytes) {
        double amount = bytes;
        int unit = 0;
        while (Math.abs(amount) >= 1024 && unit < BINARY.length - 1) {
            amount /= 1024;
            unit++;
        }
        String form = unit == 0 || Math.abs(amount) >= 99.95 ? "%.0f %s" : "%.1f %s";
        return String.format(Locale.ROOT, form, amount, BINARY[unit]);
    }

    /** The shortest text that {@link #parseBytes} reads back to the same number: {@code 256MiB}. */
    public static String exactBytes(long bytes) {
        int unit = 0;
        long amount = bytes;
        while (amount != 0 && amount % 1024 == 0 && unit < 4) {
            amount /= 1024;
            unit++;
        }
        return unit == 0 ? Long.toString(amount) : amount + BINARY[unit];
    }

    /** As {@link #wholeSeconds}, but with a decimal below ten. */
    public static String seconds(double seconds) {
        if (seconds < 9.95) {
            return String.format(Locale.ROOT, "%.1f s", seconds);
        }
        return wholeSeconds(Math.round(seconds));
    }

    /** {@code 4 s}, {@code 3m 05s}, {@code 2h 07m}. */
    public static String wholeSeconds(long whole) {
        if (whole < 60) {
            return whole + " s";
        }
        if (whole < 3_600) {
            return String.format(Locale.ROOT, "%dm %02ds", whole / 60, whole % 60);
        }
        return String.format(Locale.ROOT, "%dh %02dm", whole / 3_600, whole / 60 % 60);
    }

    /** {@code 1,823,192}. */
    public static String count(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }

    /** {@code 1 part}, {@code 480 parts}. */
    public static String count(long count, String singular) {
        return count(count) + " " + singular + (count == 1 ? "" : "s");
    }
}
