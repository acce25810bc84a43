package dev.daypack.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;

/**
 * What rows a directory of inputs must lead to, and what rows an output has, both by DuckDB:
 * {@code Digest inputs|ordered|rows PATH SPILL}. Prints a line that {@link RowDigest#parse} reads.
 *
 * <p>Two sums of 64-bit hashes: over all columns of a row, which tells whether the rows are the same ones; and over
 * that and the row's number, which tells whether they stand in the same order. The number is the place in the order of
 * (ts_event, file, row) for inputs and the place in the file for outputs, which must be {@code seq} too. In a lake,
 * every partition-day has numbers of its own, and the hash of its name goes into the sum.
 */
final class Digest {

    private static final String SEQ = "seq";
    private static final String PARTITION_DAY =
            "hash(regexp_extract(filename, '(exchange=[^/]*/stream=[^/]*/symbol=[^/]*/date=[^/]*)/', 1))";

    private Digest() {}

    public static void main(String[] arguments) throws SQLException, IOException {
        Path path = Path.of(arguments[1]);
        List<Path> files = java.nio.file.Files.isDirectory(path) ? Trees.parquetFiles(path) : List.of(path);
        try (Duck duck = new Duck(Path.of(arguments[2]), "")) {
            List<String> row = duck.row(
                    switch (arguments[0]) {
                        case "inputs" -> inputs(duck, files);
                        case "ordered" -> ordered(duck, files);
                        case "rows" -> rows(duck, files);
                        default -> throw new IllegalArgumentException(arguments[0]);
                    });
            System.out.println(String.join(" ", row));
        }
    }

    /** Only hashes are sorted with their keys: narrow rows, whatever the table's width. */
    private static String inputs(Duck duck, List<Path> files) throws SQLException {
        return "SELECT count(*), true, sum(row_hash), sum(hash(row_hash, place, part_day)) FROM ("
                + "SELECT row_hash, part_day, row_number() OVER (PARTITION BY part_day"
                + " ORDER BY ts_event, file_index, file_row_number) - 1 AS place FROM ("
                + "SELECT ts_event, file_index, file_row_number, " + rowHash(duck, files) + " AS row_hash, "
                + PARTITION_DAY + " AS part_day FROM " + read(files) + "))";
    }

    private static String ordered(Duck duck, List<Path> files) throws SQLException {
        return "SELECT count(*), bool_and(seq = file_row_number), sum(row_hash), sum(hash(row_hash, seq, part_day))"
                + " FROM (SELECT file_row_number, seq::BIGINT AS seq, " + rowHash(duck, files) + " AS row_hash, "
                + PARTITION_DAY + " AS part_day FROM " + read(files) + ")";
    }

    private static String rows(Duck duck, List<Path> files) throws SQLException {
        return "SELECT count(*), true, sum(" + rowHash(duck, files) + "), 0 FROM " + read(files);
    }

    private static String read(List<Path> files) {
        return "read_parquet(" + Duck.list(files)
                + ", file_row_number = true, filename = true, hive_partitioning = false)";
    }

    /** Over the columns in the order of their names, integers of any width as BIGINT. */
    private static String rowHash(Duck duck, List<Path> files) throws SQLException {
        StringJoiner columns = new StringJoiner(", ", "hash(", ")");
        for (Map.Entry<String, String> column : duck.columns(files.get(0)).entrySet()) {
            if (!column.getKey().equals(SEQ)) {
                columns.add(column.getKey() + (column.getValue().contains("INT") ? "::BIGINT" : ""));
            }
        }
        return columns.toString();
    }
}
