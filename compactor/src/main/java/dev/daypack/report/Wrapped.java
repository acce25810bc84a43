package dev.daypack.report;

import java.util.ArrayList;
import java.util.List;

/** Text in lines that fit a terminal of 80 columns. A word that is longer stands on a line of its own. */
final class Wrapped {

    private static final int COLUMNS = 80;

    private Wrapped() {}

    /** The first line after {@code lead}, the others under it. */
    static List<String> lines(String lead, String text) {
        List<String> lines = new ArrayList<>();
        String indent = " ".repeat(lead.length());
        StringBuilder line = new StringBuilder(lead);
        for (String word : text.split(" ")) {
            boolean isFresh = line.length() == lead.length();
            if (!isFresh && line.length() + 1 + word.length() > COLUMNS) {
                lines.add(line.toString());
                line = new StringBuilder(indent);
                isFresh = true;
            }
            line.append(isFresh ? "" : " ").append(word);
        }
        lines.add(line.toString());
        return lines;
    }
}
