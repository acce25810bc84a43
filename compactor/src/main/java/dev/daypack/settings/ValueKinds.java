package dev.daypack.settings;

import dev.daypack.text.SortTerms;
import dev.daypack.text.Units;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** The kinds of values that settings have. */
final class ValueKinds {

    private static final String STORE_URL = "s3://bucket/prefix or file:///directory, without credentials in it";
    private static final String HTTP_URL = "http://host:port or https://host:port, without credentials in it";

    private ValueKinds() {}

    static ValueKind<String> text(String allowed) {
        return new ValueKind<>(allowed, text -> check(!text.isBlank(), text, "empty"));
    }

    static ValueKind<String> sortTerms() {
        return new ValueKind<>(
                "the name of a column, or several with commas, such as: ts_event, trade_id desc"
                        + " (a name with a comma or a blank in it stands in quotation marks, no column is given twice);"
                        + " or none: rows stay in the order of file and row",
                text -> SortTerms.parse(text).toString());
    }

    static ValueKind<Secret> secret() {
        return new ValueKind<>("text", text -> new Secret(check(!text.isBlank(), text, "empty")));
    }

    static ValueKind<Boolean> yesOrNo() {
        return new ValueKind<>("true or false", text -> switch (text.strip().toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("neither");
        });
    }

    static ValueKind<Long> count(long least, long most) {
        String allowed = String.format(Locale.ROOT, "a whole number from %,d to %,d", least, most);
        return new ValueKind<>(allowed, text -> {
            long number = Long.parseLong(text.strip().replace("_", ""));
            return check(number >= least && number <= most, number, "out of range");
        });
    }

    static ValueKind<Integer> smallCount(int least, int most) {
        ValueKind<Long> wide = count(least, most);
        return new ValueKind<>(wide.allowed(), text -> Math.toIntExact(wide.parse(text)));
    }

    static ValueKind<Double> fraction(double least, double most) {
        String allowed = String.format(Locale.ROOT, "a number from %.0f to %.0f", least, most);
        return new ValueKind<>(allowed, text -> {
            double number = Double.parseDouble(text.strip());
            return check(number >= least && number <= most, number, "out of range");
        });
    }

    static ValueKind<Long> size(long least, long most) {
        String range = " from " + Units.exactBytes(least) + " to " + Units.exactBytes(most);
        return new ValueKind<>(Units.SIZE_FORM + "," + range, text -> {
            long bytes = Units.parseBytes(text);
            return check(bytes >= least && bytes <= most, bytes, "out of range");
        });
    }

    static ValueKind<Duration> duration(Duration least, Duration most) {
        String range = " from " + least.toSeconds() + "s to " + most.toSeconds() + "s";
        return new ValueKind<>(Units.DURATION_FORM + "," + range, text -> {
            Duration value = Units.parseDuration(text);
            return check(value.compareTo(least) >= 0 && value.compareTo(most) <= 0, value, "out of range");
        });
    }

    static <E extends Enum<E>> ValueKind<E> choice(Class<E> type) {
        String allowed =
                Arrays.stream(type.getEnumConstants()).map(ValueKinds::spelling).collect(Collectors.joining(" or "));
        return new ValueKind<>(
                allowed,
                text -> Arrays.stream(type.getEnumConstants())
                        .filter(constant -> spelling(constant).equals(text.strip()))
                        .findFirst()
                        .orElseThrow(() -> new IllegalArgumentException("none of them")));
    }

    /** {@code NEWEST_PREFIX} is written {@code newest-prefix}. */
    static String spelling(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static ValueKind<Path> path() {
        return new ValueKind<>("a directory", text -> {
            try {
                return Path.of(check(!text.isBlank(), text, "empty"));
            } catch (InvalidPathException broken) {
                throw new IllegalArgumentException("not a path", broken);
            }
        });
    }

    static ValueKind<String> storeUrl() {
        return new ValueKind<>(STORE_URL, text -> {
            URI uri = uri(text.strip());
            // A colon there is somebody's access key and secret, whose slash hides the @ that follows.
            boolean bucket = "s3".equals(uri.getScheme())
                    && uri.getRawAuthority() != null
                    && !uri.getRawAuthority().contains(":");
            boolean directory = "file".equals(uri.getScheme()) && uri.getPath() != null && uri.getAuthority() == null;
            check(bucket || directory, text, "another scheme, or no bucket or directory");
            return check(uri.getQuery() == null && uri.getFragment() == null, text.strip(), "has ? or # in it");
        });
    }

    static ValueKind<URI> httpUrl() {
        return new ValueKind<>(HTTP_URL, text -> {
            URI uri = uri(text.strip());
            boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
            return check(http && uri.getHost() != null, uri, "not an http address");
        });
    }

    private static URI uri(String text) {
        try {
            URI uri = new URI(text);
            check(uri.getRawAuthority() == null || !uri.getRawAuthority().contains("@"), uri, "has credentials in it");
            return uri;
        } catch (URISyntaxException broken) {
            throw new IllegalArgumentException("not a URL", broken);
        }
    }

    private static <T> T check(boolean holds, T value, String reason) {
        if (!holds) {
            throw new IllegalArgumentException(reason);
        }
        return value;
    }
}
