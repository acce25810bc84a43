package dev.daypack.testing;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * An in-memory DuckDB with two threads, for tests. Failures of SQL become {@link IllegalStateException}, with the
 * statement. Not thread-safe.
 */
public final class Duck implements AutoCloseable {

    private final Connection connection;

    public Duck() {
        try {
            connection = DriverManager.getConnection("jdbc:duckdb:");
            run("SET threads = 2");
            run("SET temp_directory = " + text(System.getProperty("java.io.tmpdir") + "/daypack-duckdb"));
        } catch (SQLException e) {
            throw new IllegalStateException("cannot start DuckDB", e);
        }
    }

    /** Runs a statement for its effect. */
    public void run(String sql) {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e.getMessage() + "\n  in: " + shortened(sql), e);
        }
    }

    /** All rows of a small result, each value as DuckDB prints it, null for NULL. */
    public List<List<String>> rows(String sql) {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            List<List<String>> rows = new ArrayList<>();
            int columns = result.getMetaData().getColumnCount();
            while (result.next()) {
                List<String> row = new ArrayList<>();
                for (int column = 1; column <= columns; column++) {
                    row.add(result.getString(column));
                }
                rows.add(row);
            }
            return rows;
        } catch (SQLException e) {
            throw new IllegalStateException(e.getMessage() + "\n  in: " + shortened(sql), e);
        }
    }

    /** The first row, if there is one. */
    public Optional<List<String>> first(String sql) {
        return rows(sql).stream().findFirst();
    }

    /** The one number that a query gives. */
    public long number(String sql) {
        return Long.parseLong(rows(sql).get(0).get(0));
    }

    /** Names and types of the columns of a query, in order. */
    public List<Column> describe(String sql) {
        return rows("DESCRIBE " + sql).stream()
                .map(row -> new Column(row.get(0), row.get(1)))
                .toList();
    }

    /** A column of a query, with DuckDB's name of its type. */
    public record Column(String name, String type) {}

    /** A string literal. */
    public static String text(String value) {
        return "'" + value.replace("'", "''") + "'";
    }

    /** A quoted identifier. */
    public static String name(String identifier) {
        return '"' + identifier.replace("\"", "\"\"") + '"';
    }

    /** The paths as a list literal. */
    public static String list(List<Path> files) {
        return files.stream().map(file -> text(file.toString())).collect(Collectors.joining(", ", "[", "]"));
    }

    private static String shortened(String sql) {
        return sql.length() <= 2_000 ? sql : sql.substring(0, 2_000) + " ...";
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            throw new IllegalStateException("cannot close DuckDB", e);
        }
    }
}
