package dev.daypack.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Compares two relations row by row, exactly: NULL, NaN, 0.0 and -0.0 all differ from each other. Both have the columns
 * that are compared and {@code daypack_pos}, 0..N-1; the expected one has {@code daypack_origin} too, a text that says
 * where a row comes from.
 */
final class RowComparison {

    private final Duck duck;
    private final String expected;
    private final String actual;
    private final List<Duck.Column> columns;

    RowComparison(Duck duck, String expected, String actual, List<Duck.Column> columns) {
        this.duck = duck;
        this.expected = expected;
        this.actual = actual;
        this.columns = columns;
    }

    /** The first difference in words, or empty if there is none. */
    Optional<String> firstDifference() {
        String differs = columns.stream().map(RowComparison::differs).collect(Collectors.joining(" OR "));
        String values = columns.stream()
                .map(column -> "e.%1$s::VARCHAR, a.%1$s::VARCHAR, coalesce(%2$s, false)"
                        .formatted(Duck.name(column.name()), differs(column)))
                .collect(Collectors.joining(", "));
        return duck.first(("SELECT coalesce(e.daypack_pos, a.daypack_pos) AS pos, e.daypack_pos, a.daypack_pos,"
                                + " e.daypack_origin, %s FROM %s e FULL JOIN %s a ON e.daypack_pos = a.daypack_pos"
                                + " WHERE e.daypack_pos IS NULL OR a.daypack_pos IS NULL OR %s ORDER BY pos LIMIT 1")
                        .formatted(values, expected, actual, differs))
                .map(this::describe);
    }

    /**
     * How the two differ as multisets of rows; tells a lost row from one in the wrong place. Rows are counted by a
     * 64-bit hash, which is good enough for a diagnosis; the verdict is {@link #firstDifference}'s.
     */
    String multisetDifference() {
        String exact = columns.stream().map(RowComparison::exact).collect(Collectors.joining(", "));
        List<String> counts = duck.rows(("SELECT coalesce(sum(surplus) FILTER (surplus > 0), 0),"
                                + " coalesce(-sum(surplus) FILTER (surplus < 0), 0) FROM"
                                + " (SELECT sum(one) AS surplus FROM (SELECT hash(%1$s) AS row, 1 AS one FROM %2$s"
                                + " UNION ALL SELECT hash(%1$s), -1 FROM %3$s) GROUP BY row)")
                        .formatted(exact, expected, actual))
                .get(0);
        return counts.equals(List.of("0", "0"))
                ? "the rows are the same, their order is not"
                : counts.get(0) + " expected rows are missing, " + counts.get(1) + " rows are too many or changed";
    }

    private String describe(List<String> row) {
        if (row.get(1) == null) {
            return "row " + row.get(0) + " of the output is too many";
        }
        if (row.get(2) == null) {
            return "row " + row.get(0) + " is missing at the end: expected " + row.get(3);
        }
        List<String> differences = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            if (row.get(4 + 3 * i + 2).equals("true")) {
                differences.add(columns.get(i).name() + " should be " + shown(row.get(4 + 3 * i)) + " but is "
                        + shown(row.get(4 + 3 * i + 1)));
            }
        }
        return "row " + row.get(0) + " should be " + row.get(3) + ": " + String.join(", ", differences);
    }

    private static String shown(String value) {
        return value == null ? "NULL" : Escaped.text(value);
    }

    private static String differs(Duck.Column column) {
        String name = Duck.name(column.name());
        String plain = "e.%1$s IS DISTINCT FROM a.%1$s".formatted(name);
        if (isFloating(column)) {
            // DuckDB holds 0.0 and -0.0 for equal, and all NaNs; where that can hide something, bits are compared.
            return "(%1$s OR ((e.%2$s = 0 OR isnan(e.%2$s)) AND e.%2$s::BIT <> a.%2$s::BIT))".formatted(plain, name);
        }
        return hidesFloating(column)
                ? "(%s OR e.%2$s::VARCHAR IS DISTINCT FROM a.%2$s::VARCHAR)".formatted(plain, name)
                : plain;
    }

    /** What to hash of a column, so that zeros and NaNs of different bits differ. */
    private static String exact(Duck.Column column) {
        String name = Duck.name(column.name());
        if (isFloating(column)) {
            return "%1$s, CASE WHEN %1$s = 0 OR isnan(%1$s) THEN %1$s::BIT END".formatted(name);
        }
        return hidesFloating(column) ? name + "::VARCHAR" : name;
    }

    private static boolean isFloating(Duck.Column column) {
        return column.type().equals("DOUBLE") || column.type().equals("FLOAT");
    }

    /** A list or struct with floating-point values inside. */
    private static boolean hidesFloating(Duck.Column column) {
        return column.type().contains("DOUBLE") || column.type().contains("FLOAT");
    }
}
