package dev.daypack.benchmarks;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** An in-memory DuckDB of as many threads as there are cores, which spills into a given directory. Not thread-safe. */
final class Duck implements AutoCloseable {

    private final Connection connection;
    private final Statement statement;

    /** @param memoryLimit as DuckDB writes it; empty for its default */
    Duck(Path spill, String memoryLimit) throws SQLException {
        connection = DriverManager.getConnection("jdbc:duckdb:");
        statement = connection.createStatement();
        run("SET temp_directory = " + text(spill));
        if (!memoryLimit.isEmpty()) {
            run("SET memory_limit = '" + memoryLimit + "'");
        }
    }

    void run(String sql) throws SQLException {
        statement.execute(sql);
    }

    /** The values of the only row of a query, as DuckDB prints them. */
    List<String> row(String sql) throws SQLException {
        try (ResultSet result = statement.executeQuery(sql)) {
            result.next();
            List<String> values = new ArrayList<>();
            for (int column = 1; column <= result.getMetaData().getColumnCount(); column++) {
                values.add(result.getString(column));
            }
            return values;
        }
    }

    /** Types of the columns of a file by name, in the order of names. */
    Map<String, String> columns(Path file) throws SQLException {
        Map<String, String> types = new TreeMap<>();
        columnNames(file, types);
        return types;
    }

    /** Names of the columns of a file, in its order. */
    List<String> columnNames(Path file) throws SQLException {
        return columnNames(file, new TreeMap<>());
    }

    private List<String> columnNames(Path file, Map<String, String> types) throws SQLException {
        List<String> names = new ArrayList<>();
        String query = "DESCRIBE SELECT * FROM read_parquet(" + text(file) + ", hive_partitioning = false)";
        try (ResultSet result = statement.executeQuery(query)) {
            while (result.next()) {
                names.add(result.getString(1));
                types.put(result.getString(1), result.getString(2));
            }
        }
        return names;
    }

    /** A string literal. */
    static String text(Path path) {
        return "'" + path.toString().replace("'", "''") + "'";
    }

    /** A list literal. */
    static String list(List<Path> files) {
        return files.stream().map(Duck::text).collect(Collectors.joining(", ", "[", "]"));
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
