package dev.daypack.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daypack.simulation.CrashPoint.Result;
import dev.daypack.simulation.CrashPoint.Story;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Every single call to a store, made to go wrong in every way; and the recovery from a death, dying too. */
@Tag("simulation")
class CrashPointsTest {

    private static final List<Fate> FATES = List.of(
            Fate.DIES_BEFORE,
            Fate.DIES_AFTER,
            Fate.ERROR,
            Fate.REQUEST_LOST,
            Fate.ANSWER_LOST,
            Fate.LATE,
            Fate.BUSY,
            Fate.FREEZES_BEFORE,
            Fate.FREEZES_AFTER);

    private static final long LAST_CALLS = 16;

    private static Lanes lanes;

    @BeforeAll
    static void open() {
        lanes = new Lanes();
    }

    @AfterAll
    static void close() {
        lanes.close();
    }

    private static Result run(CrashPoint point) {
        return point.run(lanes.processes(), lanes.pool(), false);
    }

    private static void all(List<CrashPoint> points) {
        List<Result> results = lanes.map(points, CrashPointsTest::run);
        List<CrashPoint> missed = results.stream()
                .filter(result -> !result.isStruck())
                .map(Result::point)
                .toList();
        assertEquals(List.of(), missed, "not struck");
        System.out.println(points.size() + " crash points");
        List<String> failures = results.stream()
                .filter(result -> result.violation().isPresent())
                .map(result -> result.point() + ": " + result.violation().get())
                .toList();
        assertEquals(List.of(), failures, () -> failures.size() + " of " + points.size() + " crash points");
    }

    private static long calls(Story story, boolean isSpooling) {
        Result result = run(new CrashPoint(story, isSpooling, CrashPoint.NOTHING, CrashPoint.NOTHING));
        assertTrue(result.violation().isEmpty(), result::toString);
        return result.calls();
    }

    private static void everyCallOf(Story story, boolean isSpooling) {
        lastCallsOf(story, isSpooling, Long.MAX_VALUE);
    }

    private static void lastCallsOf(Story story, boolean isSpooling, long count) {
        List<CrashPoint> points = new ArrayList<>();
        long calls = calls(story, isSpooling);
        assertTrue(calls > 40, calls + " calls");
        for (Fate fate : FATES) {
            for (long call = Math.max(0, calls - count); call < calls; call++) {
                points.add(new CrashPoint(story, isSpooling, new Strike(fate, call), CrashPoint.NOTHING));
            }
        }
        all(points);
    }

    @Test
    void everyCallOfAFirstRunMayGoWrong() {
        everyCallOf(Story.FIRST, false);
    }

    @Test
    void everyCallOfAFirstRunMayGoWrongWhereUploadsAreSpooledAndDaysPackedSideBySide() {
        everyCallOf(Story.FIRST, true);
    }

    @Test
    void everyCallMayGoWrongWhileLateAndReplacedPartsAreTaken() {
        everyCallOf(Story.LATE, false);
    }

    @Test
    void everyCallMayGoWrongWhileDaysArePackedAgain() {
        everyCallOf(Story.OVERWRITE, true);
    }

    /** From the last commit on; what comes before is as in the other stories. */
    @Test
    void everyCallMayGoWrongWhileAMonthLeavesTheState() {
        Result quiet = run(new CrashPoint(Story.MONTH, false, CrashPoint.NOTHING, CrashPoint.NOTHING));
        assertTrue(quiet.tally().containsKey("months written again"), quiet::toString);
        lastCallsOf(Story.MONTH, false, LAST_CALLS);
    }

    @Test
    void theRecoveryFromADeathMayDieToo() {
        List<CrashPoint> points = new ArrayList<>();
        for (Story story : List.of(Story.FIRST, Story.LATE)) {
            long calls = calls(story, false);
            for (long call = 0; call < calls; call++) {
                Strike death = new Strike(Fate.DIES_AFTER, call);
                long afterwards = run(new CrashPoint(story, false, death, CrashPoint.NOTHING))
                        .secondCalls();
                for (long second = call % 7; second < afterwards; second += 7) {
                    Fate fate = second % 2 == 0 ? Fate.DIES_AFTER : Fate.DIES_BEFORE;
                    points.add(new CrashPoint(story, false, death, new Strike(fate, second)));
                }
            }
        }
        all(points);
    }
}
