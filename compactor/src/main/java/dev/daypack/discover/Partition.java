package dev.daypack.discover;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * One stream of events of one instrument at one exchange: the values of the layout's fields other than the date, in
 * the layout's order.
 *
 * @param fields names, such as {@code exchange, stream, symbol}
 * @param values as many; each matches {@code [A-Za-z0-9._-]{1,128}} and is neither {@code .} nor {@code ..}
 */
public record Partition(List<String> fields, List<String> values) implements Comparable<Partition> {

    private static final Pattern VALUE = Pattern.compile("[A-Za-z0-9._-]{1,128}");

    public Partition {
        fields = List.copyOf(fields);
        values = List.copyOf(values);
        if (fields.size() != values.size()) {
            throw new IllegalArgumentException(fields.size() + " fields but " + values.size() + " values");
        }
        for (String value : values) {
            if (!isValidValue(value)) {
                throw new IllegalArgumentException("not a partition value");
            }
        }
    }

    /** Whether text from outside may stand as a partition value. */
    public static boolean isValidValue(String value) {
        return VALUE.matcher(value).matches() && !value.equals(".") && !value.equals("..");
    }

    /** The value of a field, or empty if the layout has no such field. */
    public Optional<String> value(String field) {
        int at = fields.indexOf(field);
        return at < 0 ? Optional.empty() : Optional.of(values.get(at));
    }

    /** {@code binance/bbo/btcusdt}: how people, logs and the state name a partition. */
    @Override
    public String toString() {
        return String.join("/", values);
    }

    /** The order of {@link #toString}, found without building it: plans sort hundreds of thousands of these. */
    @Override
    public int compareTo(Partition other) {
        int shared = Math.min(values.size(), other.values.size());
        for (int at = 0; at < shared; at++) {
            String left = values.get(at);
            String right = other.values.get(at);
            if (!left.equals(right)) {
                return compareUnequal(left, at + 1 < values.size(), right, at + 1 < other.values.size());
            }
        }
        return Integer.compare(values.size(), other.values.size());
    }

    /** Compares values of which one may begin with the other; then what follows the shorter decides. */
    private static int compareUnequal(String left, boolean leftGoesOn, String right, boolean rightGoesOn) {
        if (right.startsWith(left)) {
            return leftGoesOn ? Character.compare('/', right.charAt(left.length())) : -1;
        }
        if (left.startsWith(right)) {
            return rightGoesOn ? Character.compare(left.charAt(right.length()), '/') : 1;
        }
        return left.compareTo(right);
    }
}
