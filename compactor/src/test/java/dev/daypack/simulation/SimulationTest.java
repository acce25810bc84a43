package dev.daypack.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daypack.simulation.Simulation.Result;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
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

    private static final long ALL_SEEDS = 2_000;
    private static final long SEEDS = Long.getLong("daypack.simulation.seeds", ALL_SEEDS);
    private static final long FROM = Long.getLong("daypack.simulation.from", 1);
    private static final boolean TRACED = Boolean.getBoolean("daypack.simulation.trace");

    /** Kinds of trouble and branches of the program, each of which the seeds of a build must reach. */
    private static final List<String> REACHED = List.of(
            // Faults, and what they lead to.
            "deaths",
            "fate ANSWER_LOST",
            "fate BUSY",
            "fate CUT",
            "fate DIES_AFTER",
            "fate DIES_BEFORE",
            "fate ERROR",
            "fate EXPIRED",
            "fate FLIPPED",
            "fate FREEZES_AFTER",
            "fate FREEZES_BEFORE",
            "fate LATE",
            "fate NO_SPACE",
            "fate REQUEST_LOST",
            "fate THROTTLED",
            "clocks off by more than half a day",
            "freezes longer than a lease lives",
            "late writes Stored",
            "late writes Conflict",
            "scratch space full",
            "trouble clock_ahead",
            "trouble scratch_space",
            "trouble store_no_space",
            "trouble store_refused",
            "trouble store_unreachable",
            "trouble unreadable_window",
            // The protocol.
            "leases taken over",
            "outcome LOCKED",
            "commits Conflict",
            "unknown commits resolved as ours",
            "unknown commits resolved as not ours",
            "parts that changed while they were packed",
            "trouble inputs_changed",
            "trouble fewer_rows",
            "healed meta.json",
            "healed quality_day.json",
            "abandoned uploads removed",
            "swaps of the state lost",
            "entries of what stood",
            "months moved",
            "months written again",
            // Verdicts.
            "broken transfers read again",
            "trouble corrupt_part",
            "trouble content_in_doubt",
            "trouble bad_quality",
            "trouble poison",
            // Days side by side, and what does not fit.
            "uploads side by side",
            "days that wait for memory",
            "scratch writes");

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
        if (SEEDS >= ALL_SEEDS) {
            List<String> missed =
                    REACHED.stream().filter(it -> !tally.containsKey(it)).toList();
            assertEquals(List.of(), missed, "never reached");
        }
    }

    private static String again(long seed) {
        return "mvn -q -pl compactor -Dtest=SimulationTest#theInvariantsHoldWhateverTheSeed test"
                + " -Ddaypack.simulation.from=" + seed
                + " -Ddaypack.simulation.seeds=1 -Ddaypack.simulation.trace=true";
    }

    /** Or a seed that fails could not be looked into. */
    @Test
    void theSameSeedGivesTheVerySameTrace() {
        Set<String> wanted = Set.of("uploads side by side", "scratch writes", "months written");
        Set<String> reached = new TreeSet<>();
        // Until each of those has been seen, which takes a dozen seeds or so.
        for (long seed = 2; seed < 10 || (seed < 100 && !reached.containsAll(wanted)); seed++) {
            Result first = run(seed, true);
            Result second = run(seed, true);
            assertTrue(first.trace().size() > 50, "seed " + seed);
            assertEquals(String.join("\n", first.trace()), String.join("\n", second.trace()), "seed " + seed);
            assertEquals(first.digest(), second.digest(), "seed " + seed);
            assertEquals(first.tally(), second.tally(), "seed " + seed);
            reached.addAll(first.tally().keySet());
        }
        assertTrue(reached.containsAll(wanted), reached::toString);
    }
}
