package dev.daypack.benchmarks;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Sums of hashes of rows, see {@link Digest}.
 *
 * @param isDense whether {@code seq} goes 0, 1, 2 and so on
 * @param content the same for equal rows in any order
 * @param order the same for equal rows in the same order
 */
record RowDigest(long rows, boolean isDense, String content, String order) {

    private static final Pattern LINE = Pattern.compile("\\d+ (true|false) \\d+ \\d+\\s*");

    /** Of a line that {@link Digest} printed; empty if it printed anything else. */
    static Optional<RowDigest> parse(String line) {
        return LINE.matcher(line).matches() ? Optional.of(of(line)) : Optional.empty();
    }

    private static RowDigest of(String line) {
        String[] words = line.strip().split(" ");
        return new RowDigest(Long.parseLong(words[0]), Boolean.parseBoolean(words[1]), words[2], words[3]);
    }

    @Override
    public String toString() {
        return rows + " " + isDense + " " + content + " " + order;
    }

    /** What is wrong with an output that should be this; empty if nothing is. */
    String complaint(RowDigest actual, boolean isOrdered) {
        if (actual.rows != rows) {
            return String.format("%,d rows instead of %,d", actual.rows, rows);
        }
        if (!actual.content.equals(content)) {
            return "other rows than the inputs'";
        }
        if (isOrdered && !actual.isDense) {
            return "seq is not 0, 1, 2, ...";
        }
        return isOrdered && !actual.order.equals(order) ? "rows are not in order of (ts_event, file, row)" : "";
    }
}
