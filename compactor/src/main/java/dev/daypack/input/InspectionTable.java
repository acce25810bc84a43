package dev.daypack.input;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Lines up cells in columns. A column whose cells are all empty is left out, so that a table shows what a file has.
 * Cells must be printable.
 */
final class InspectionTable {

    private static final String GAP = "  ";
    private static final char NUMBER_MARK = '>';

    private final String[] titles;
    private final boolean[] isNumber;
    private final List<String[]> rows = new ArrayList<>();

    /** @param titles those that begin with {@code >} have their cells to the right, as numbers stand */
    InspectionTable(String... titles) {
        this.titles = new String[titles.length];
        this.isNumber = new boolean[titles.length];
        for (int i = 0; i < titles.length; i++) {
            isNumber[i] = titles[i].charAt(0) == NUMBER_MARK;
            this.titles[i] = isNumber[i] ? titles[i].substring(1) : titles[i];
        }
    }

    /** Adds a row of as many cells as there are titles. */
    void row(String... cells) {
        if (cells.length != titles.length) {
            throw new IllegalArgumentException(cells.length + " cells for " + titles.length + " columns");
        }
        rows.add(cells);
    }

    /** The titles and the rows, one line each. */
    List<String> lines() {
        return lines(widths());
    }

    /**
     * The same in lines of at most so many characters: where they would be longer, there are several tables below each
     * other, each of which begins with the first columns. Only a column that is wide by itself makes a longer line.
     *
     * @param repeated how many columns stand in each of the tables
     * @param cut place of the column before which a table of several is best ended
     */
    List<String> lines(int repeated, int cut, int maxChars) {
        int[] widths = widths();
        if (chars(widths) <= maxChars) {
            return lines(widths);
        }
        List<String> lines = new ArrayList<>();
        int from = repeated;
        while (from < widths.length) {
            int[] chosen = Arrays.copyOf(Arrays.copyOf(widths, repeated), widths.length);
            int to = from;
            do {
                chosen[to] = widths[to];
                to++;
            } while (to < widths.length && to != cut && chars(chosen) + GAP.length() + widths[to] <= maxChars);
            if (Arrays.stream(widths, from, to).anyMatch(width -> width > 0)) {
                lines.addAll(lines(chosen));
            }
            from = to;
        }
        return lines;
    }

    /** Of a line with these columns; those of no width are not in it. */
    private static int chars(int[] widths) {
        return Arrays.stream(widths)
                        .filter(width -> width > 0)
                        .map(width -> width + GAP.length())
                        .sum()
                - GAP.length();
    }

    private int[] widths() {
        int[] widths = new int[titles.length];
        for (int i = 0; i < widths.length; i++) {
            int column = i;
            int widest =
                    rows.stream().mapToInt(row -> row[column].length()).max().orElse(0);
            widths[i] = widest == 0 ? 0 : Math.max(widest, titles[i].length());
        }
        return widths;
    }

    private List<String> lines(int[] widths) {
        List<String> lines = new ArrayList<>(rows.size() + 1);
        lines.add(line(titles, widths));
        rows.forEach(row -> lines.add(line(row, widths)));
        return lines;
    }

    private String line(String[] cells, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < cells.length; i++) {
            if (widths[i] == 0) {
                continue;
            }
            String blanks = " ".repeat(widths[i] - cells[i].length());
            line.append(line.isEmpty() ? "" : GAP);
            line.append(isNumber[i] ? blanks + cells[i] : cells[i] + blanks);
        }
        return line.toString().stripTrailing();
    }
}
