package dev.daypack.roundtrip;

import dev.daypack.compact.AlikeParts;
import dev.daypack.compact.LocalPacker;
import dev.daypack.testing.Duck;
import dev.daypack.testing.DuckOracle;
import dev.daypack.testing.ParquetJava;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * One round trip of parts that DuckDB writes: the output is compared with the parts by DuckDB, and by parquet-java too
 * where it can read them.
 *
 * @param columns SQL of each column, named, of a row {@code i} and a hash {@code $h}
 * @param salt of the first column's hashes
 */
record DuckTrip(long seed, List<String> columns, int salt, List<Leg> legs, LocalPacker packer) {

    /**
     * One part.
     *
     * @param distinct values of a column at most
     */
    record Leg(DuckForm form, int rows, int distinct) {}

    /** The macros that the SQL of columns may use beside {@link DuckTypes}. */
    static void define(Duck duck) {
        DuckTypes.define(duck);
        duck.run("CREATE MACRO thinned(h, percent, v) AS CASE WHEN hash(h) % 100 < percent THEN NULL ELSE v END");
    }

    /** Legs and cuts by chance; the form of the first part goes by the seed. */
    static DuckTrip of(long seed, List<String> columns, int mostRows) {
        SplittableRandom random = new SplittableRandom(seed);
        boolean hasFieldIds = random.nextInt(4) == 0;
        List<Leg> legs = new ArrayList<>();
        legs.add(leg(seed, hasFieldIds, mostRows, random));
        for (int i = random.nextInt(3); i > 0; i--) {
            legs.add(leg(random.nextInt(DuckForm.COMBINATIONS), hasFieldIds, mostRows, random));
        }
        LocalPacker packer = Trips.packer(1 + random.nextInt(2 * mostRows), 1 + random.nextInt(200));
        return new DuckTrip(seed, columns, 0, legs, packer);
    }

    private static Leg leg(long number, boolean hasFieldIds, int mostRows, SplittableRandom random) {
        int rows = random.nextInt(6) == 0 ? random.nextInt(3) : random.nextInt(mostRows);
        int distinct = List.of(1, 4, 1_000_000).get(random.nextInt(3));
        return new Leg(DuckForm.of(number, hasFieldIds, random), rows, distinct);
    }

    /** The same trip of the sort column and one other, which has the same values. */
    DuckTrip only(int column) {
        return new DuckTrip(seed, List.of(columns.get(column)), salt + column, legs, packer);
    }

    /**
     * Makes the trip; the directory is left as it was.
     *
     * @return columns in parts that were compared
     */
    int make(Duck duck, Path directory) {
        List<Path> written = new ArrayList<>();
        Path output = directory.resolve("out.parquet");
        try {
            for (int rank = 0; rank < legs.size(); rank++) {
                Path part = directory.resolve("part-%03d.parquet".formatted(rank));
                written.add(part);
                legs.get(rank).form().write(duck, query(rank), part);
            }
            List<Path> parts = AlikeParts.of(written);
            packer.pack(parts, output);
            DuckOracle.usual().check(parts, output);
            compareByParquetJava(written, parts, output);
            return columns.size() * parts.size();
        } finally {
            written.forEach(DuckTrip::delete);
            delete(output);
        }
    }

    private void compareByParquetJava(List<Path> written, List<Path> parts, Path output) {
        Expectation expected = new Expectation();
        for (Path part : parts) {
            if (!legs.get(written.indexOf(part)).form().isReadByParquetJava()) {
                return;
            }
            expected.add(ParquetJava.groups(part));
        }
        expected.check(parts.get(0), output);
    }

    private String query(int rank) {
        Leg leg = legs.get(rank);
        List<String> made = new ArrayList<>();
        List<String> hashes = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            made.add(columns.get(i).replace("$h", "h" + i));
            // The hash of a number of few values: as many values, of 64 bits.
            hashes.add("hash(hash(i + %d) %% %d) AS h%d"
                    .formatted(seed * 1_000_003 + rank * 1_009 + salt + i, leg.distinct(), i));
        }
        return ("SELECT (1700000000000 + i // 3 + hash(i + %d) %% 4)::BIGINT AS ts_event, %s FROM"
                        + " (SELECT i, %s FROM range(%d) t(i))")
                .formatted(seed + rank, String.join(", ", made), String.join(", ", hashes), leg.rows());
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String toString() {
        return "trip " + seed + " of " + legs + ", cut " + packer.settings();
    }
}
