package dev.daypack.roundtrip;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;

/** Every type that DuckDB writes, with no, some and only nulls, in its codecs, page versions and dictionary sizes. */
class DuckFlatTripsTest {

    private static final int TRIPS = DuckForm.COMBINATIONS;
    private static final int MOST_ROWS = 200;
    private static final int MANY_ROWS = 7_000;

    /** Of a type's label. */
    private static final List<String> FORMS = List.of(
            "v_%1$s($h) AS %1$s_none",
            "thinned($h + 1, 30, v_%1$s($h)) AS %1$s_some",
            "thinned($h + 1, 95, v_%1$s($h)) AS %1$s_most",
            "CASE WHEN i < 0 THEN v_%1$s($h) END AS %1$s_all");

    @TempDir
    Path directory;

    @Test
    void everyColumnComesOutAsItWentIn(TestReporter reporter) {
        int cases = DuckTrips.make(TRIPS, seed -> trip(seed, DuckTypes.labels(), MOST_ROWS), directory);
        reporter.publishEntry("columns in parts", Integer.toString(cases));
        assertTrue(cases >= 2_000 || DuckTrips.isReplay(), cases + " cases");
    }

    @Test
    void severalRowGroupsComeOutAsTheyWentIn() {
        List<String> labels = List.of("integer", "double", "varchar", "decimal38");
        DuckTrips.make(DuckForm.COMBINATIONS / 4, seed -> trip(seed, labels, MANY_ROWS), directory);
    }

    private static DuckTrip trip(long seed, List<String> labels, int mostRows) {
        return DuckTrip.of(seed, columns(labels, new SplittableRandom(~seed)), mostRows);
    }

    /** Each type once: with no, some or nothing but nulls. */
    private static List<String> columns(List<String> labels, SplittableRandom random) {
        List<String> columns = new ArrayList<>();
        for (String label : labels) {
            String form = FORMS.get(random.nextInt(FORMS.size()));
            columns.add(form.formatted(label));
        }
        columns.add("NULL AS nothing");
        return columns;
    }
}
