package dev.daypack.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daypack.simulation.Simulation.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The simulation must see what it is there to see: every planted bug is caught, and the page says by which seed. With
 * {@code -Ddaypack.simulation.table=write} it is the page that is made to agree.
 */
@Tag("simulation")
class PlantedBugsTest {

    private static final long MOST_SEEDS = 400;
    private static final Path PAGE = Path.of("docs/RELIABILITY.md");
    private static final String HEAD = "| bug | what is wrong | first seed | invariant |\n|---|---|---:|---|\n";
    private static final boolean WRITES =
            System.getProperty("daypack.simulation.table", "").equals("write");

    private static Lanes lanes;

    @BeforeAll
    static void open() {
        lanes = new Lanes();
    }

    @AfterAll
    static void close() {
        lanes.close();
    }

    /** The first seed that sees a bug. */
    private record Catch(PlantedBug bug, Optional<Result> first) {

        String line() {
            Result result = first.orElseThrow();
            return "| `%s` | %s | %d | %s |\n"
                    .formatted(
                            bug,
                            bug.what(),
                            result.seed(),
                            result.violation().orElseThrow().invariant());
        }
    }

    private static Catch firstSeed(PlantedBug bug) {
        for (long seed = 1; seed <= MOST_SEEDS; seed++) {
            Result result = new Simulation(seed, lanes.processes(), lanes.pool(), bug.plant(), false).run();
            if (result.violation().isPresent()) {
                return new Catch(bug, Optional.of(result));
            }
        }
        return new Catch(bug, Optional.empty());
    }

    @Test
    void everyPlantedBugIsCaughtAndThePageSaysByWhichSeed() throws IOException {
        List<Catch> all = lanes.map(List.of(PlantedBug.values()), PlantedBugsTest::firstSeed);
        List<PlantedBug> missed = all.stream()
                .filter(one -> one.first().isEmpty())
                .map(Catch::bug)
                .toList();
        assertEquals(List.of(), missed, "not caught by " + MOST_SEEDS + " seeds");
        assertTrue(all.size() >= 20, "only " + all.size() + " bugs are planted");
        StringBuilder table = new StringBuilder(HEAD);
        all.forEach(one -> table.append(one.line()));
        String page = Files.readString(PAGE);
        int from = page.indexOf(HEAD);
        assertTrue(from >= 0, PAGE + " has no table that begins with\n" + HEAD);
        int to = page.indexOf("\n\n", from) + 1;
        if (WRITES) {
            Files.writeString(PAGE, page.substring(0, from) + table + page.substring(to));
        } else {
            assertEquals(
                    table.toString(),
                    page.substring(from, to),
                    PAGE + " is out of date, as after any change of which calls are made; run mvn -q -pl compactor"
                            + " -Dtest=PlantedBugsTest -Ddaypack.simulation.table=write test");
        }
    }
}
