package dev.daypack.roundtrip;

import dev.daypack.testing.Duck;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;

/** Makes trips of seeds with one DuckDB; see {@link Trips} for how to make one of them again. */
final class DuckTrips {

    /** Looking for culprits takes time; the first ones tell enough. */
    private static final int CULPRITS = 3;

    private DuckTrips() {}

    /** Whether other trips than usual were asked for, so that the number of cases is no measure. */
    static boolean isReplay() {
        return Long.getLong("daypack.trip") != null || Integer.getInteger("daypack.trips") != null;
    }

    /** @return columns in parts that were compared */
    static int make(int usual, LongFunction<DuckTrip> trips, Path directory) {
        List<String> failures = new ArrayList<>();
        int[] cases = {0};
        try (Duck duck = new Duck()) {
            DuckTrip.define(duck);
            Trips.seeds(usual).mapToObj(trips).forEach(trip -> {
                try {
                    cases[0] += trip.make(duck, directory);
                } catch (RuntimeException | AssertionError failure) {
                    failures.add(failure + "\n  in " + trip + ", again with -Ddaypack.trip=" + trip.seed()
                            + (failures.isEmpty() ? culprits(trip, duck, directory) : ""));
                }
            });
        }
        if (!failures.isEmpty()) {
            throw new AssertionError(failures.size() + " trips failed\n" + String.join("\n", failures));
        }
        return cases[0];
    }

    private static String culprits(DuckTrip trip, Duck duck, Path directory) {
        List<String> failed = new ArrayList<>();
        for (int column = 0; column < trip.columns().size() && failed.size() < CULPRITS; column++) {
            try {
                trip.only(column).make(duck, directory);
            } catch (RuntimeException | AssertionError failure) {
                failed.add("\n  " + trip.columns().get(column) + ": " + failure);
            }
        }
        return "\ncolumns that fail by themselves:" + String.join("", failed);
    }
}
