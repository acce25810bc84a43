package dev.daypack.simulation;

import dev.daypack.discover.PartitionDay;
import dev.daypack.plan.Mode;
import dev.daypack.plan.PlanOptions;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;

/**
 * A small lake, a run of which one call does not go well, a run that finds what it left, of which one call may not go
 * well either, and then quiet runs until a day later. While the first stands still, the second is at the same work.
 *
 * @param story what the first run has to do
 * @param isSpooling see {@link Universe}
 * @param first what happens to the first run
 * @param second what happens to the one after it
 */
record CrashPoint(Story story, boolean isSpooling, Strike first, Strike second) {

    static final Strike NOTHING = new Strike(Fate.FINE, -1);

    /** What there is to do. */
    enum Story {
        /** Two partition-days for the first time. */
        FIRST,
        /** They are packed, and parts came and were replaced since. */
        LATE,
        /** They are packed, and are to be packed again. */
        OVERWRITE,
        /** They are packed, and moved with their month; parts came since, and the month is written again. */
        MONTH
    }

    private Instant beginning() {
        return story == Story.MONTH ? Simulation.NEW_MONTH : Simulation.BEGINNING;
    }

    private LocalDate yesterday() {
        return LocalDate.ofInstant(beginning(), ZoneOffset.UTC).minusDays(1);
    }

    /** Days side by side where uploads are spooled; else one after the other. */
    private Setup setup() {
        Setup days = isSpooling ? Setup.USUAL.side(2) : Setup.USUAL;
        return story == Story.MONTH ? days.rollingOverAt(1) : days;
    }

    /**
     * What came of it.
     *
     * @param calls of the first run, and of the second
     */
    record Result(
            CrashPoint point, Optional<Violation> violation, long calls, long secondCalls, Map<String, Long> tally) {

        /** Whether what was to go wrong did. */
        boolean isStruck() {
            return tally.containsKey("fate " + point.first().fate())
                    && (point.second() == NOTHING
                            || tally.containsKey("fate " + point.second().fate()));
        }
    }

    Result run(ExecutorService threads, PartPool pool, boolean isTraced) {
        Universe universe =
                new Universe(threads, pool, beginning(), isSpooling, true, Tampering.NONE, setup(), isTraced);
        LocalDate yesterday = yesterday();
        List<PartitionDay> days = List.of(Lake.day("sym0", yesterday), Lake.day("sym1", yesterday));
        World world = universe.world();
        Lake lake = universe.lake();
        lake.judge(yesterday, Evidence.GOOD);
        lake.deliver(days.get(0), 1, 4);
        lake.deliver(days.get(0), 2, 8);
        lake.deliver(days.get(1), 1, 7);
        SplittableRandom random = new SplittableRandom(3);
        Host quiet = new Host(universe, "quiet", Duration.ZERO, random.split());
        Host struck = new Host(universe, "struck", Duration.ZERO, random.split());
        Host next = new Host(universe, "next", Duration.ZERO, random.split());
        Simulation.oldState(universe, yesterday);
        if (story != Story.FIRST) {
            quiet.start(Simulation.catchUp(5), Dice.NONE, () -> {});
        }
        world.after(Duration.ofMinutes(10), () -> {
            if (story == Story.LATE || story == Story.MONTH) {
                lake.deliver(days.get(0), 3, 10);
                lake.deliver(days.get(1), story == Story.MONTH ? 3 : 1, 16);
            }
            struck.start(options(), first, () -> {});
        });
        boolean isFrozen = first.fate() == Fate.FREEZES_BEFORE || first.fate() == Fate.FREEZES_AFTER;
        Duration pause = isFrozen ? Duration.ofSeconds(5) : Duration.ofMinutes(15);
        world.after(Duration.ofMinutes(10).plus(pause), () -> next.start(Simulation.catchUp(5), second, () -> {}));
        for (Duration later : List.of(Duration.ofHours(1), Duration.ofHours(26))) {
            world.after(later, () -> quiet.start(Simulation.catchUp(5), Dice.NONE, () -> {}));
        }
        world.after(Duration.ofHours(27), () -> {
            new Convergence(universe, yesterday.plusDays(1)).check();
            world.end();
        });
        world.run();
        return new Result(
                this,
                world.violation(),
                struck.lastCalls(),
                next.lastCalls(),
                world.trace().tally());
    }

    private PlanOptions options() {
        return story == Story.OVERWRITE
                ? Simulation.options(Mode.BACKFILL, Optional.of(yesterday()), true, 0, OptionalInt.empty())
                : Simulation.catchUp(5);
    }
}
