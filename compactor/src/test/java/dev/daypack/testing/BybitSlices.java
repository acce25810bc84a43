package dev.daypack.testing;

import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Two consecutive ten-minute slices of a real Bybit stream (ADAUSDT, best bid and offer, 6,869 rows), packed by another
 * program with a {@code seq} of its own that runs on from one to the other. Cut into parts without that {@code seq} and
 * packed anew, they must give back the same order.
 */
public final class BybitSlices {

    /** Rows in both. */
    public static final int ROWS = 6_869;

    /** The {@code seq} of the first row. */
    public static final long FIRST_SEQ = 178_589;

    private BybitSlices() {}

    /** The two files, the earlier first; the writers are DuckDB 1.4 and pyarrow 22. */
    public static List<Path> originals() {
        return List.of(resource("adausdt_20260204.parquet"), resource("adausdt_20260205.parquet"));
    }

    /**
     * Cuts the stream into raw parts of 20 to 150 rows, without {@code seq}, in the order of arrival.
     *
     * @param directory must exist
     * @param seed decides where the cuts are
     * @param lateShare rows that miss the end of their part and stand in the next one, 0 to 1; parts then overlap
     * @return the parts by rank; their names are in the same order
     */
    public static List<Path> cut(Path directory, long seed, double lateShare) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Integer> partOfRow = new ArrayList<>();
        int part = 0;
        for (int left = 0; partOfRow.size() < ROWS; left--) {
            if (left == 0) {
                left = 20 + random.nextInt(131);
                part++;
            }
            partOfRow.add(random.nextDouble() < lateShare ? part + 1 : part);
        }
        int parts = partOfRow.stream().mapToInt(Integer::intValue).max().orElseThrow();
        List<Path> files = new ArrayList<>();
        try (Duck duck = new Duck()) {
            duck.run("CREATE TABLE cuts AS SELECT unnest(%s) AS part, unnest(range(%d)) AS row"
                    .formatted(partOfRow, ROWS));
            duck.run("CREATE TABLE stream AS SELECT * EXCLUDE (filename, file_row_number), row_number() OVER (ORDER BY"
                    + " filename, file_row_number) - 1 AS row FROM read_parquet(" + Duck.list(originals())
                    + ", filename = true, file_row_number = true, hive_partitioning = false)");
            for (int number = 1; number <= parts; number++) {
                Path file = directory.resolve("part-%d-%06d.parquet".formatted(1_770_145_800 + 10 * number, number));
                duck.run(("COPY (SELECT * EXCLUDE (seq, row, part) FROM stream JOIN cuts USING (row) WHERE part = %d"
                                + " ORDER BY row) TO %s (FORMAT parquet, COMPRESSION snappy)")
                        .formatted(number, Duck.text(file.toString())));
                files.add(file);
            }
        }
        return files;
    }

    /**
     * Checks that an output of these parts has the original rows in the original order, with the original {@code seq}
     * counted from 0.
     *
     * @throws AssertionError with the first difference
     */
    public static void checkOrder(Path output) {
        try (Duck duck = new Duck()) {
            duck.run("CREATE VIEW expected AS SELECT * EXCLUDE (seq), seq - %1$d AS seq, seq - %1$d AS daypack_pos,"
                            .formatted(FIRST_SEQ)
                    + " 'seq ' || seq AS daypack_origin FROM read_parquet(" + Duck.list(originals()) + ")");
            duck.run("CREATE VIEW actual AS SELECT * EXCLUDE (file_row_number), file_row_number AS daypack_pos"
                    + " FROM read_parquet(" + Duck.text(output.toString())
                    + ", file_row_number = true, hive_partitioning = false)");
            List<Duck.Column> columns = duck.describe("SELECT * EXCLUDE (daypack_pos, daypack_origin) FROM expected");
            RowComparison rows = new RowComparison(duck, "expected", "actual", columns);
            rows.firstDifference().ifPresent(difference -> {
                throw new AssertionError(output + ": " + difference + "; " + rows.multisetDifference());
            });
        }
    }

    private static Path resource(String name) {
        URL url = BybitSlices.class.getResource("/bybit-bbo/" + name);
        if (url == null) {
            throw new IllegalStateException("no test resource bybit-bbo/" + name);
        }
        try {
            return Path.of(url.toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException("not a path: " + url, e);
        }
    }
}
