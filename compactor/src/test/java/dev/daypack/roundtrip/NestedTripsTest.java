package dev.daypack.roundtrip;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.function.LongFunction;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;

/** Structs, lists and maps in all their shapes, to the deepest that is read, and rows of thousands of elements. */
class NestedTripsTest {

    private static final int WIDE = 150;
    private static final int WIDE_COLUMNS = 4;
    private static final int WIDE_DEPTH = 6;
    private static final int WIDE_ROWS = 40;

    private static final int DEEP = 12;
    private static final int DEEP_COLUMNS = 3;
    private static final int DEEPEST = 32;
    private static final int DEEP_ROWS = 20;

    @TempDir
    Path directory;

    @TestFactory
    Stream<DynamicTest> everyNestedColumnComesOutAsItWentIn() {
        return Trips.tests(WIDE, NestedTripsTest::wide, directory);
    }

    @TestFactory
    Stream<DynamicTest> columnsOfTheGreatestDepthComeOutAsTheyWentIn() {
        return Trips.tests(DEEP, NestedTripsTest::deep, directory);
    }

    @Test
    void thereAreThousandsOfCases(TestReporter reporter) {
        long cases = cases(WIDE, NestedTripsTest::wide) + cases(DEEP, NestedTripsTest::deep);
        reporter.publishEntry("leaves in parts", Long.toString(cases));
        assertTrue(cases >= 2_000, cases + " cases");
    }

    @Test
    void deepColumnsReachTheGreatestDepth() {
        for (int seed = 0; seed < DEEP; seed++) {
            MessageType schema = deep(seed).schema();
            int deepest = schema.getPaths().stream()
                    .mapToInt(path -> path.length)
                    .max()
                    .orElseThrow();
            assertEquals(DEEPEST, deepest, schema.toString());
        }
    }

    private static long cases(int trips, LongFunction<Trip> trip) {
        return LongStream.range(0, trips).mapToObj(trip).mapToLong(Trip::cases).sum();
    }

    private static Trip wide(long seed) {
        MessageType schema = SchemaTrees.wide(new SplittableRandom(~seed), WIDE_COLUMNS, WIDE_DEPTH);
        return Trip.of(seed, schema, RecordMaker.Occurrences::any, WIDE_ROWS);
    }

    private static Trip deep(long seed) {
        MessageType schema = SchemaTrees.deep(new SplittableRandom(~seed), DEEP_COLUMNS, DEEPEST);
        return Trip.of(seed, schema, NestedTripsTest::mostly, DEEP_ROWS);
    }

    /** So that some values are left at the bottom. */
    private static Occurrence mostly(Type type, SplittableRandom random) {
        if (type.isRepetition(Type.Repetition.REPEATED)) {
            return random.nextInt(4) == 0 ? Occurrence.FEW : Occurrence.ALWAYS;
        }
        return random.nextInt(4) == 0 ? Occurrence.MOSTLY : Occurrence.ALWAYS;
    }
}
