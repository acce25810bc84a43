package dev.daypack.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Mutants by the thousand. {@code -Ddaypack.mutants=100000} makes more, {@code -Ddaypack.mutant.seed=7} others, {@code
 * -Ddaypack.mutant=SEED} one again, which is then kept below {@code target/mutants}.
 */
@Tag("fuzz")
class FuzzTest {

    private static final int MUTANTS = Integer.getInteger("daypack.mutants", 5_000);
    private static final long FIRST_SEED = Long.getLong("daypack.mutant.seed", 20_260_126L) * 1_000_000_007L;
    private static final int TOLD = 40;

    @TempDir
    Path directory;

    @Test
    void everyMutantIsPackedRightlyOrRefusedByName() throws Exception {
        Map<String, Integer> outcomes = new TreeMap<>();
        List<String> wrong = new ArrayList<>();
        try (Judge judge = new Judge(directory)) {
            Long only = Long.getLong("daypack.mutant");
            for (int i = 0; i < (only == null ? MUTANTS : 1) && wrong.size() < TOLD; i++) {
                Judge.Verdict verdict = judge.verdict(only == null ? FIRST_SEED + i : only);
                outcomes.merge(verdict.outcome(), 1, Integer::sum);
                if (verdict.isWrong()) {
                    wrong.add(judge.shrunk(verdict));
                }
            }
            System.out.println("mutants: " + outcomes);
        }
        assertEquals(0, wrong.size(), () -> String.join("\n\n", wrong));
    }
}
