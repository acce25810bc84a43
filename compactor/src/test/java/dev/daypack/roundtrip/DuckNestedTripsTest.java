package dev.daypack.roundtrip;

import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Structs, lists, arrays and maps of DuckDB's types, in its codecs, page versions and dictionary sizes. */
class DuckNestedTripsTest {

    private static final int TRIPS = DuckForm.COMBINATIONS;
    private static final int COLUMNS = 4;
    private static final int DEPTH = 4;
    private static final int MOST_ROWS = 100;

    @TempDir
    Path directory;

    @Test
    void everyNestedColumnComesOutAsItWentIn() {
        DuckTrips.make(TRIPS, DuckNestedTripsTest::trip, directory);
    }

    private static DuckTrip trip(long seed) {
        SplittableRandom random = new SplittableRandom(~seed);
        DuckShapes shapes = new DuckShapes(random);
        return DuckTrip.of(
                seed,
                IntStream.range(0, COLUMNS)
                        .mapToObj(i -> shapes.column("column" + i, 1 + random.nextInt(DEPTH)))
                        .toList(),
                MOST_ROWS);
    }
}
