package dev.daypack.compact;

import dev.daypack.testing.Duck;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The cases of {@code src/test/polars/cases.sql}, and the files that DuckDB makes of one. */
record PolarsCases(List<Case> cases) {

    private static final Pattern HEAD = Pattern.compile("(?m)^-- case (.+)$");

    /** Rows of each part: several row groups and pages of a small cut. */
    private static final int ROWS = 900;

    /**
     * One case.
     *
     * @param columns of a SELECT over {@code i}
     */
    record Case(String name, String columns) {

        /** Two parts whose times overlap, with ties. */
        List<Path> parts(Path directory) {
            List<Path> parts = new ArrayList<>();
            for (int part = 0; part < 2; part++) {
                String sql = "SELECT * EXCLUDE (i) FROM " + rows(part * ROWS, (part + 1) * ROWS) + " ORDER BY i";
                parts.add(write(sql, file(directory, "part-" + part)));
            }
            return parts;
        }

        /** The right output, by another writer, and of the rows rather than of the parts: a reader may change types. */
        Path expected(Path directory) {
            String sql = "SELECT ts_event, row_number() OVER (ORDER BY ts_event, i) - 1 AS seq, * EXCLUDE (ts_event, i)"
                    + " FROM " + rows(0, 2 * ROWS) + " ORDER BY seq";
            return write(sql, file(directory, "expected"));
        }

        private String rows(int from, int to) {
            return "(SELECT i, (i * 7919 %% 500)::BIGINT AS ts_event, %s FROM range(%d, %d) t(i))"
                    .formatted(columns, from, to);
        }

        private static Path write(String sql, Path file) {
            try (Duck duck = new Duck()) {
                duck.run("COPY (" + sql + ") TO " + Duck.text(file.toString()) + " (FORMAT parquet)");
            }
            return file;
        }

        private Path file(Path directory, String what) {
            return directory.resolve(name.replace(' ', '-') + "-" + what + ".parquet");
        }

        Path output(Path directory) {
            return file(directory, "packed");
        }
    }

    static PolarsCases read(Path file) {
        try {
            String text = Files.readString(file);
            List<Case> cases = new ArrayList<>();
            Matcher head = HEAD.matcher(text);
            boolean found = head.find();
            while (found) {
                String name = head.group(1);
                int start = head.end();
                found = head.find();
                String columns = text.substring(start, found ? head.start() : text.length());
                cases.add(new Case(name, columns.strip()));
            }
            return new PolarsCases(List.copyOf(cases));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
