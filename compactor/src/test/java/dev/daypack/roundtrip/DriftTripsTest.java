package dev.daypack.roundtrip;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Type.Repetition;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Parts that lack columns or members of structs, have narrower types, required for optional or only null, in any order:
 * what comes out is the union of all, with every value where it belongs.
 */
class DriftTripsTest {

    private static final int FLAT = 20;
    private static final int NESTED = 60;

    @TempDir
    Path directory;

    @TestFactory
    Stream<DynamicTest> flatPartsOfDifferentSchemasUnite() {
        return tests(FLAT, this::flat);
    }

    @TestFactory
    Stream<DynamicTest> nestedPartsOfDifferentSchemasUnite() {
        return tests(NESTED, this::nested);
    }

    private interface Drifts {

        DriftTrip of(long seed);
    }

    private Stream<DynamicTest> tests(int usual, Drifts drifts) {
        return Trips.seeds(usual)
                .mapToObj(seed -> DynamicTest.dynamicTest("seed " + seed, () -> make(drifts.of(seed))));
    }

    private void make(DriftTrip drift) {
        try {
            drift.make(directory);
        } catch (RuntimeException | AssertionError failure) {
            StringBuilder words = new StringBuilder(failure + "\n  in " + drift.trip() + ", again with -Ddaypack.trip="
                    + drift.trip().seed() + "\ncolumns that fail by themselves:");
            for (Type column : drift.trip().schema().getFields()) {
                culprit(new DriftTrip(drift.trip().only(column.getName())), words);
            }
            throw new AssertionError(words.toString(), failure);
        }
    }

    private void culprit(DriftTrip drift, StringBuilder words) {
        try {
            drift.make(directory);
        } catch (RuntimeException | AssertionError failure) {
            words.append("\n  ").append(failure);
            drift.schemas()
                    .forEach(schema ->
                            words.append("\n    ").append(schema.toString().replaceAll("\\s+", " ")));
        }
    }

    private DriftTrip flat(long seed) {
        SplittableRandom random = new SplittableRandom(~seed);
        List<Type> columns = new ArrayList<>();
        columns.add(LeafType.labelled("INT64").leaf(Repetition.REQUIRED, RecordMaker.KEY));
        for (LeafType type : LeafType.ALL) {
            columns.add(type.leaf(Repetition.OPTIONAL, type.label() + "_optional"));
            if (!type.isAlwaysNull()) {
                columns.add(type.leaf(Repetition.REQUIRED, type.label() + "_required"));
            }
        }
        columns.replaceAll(column -> random.nextInt(4) == 0 ? column.withId(random.nextInt(10_000)) : column);
        return DriftTrip.of(seed, new MessageType("schema", columns), 40);
    }

    private DriftTrip nested(long seed) {
        return DriftTrip.of(seed, SchemaTrees.wide(new SplittableRandom(~seed), 4, 5), 30);
    }
}
