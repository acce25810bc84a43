package dev.daypack.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * The job done by DuckDB: {@code DuckPeer sort|copy DIRECTORY OUTPUT SPILL [MEMORY_LIMIT]}. {@code sort} orders by
 * (ts_event, file, row) and numbers the rows; {@code copy} decodes and encodes alone, in whatever order rows come.
 */
final class DuckPeer {

    private static final String FORMAT =
            " (FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 3, ROW_GROUP_SIZE 1048576)";

    private DuckPeer() {}

    public static void main(String[] arguments) throws SQLException, IOException {
        List<Path> files = Trees.parquetFiles(Path.of(arguments[1]));
        String limit = arguments.length > 4 ? arguments[4] : "";
        try (Duck duck = new Duck(Path.of(arguments[3]), limit)) {
            List<String> names = duck.columnNames(files.get(0));
            String query = arguments[0].equals("sort") ? sort(names, files) : copy(names, files);
            if (arguments[0].equals("copy")) {
                duck.run("SET preserve_insertion_order = false");
            }
            duck.run("COPY (" + query + ") TO " + Duck.text(Path.of(arguments[2])) + FORMAT);
        }
    }

    /** The number of a row comes from a streaming window over rows in order, which is faster than one that sorts. */
    private static String sort(List<String> names, List<Path> files) {
        List<String> numbered = new ArrayList<>(names);
        numbered.add(1, "row_number() OVER () - 1 AS seq");
        return "SELECT " + String.join(", ", numbered)
                + " FROM (SELECT " + String.join(", ", names)
                + " FROM read_parquet(" + Duck.list(files) + ", file_row_number = true)"
                + " ORDER BY ts_event, file_index, file_row_number)";
    }

    private static String copy(List<String> names, List<Path> files) {
        return "SELECT " + String.join(", ", names) + " FROM read_parquet(" + Duck.list(files) + ")";
    }
}
