package dev.daypack.testing;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/**
 * Says whether a packed file is what DuckDB makes of the same parts: the same rows, each as often, with every value
 * exactly equal (NULL, NaN, 0.0 and -0.0 are four things), ordered by (order column, place of the part in the list, row
 * in the part), and a dense {@code seq} from 0. The output is read in file order; its order is never taken from its own
 * {@code seq}. Null keys are expected last.
 *
 * <p>Scales to some millions of rows. Thread-safe.
 */
public final class DuckOracle {

    private final String orderColumn;

    /** Empty if there is no order but that of the parts and their rows. */
    private final String orderSql;

    private final String seqColumn;

    public DuckOracle(String orderColumn, String seqColumn) {
        this(orderColumn, Duck.name(orderColumn) + " NULLS LAST", seqColumn);
    }

    private DuckOracle(String orderColumn, String orderSql, String seqColumn) {
        this.orderColumn = orderColumn;
        this.orderSql = orderSql;
        this.seqColumn = seqColumn;
    }

    /**
     * Any order.
     *
     * @param firstColumn which {@code seq} follows
     * @param orderSql as behind ORDER BY, with its place for nulls
     */
    public static DuckOracle ordered(String firstColumn, String orderSql) {
        return new DuckOracle(firstColumn, orderSql, "seq");
    }

    /** No order but that of (place of the part in the list, row in the part); {@code seq} is the first column. */
    public static DuckOracle unordered(String seqColumn) {
        return new DuckOracle("", "", seqColumn);
    }

    /** The usual one: {@code ts_event} and {@code seq}. */
    public static DuckOracle usual() {
        return new DuckOracle("ts_event", "seq");
    }

    /**
     * Checks one output.
     *
     * @param parts the inputs in the order of their rank
     * @throws AssertionError with the first difference
     */
    public void check(List<Path> parts, Path output) {
        difference(parts, output).ifPresent(difference -> {
            throw new AssertionError(output + ": " + difference);
        });
    }

    /** The first difference in words, or empty if the output is right. */
    public Optional<String> difference(List<Path> parts, Path output) {
        try (Duck duck = new Duck()) {
            createExpected(duck, parts);
            duck.run("CREATE VIEW actual AS SELECT file_row_number AS daypack_pos, * EXCLUDE (file_row_number) FROM "
                    + "read_parquet(%s, file_row_number = true, hive_partitioning = false)"
                            .formatted(Duck.text(output.toString())));
            List<Duck.Column> columns = duck.describe("SELECT * EXCLUDE (daypack_pos, daypack_origin) FROM expected");
            return columnDifference(columns, duck.describe("SELECT * EXCLUDE (daypack_pos) FROM actual"))
                    .or(() -> countDifference(duck))
                    .or(() -> seqDifference(duck))
                    .or(() -> rowDifference(duck, columns));
        }
    }

    /** Writes what is expected, for tests that need a right output without our engine. */
    public void writeExpected(List<Path> parts, Path output) {
        try (Duck duck = new Duck()) {
            createExpected(duck, parts);
            List<String> columns = new ArrayList<>();
            duck.describe("SELECT * EXCLUDE (daypack_pos, daypack_origin) FROM expected")
                    .forEach(column -> {
                        columns.add(Duck.name(column.name()));
                        if (!orderSql.isEmpty() && column.name().equals(orderColumn)) {
                            columns.add("daypack_pos AS " + Duck.name(seqColumn));
                        }
                    });
            duck.run("COPY (SELECT %s FROM expected ORDER BY daypack_pos) TO %s (FORMAT parquet)"
                    .formatted(String.join(", ", columns), Duck.text(output.toString())));
        }
    }

    private void createExpected(Duck duck, List<Path> parts) {
        if (parts.isEmpty() || new HashSet<>(parts).size() != parts.size()) {
            throw new IllegalArgumentException("parts must be given, each once");
        }
        duck.run("CREATE TABLE ranks (file VARCHAR, rank INTEGER)");
        duck.run("INSERT INTO ranks SELECT unnest(%s), unnest(range(%d))".formatted(Duck.list(parts), parts.size()));
        String order = orderSql.isEmpty() ? "" : orderSql + ", ";
        duck.run("""
                CREATE VIEW expected AS
                SELECT (row_number() OVER (ORDER BY %srank, file_row_number)) - 1 AS daypack_pos,
                    'row ' || file_row_number || ' of ' || daypack_file AS daypack_origin,
                    p.* EXCLUDE (daypack_file, file_row_number)
                FROM read_parquet(%s, union_by_name = true, filename = 'daypack_file', file_row_number = true,
                    hive_partitioning = false) p
                JOIN ranks ON ranks.file = p.daypack_file""".formatted(order, Duck.list(parts)));
    }

    private Optional<String> columnDifference(List<Duck.Column> inputs, List<Duck.Column> output) {
        List<Duck.Column> expected = new ArrayList<>();
        if (orderSql.isEmpty()) {
            expected.add(new Duck.Column(seqColumn, "BIGINT"));
        }
        inputs.forEach(column -> {
            expected.add(column);
            if (!orderSql.isEmpty() && column.name().equals(orderColumn)) {
                expected.add(new Duck.Column(seqColumn, "BIGINT"));
            }
        });
        return expected.equals(output)
                ? Optional.empty()
                : Optional.of("columns should be " + expected + " but are " + output);
    }

    private static Optional<String> countDifference(Duck duck) {
        long expected = duck.number("SELECT count(*) FROM expected");
        long actual = duck.number("SELECT count(*) FROM actual");
        return expected == actual
                ? Optional.empty()
                : Optional.of("should have " + expected + " rows but has " + actual);
    }

    private Optional<String> seqDifference(Duck duck) {
        return duck.first(("SELECT daypack_pos, %1$s FROM actual WHERE %1$s IS DISTINCT FROM daypack_pos"
                                + " ORDER BY daypack_pos LIMIT 1")
                        .formatted(Duck.name(seqColumn)))
                .map(row -> "row " + row.get(0) + " has " + seqColumn + " " + row.get(1));
    }

    private static Optional<String> rowDifference(Duck duck, List<Duck.Column> columns) {
        RowComparison rows = new RowComparison(duck, "expected", "actual", columns);
        return rows.firstDifference().map(difference -> difference + "; " + rows.multisetDifference());
    }
}
