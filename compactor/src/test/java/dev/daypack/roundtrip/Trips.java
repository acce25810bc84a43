package dev.daypack.roundtrip;

import dev.daypack.compact.LocalPacker;
import dev.daypack.input.InputLimits;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;
import org.junit.jupiter.api.DynamicTest;

/**
 * Makes trips of seeds, and says of one that fails which columns fail by themselves too.
 *
 * <p>{@code -Ddaypack.trip=SEED} makes one trip again; {@code -Ddaypack.trips=COUNT} makes more of them than usual.
 */
final class Trips {

    /** Looking for culprits takes time; the first ones tell enough. */
    private static final int CULPRITS = 12;

    private static final int SHOWN_CHARS = 600;

    /** The usual ones, but values may be as equal as chance makes them. */
    private static final InputLimits LIMITS = limits(InputLimits.DEFAULTS);

    private Trips() {}

    private static InputLimits limits(InputLimits usual) {
        return new InputLimits(
                usual.footerBytes(),
                usual.columns(),
                usual.depth(),
                usual.rowGroups(),
                usual.pageBytes(),
                usual.dictionaryBytes(),
                usual.valueBytes(),
                Integer.MAX_VALUE);
    }

    /** A packer that cuts small, so that outputs have several row groups and pages. */
    static LocalPacker packer(int rowGroupRows, int pageRows) {
        return LocalPacker.usual().limits(LIMITS).cut(rowGroupRows, pageRows);
    }

    /** The seeds to run. */
    static LongStream seeds(int usual) {
        Long one = Long.getLong("daypack.trip");
        return one == null ? LongStream.range(0, Integer.getInteger("daypack.trips", usual)) : LongStream.of(one);
    }

    static Stream<DynamicTest> tests(int usual, LongFunction<Trip> trips, Path directory) {
        return seeds(usual)
                .mapToObj(trips)
                .map(trip -> DynamicTest.dynamicTest("seed " + trip.seed(), () -> make(trip, directory)));
    }

    private static void make(Trip trip, Path directory) {
        try {
            trip.make(directory);
        } catch (RuntimeException | AssertionError failure) {
            throw new AssertionError(
                    failure + "\n  in " + trip + ", again with -Ddaypack.trip=" + trip.seed()
                            + culprits(trip, directory),
                    failure);
        }
    }

    private static String culprits(Trip trip, Path directory) {
        List<String> failed = new ArrayList<>();
        MessageType schema = trip.schema();
        for (Type field : schema.getFields()) {
            if (field.getName().equals(RecordMaker.KEY) || failed.size() == CULPRITS) {
                continue;
            }
            try {
                trip.only(field.getName()).make(directory);
            } catch (RuntimeException | AssertionError failure) {
                String shown = field.toString().replaceAll("\\s+", " ");
                failed.add("\n  " + shown.substring(0, Math.min(shown.length(), SHOWN_CHARS)) + ": " + failure);
            }
        }
        return "\ncolumns that fail by themselves:" + String.join("", failed);
    }
}
