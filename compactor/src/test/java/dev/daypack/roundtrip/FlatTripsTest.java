package dev.daypack.roundtrip;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daypack.testing.PartWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Type.Repetition;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every type of a leaf, required and optional with no, some and only nulls, in every codec, encoding and page version,
 * with few and many pages and row groups, of one to three parts of different forms.
 */
class FlatTripsTest {

    private static final int TRIPS = Form.COMBINATIONS;
    private static final int MOST_ROWS = 60;

    private static final List<LogicalTypeAnnotation> KEYS = List.of(
            LogicalTypeAnnotation.intType(64, true),
            LogicalTypeAnnotation.timestampType(true, TimeUnit.MICROS),
            LogicalTypeAnnotation.timestampType(false, TimeUnit.NANOS));

    @TempDir
    Path directory;

    @TestFactory
    Stream<DynamicTest> everyColumnComesOutAsItWentIn() {
        return Trips.tests(TRIPS, FlatTripsTest::trip, directory);
    }

    @Test
    void thereAreThousandsOfCases(TestReporter reporter) {
        long cases = LongStream.range(0, TRIPS)
                .mapToObj(FlatTripsTest::trip)
                .mapToLong(Trip::cases)
                .sum();
        reporter.publishEntry("columns in parts", Long.toString(cases));
        assertTrue(cases >= 2_000, cases + " cases");
    }

    private static Trip trip(long seed) {
        return Trip.of(seed, schema(new SplittableRandom(-seed)), FlatTripsTest::nulls, MOST_ROWS);
    }

    /** All types in any order, the sort column among them, with field ids here and there. */
    private static MessageType schema(SplittableRandom random) {
        List<Type> columns = new ArrayList<>();
        for (LeafType type : LeafType.ALL) {
            columns.add(type.leaf(Repetition.OPTIONAL, type.label() + "_all"));
            if (!type.isAlwaysNull()) {
                columns.add(type.leaf(Repetition.REQUIRED, type.label() + "_required"));
                columns.add(type.leaf(Repetition.OPTIONAL, type.label() + "_none"));
                columns.add(type.leaf(Repetition.OPTIONAL, type.label() + "_some"));
            }
        }
        int key = random.nextInt(KEYS.size() + 1);
        Repetition repetition = random.nextBoolean() ? Repetition.REQUIRED : Repetition.OPTIONAL;
        columns.add(PartWriter.column(
                PrimitiveTypeName.INT64, repetition, 0, key == KEYS.size() ? null : KEYS.get(key), RecordMaker.KEY));
        Collections.shuffle(columns, new Random(random.nextLong()));
        columns.replaceAll(column -> random.nextInt(4) == 0 ? column.withId(random.nextInt(10_000)) : column);
        return new MessageType("schema", columns);
    }

    private static Occurrence nulls(Type type, SplittableRandom random) {
        String name = type.getName();
        if (name.endsWith("_some")) {
            return List.of(Occurrence.MOSTLY, Occurrence.HALF, Occurrence.SELDOM)
                    .get(random.nextInt(3));
        }
        return name.endsWith("_all") ? Occurrence.NEVER : Occurrence.ALWAYS;
    }
}
