package dev.daypack.input;

import java.util.ArrayList;
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
        int[] widths = new int[titles.length];
        for (int i = 0; i < widths.length; i++) {
            int column = i;
            int widest =
                    rows.stream().mapToInt(row -> row[column].length()).max().orElse(0);
            widths[i] = widest == 0 ? 0 : Math.max(widest, titles[i].length());
        }
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
