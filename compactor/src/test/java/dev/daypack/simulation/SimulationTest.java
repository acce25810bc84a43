package dev.daypack.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daypack.simulation.Simulation.Result;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * As many seeds as {@code -Ddaypack.simulation.seeds} says, from {@code -Ddaypack.simulation.from} on; with
 * {@code -Ddaypack.simulation.trace=true} everything that happened is told.
 */
@Tag("simulation")
class SimulationTest {

    private static final long SEEDS = Long.getLong("daypack.simulation.seeds", 2_000);
    private static final long FROM = Long.getLong("daypack.simulation.from", 1);
    private static final boolean TRACED = Boolean.getBoolean("daypack.simulation.trace");

    private static Lanes lanes;

    @BeforeAll
    static void open() {
        lanes = new Lanes();
    }

    @AfterAll
    static void close() {
        lanes.close();
    }

    private static Result run(long seed, boolean isTraced) {
        return new Simulation(seed, lanes.processes(), lanes.pool(), Tampering.NONE, isTraced).run();
    }

    @Test
    void theInvariantsHoldWhateverTheSeed() {
        Map<String, Long> tally = new TreeMap<>();
        List<Result> results =
                lanes.map(LongStream.range(FROM, FROM + SEEDS).boxed().toList(), seed -> {
                    Result result = run(seed, TRACED);
                    result.trace().forEach(System.out::println);
                    return result;
                });
        results.forEach(result -> result.tally().forEach((what, count) -> tally.merge(what, count, Long::sum)));
        tally.put("files checked", results.stream().mapToLong(Result::files).sum());
        System.out.println(SEEDS + " seeds from " + FROM + ": " + tally);
        List<String> failures = results.stream()
                .filter(result -> result.violation().isPresent())
                .map(result -> "seed " + result.seed() + ": "
                        + result.violation().get() + "\n  again, with its trace: " + again(result.seed()))
                .toList();
        assertEquals(List.of(), failures, () -> failures.size() + " seeds\n" + String.join("\n", failures) + "\n");
    }

    private static String again(long seed) {
        return "mvn -q -pl compactor -Dtest=SimulationTest#theInvariantsHoldWhateverTheSeed test"
                + " -Ddaypack.simulation.from=" + seed
                + " -Ddaypack.simulation.seeds=1 -Ddaypack.simulation.trace=true";
    }

    /** Or a seed that fails could not be looked into. */
    @Test
    void theSameSeedGivesTheVerySameTrace() {
        for (long seed : new long[] {2, 3, 5, 8, 13, 21}) {
            Result first = run(seed, true);
            Result second = run(seed, true);
            assertTrue(first.trace().size() > 50, "seed " + seed);
            assertEquals(String.join("\n", first.trace()), String.join("\n", second.trace()), "seed " + seed);
            assertEquals(first.digest(), second.digest(), "seed " + seed);
        }
    }
}
