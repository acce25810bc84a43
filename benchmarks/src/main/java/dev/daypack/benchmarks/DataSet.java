package dev.daypack.benchmarks;

import java.util.List;
import java.util.Locale;

/**
 * A data set by its name; those that have a size take another one after a colon, as {@code huge:512}.
 *
 * @param name also that of its directory, with a dash for the colon
 * @param isLake whether it is a raw store in the default layout, not a directory of parts
 */
record DataSet(String name, String meaning, Recipe recipe, boolean isLake) {

    private static final long MEBIBYTE = 1 << 20;
    private static final long HUGE_MEBIBYTES = 4_096;
    private static final long PAGE_MEBIBYTES = 64;
    private static final long LAKE_PART_ROWS = 1_000;
    private static final int DAY_ROWS = 20_000_000;

    /** The names, without sizes. */
    static final List<String> NAMES =
            List.of("T", "A", "B", "C", "D", "L", "small-parts", "spanning", "huge", "pages", "unsorted", "lake");

    private static final List<String> SIZED = List.of("huge", "pages", "lake");

    /**
     * The data set of that name.
     *
     * @throws IllegalArgumentException if there is none
     */
    static DataSet of(String text) {
        String[] words = text.split(":", 2);
        if (words.length > 1 && !(SIZED.contains(words[0]) && words[1].matches("[1-9]\\d{0,6}"))) {
            throw new IllegalArgumentException(text + ": a size, a number, is for " + String.join(", ", SIZED));
        }
        long size = words.length == 1 ? 0 : Long.parseLong(words[1]);
        return switch (words[0]) {
            case "T" -> day(text, "100 k quotes in 20 parts, 5 % late", Stream.QUOTES, 20, 100_000, 0.05);
            case "A" -> day(text, "20 M quotes in 480 parts, adjacent in time", Stream.QUOTES, 480, DAY_ROWS, 0);
            case "B" -> day(text, "the rows of A, 5 % of them one part late", Stream.QUOTES, 480, DAY_ROWS, 0.05);
            case "C" ->
                parts(
                        text,
                        "the rows of A in 16 parts that all span the day",
                        new CollectedDay(Stream.QUOTES, 16, DAY_ROWS, 0, true));
            case "D" ->
                day(
                        text,
                        "10 M trades with unique string ids in 200 parts, 2 % late",
                        Stream.TRADES,
                        200,
                        10_000_000,
                        0.02);
            case "L" -> day(text, "100 M quotes in 480 parts, adjacent in time", Stream.QUOTES, 480, 100_000_000, 0);
            case "small-parts" ->
                day(text, "20 M quotes in 5,000 parts, adjacent in time", Stream.QUOTES, 5_000, DAY_ROWS, 0);
            case "spanning" ->
                parts(
                        text,
                        "12 M quotes of 15 columns in 1,200 parts that all span the day",
                        new SpanningParts(Stream.WIDE_QUOTES, 1_200, 10_000));
            case "huge" -> huge(text, size == 0 ? HUGE_MEBIBYTES : size);
            case "pages" -> pages(text, size == 0 ? PAGE_MEBIBYTES : size);
            case "unsorted" ->
                parts(
                        text,
                        "20 M quotes in one row group, in no order",
                        new SinglePart(DAY_ROWS, PartShape.PYARROW, false));
            case "lake" -> lake(text, size == 0 ? LAKE_PART_ROWS : size);
            default ->
                throw new IllegalArgumentException(
                        "there is no data set " + text + "; there are " + String.join(", ", NAMES));
        };
    }

    private static DataSet day(String name, String meaning, Stream stream, int parts, long rows, double lateShare) {
        return parts(name, meaning, new CollectedDay(stream, parts, rows, lateShare, false));
    }

    private static DataSet huge(String name, long mebibytes) {
        String meaning = String.format(Locale.ROOT, "quotes in one row group of %,d MiB before compression", mebibytes);
        return parts(name, meaning, SinglePart.ofPlainBytes(mebibytes * MEBIBYTE, PartShape.MEBIBYTE));
    }

    private static DataSet pages(String name, long mebibytes) {
        String meaning = String.format(Locale.ROOT, "20 M quotes in one part with pages of %d MiB", mebibytes);
        PartShape shape = PartShape.plain(Math.toIntExact(mebibytes * MEBIBYTE));
        return parts(name, meaning, new SinglePart(DAY_ROWS, shape, true));
    }

    private static DataSet lake(String name, long partRows) {
        String meaning = String.format(Locale.ROOT, "1,000 partition-days of 20 parts of %,d quotes", partRows);
        return new DataSet(name, meaning, new Lake(100, 10, 20, partRows), true);
    }

    private static DataSet parts(String name, String meaning, Recipe recipe) {
        return new DataSet(name, meaning, recipe, false);
    }

    String directory() {
        return name.replace(':', '-');
    }
}
