package dev.daypack.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daypack.discover.DateRange;
import dev.daypack.discover.Discovered;
import dev.daypack.discover.Filters;
import dev.daypack.discover.Ignored;
import dev.daypack.discover.PartitionDay;
import dev.daypack.state.Status;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What holds for every plan and every move of the watermark, over seeded random states. */
class PlannerPropertiesTest {

    private static final int SEEDS = 1_000;
    private static final LocalDate TODAY = LocalDate.of(2026, 1, 30);

    private record World(FakeState state, List<PartitionDay> found, PlanOptions options) {}

    @Test
    void everyDiscoveredPartitionDayHasJustOneDecision() {
        for (long seed = 0; seed < SEEDS; seed++) {
            World world = world(new Random(seed));
            Plan plan = Planner.plan(world.state(), world.found(), world.options(), TODAY);
            assertEquals(world.found().size(), plan.decisions().size(), "seed " + seed);
            assertEquals(
                    new HashSet<>(world.found()),
                    plan.decisions().stream().map(Decision::day).collect(Collectors.toSet()),
                    "seed " + seed);
            assertTrue(
                    plan.decisions().stream()
                            .noneMatch(decision -> decision.reason().isBlank()),
                    "seed " + seed);
        }
    }

    @Test
    void todayAndTheFutureAreNeverTouchedAndLimitsHold() {
        for (long seed = 0; seed < SEEDS; seed++) {
            World world = world(new Random(seed));
            Plan plan = Planner.plan(world.state(), world.found(), world.options(), TODAY);
            for (Decision decision : plan.work()) {
                assertTrue(decision.day().date().isBefore(TODAY), "seed " + seed + " " + decision);
            }
            Map<LocalDate, Long> packed = plan.work().stream()
                    .filter(decision -> decision.action().isLimited())
                    .collect(Collectors.groupingBy(decision -> decision.day().date(), Collectors.counting()));
            int maxDays = world.options().maxDays().orElse(Integer.MAX_VALUE);
            int maxPartitions = world.options().maxPartitionsPerDay().orElse(Integer.MAX_VALUE);
            assertTrue(packed.size() <= maxDays, "seed " + seed);
            assertTrue(packed.values().stream().allMatch(count -> count <= maxPartitions), "seed " + seed);
            assertEquals(packed.size(), plan.totals().days(), "seed " + seed);
        }
    }

    @Test
    void actionsFitTheStatus() {
        for (long seed = 0; seed < SEEDS; seed++) {
            World world = world(new Random(seed));
            for (Decision decision : Planner.plan(world.state(), world.found(), world.options(), TODAY)
                    .decisions()) {
                Optional<Status> status = Standing.of(world.state(), decision.day());
                boolean fits = switch (decision.action()) {
                    case PACK -> status.isEmpty() || !status.get().isTerminal();
                    case REPACK ->
                        (status.equals(Optional.of(Status.SUCCESS)) || status.equals(Optional.of(Status.IN_PROGRESS)))
                                        && world.options().overwrite()
                                || status.equals(Optional.of(Status.QUARANTINE))
                                        && world.options().retryQuarantine();
                    case RECHECK ->
                        status.equals(Optional.of(Status.SUCCESS)) || status.equals(Optional.of(Status.NO_FILES));
                    case SKIP -> true;
                };
                assertTrue(fits, "seed " + seed + " " + decision + " " + status);
            }
        }
    }

    @Test
    void orderOfDiscoveryDoesNotMatter() {
        for (long seed = 0; seed < SEEDS / 10; seed++) {
            World world = world(new Random(seed));
            List<PartitionDay> shuffled = new ArrayList<>(world.found());
            Collections.shuffle(shuffled, new Random(seed + 1));
            assertEquals(
                    Planner.plan(world.state(), world.found(), world.options(), TODAY),
                    Planner.plan(world.state(), shuffled, world.options(), TODAY),
                    "seed " + seed);
        }
    }

    @Test
    void gapsAndDiscoveredDaysDoNotOverlap() {
        for (long seed = 0; seed < SEEDS; seed++) {
            World world = world(new Random(seed));
            Plan plan = Planner.plan(world.state(), world.found(), world.options(), TODAY);
            Set<LocalDate> found =
                    world.found().stream().map(PartitionDay::date).collect(Collectors.toSet());
            for (Gap gap : plan.gaps()) {
                if (gap.from().isBefore(TODAY)) {
                    assertTrue(gap.dates().stream().noneMatch(found::contains), "seed " + seed + " " + gap);
                }
            }
        }
    }

    @Test
    void theWatermarkNeverGoesBackNorPassesAnOpenDayNorRestsOnAnEmptyOne() {
        int moved = 0;
        for (long seed = 0; seed < SEEDS; seed++) {
            World world = world(new Random(seed));
            Watermark.Move move = Watermark.advance(world.state(), discovered(world.found()), TODAY);
            Optional<LocalDate> before = world.state().lastCompactedDate();
            if (move.last().equals(before)) {
                assertEquals(List.of(), move.passed(), "seed " + seed);
                continue;
            }
            moved++;
            LocalDate after = move.last().orElseThrow();
            String what = "seed " + seed + " " + before + " " + move;
            assertTrue(after.isBefore(TODAY), what);
            assertTrue(before.isEmpty() || after.isAfter(before.get()), what);
            assertTrue(world.found().stream().anyMatch(day -> day.date().equals(after)), what);
            LocalDate start = before.map(day -> day.plusDays(1))
                    .orElseGet(() ->
                            Standing.firstKnown(world.state(), world.found()).orElseThrow());
            Set<LocalDate> empty = move.passed().stream()
                    .flatMap(gap -> gap.dates().stream())
                    .collect(Collectors.toCollection(TreeSet::new));
            for (LocalDate day = start; !day.isAfter(after); day = day.plusDays(1)) {
                LocalDate date = day;
                List<PartitionDay> ofDay = world.found().stream()
                        .filter(found -> found.date().equals(date))
                        .toList();
                assertEquals(ofDay.isEmpty(), empty.contains(day), what);
                assertTrue(ofDay.stream().allMatch(found -> isTerminal(world.state(), found)), what);
            }
        }
        assertTrue(moved > SEEDS / 20, "the test hardly tests: " + moved + " moves");
    }

    /** Catch-up, run after run, killed or failing at random: from the first day on, all is packed or about to be. */
    @Test
    void catchUpLeavesNoHoleBehind() {
        for (long seed = 0; seed < SEEDS / 5; seed++) {
            Random random = new Random(seed);
            FakeState state = new FakeState();
            for (int run = 0; run < 8; run++) {
                runCatchUp(state, random, TODAY.plusDays(run));
            }
            LocalDate today = TODAY.plusDays(8);
            LocalDate first = Standing.firstKnown(state, lake(today)).orElse(today.minusDays(1));
            for (Decision decision : Planner.plan(state, lake(today), PlanOptions.of(Mode.CATCH_UP), today)
                    .decisions()) {
                LocalDate date = decision.day().date();
                if (!date.isBefore(first) && date.isBefore(today)) {
                    boolean isPacked = Standing.of(state, decision.day()).equals(Optional.of(Status.SUCCESS));
                    assertEquals(isPacked ? Action.SKIP : Action.PACK, decision.action(), "seed " + seed + decision);
                }
            }
        }
    }

    private static void runCatchUp(FakeState state, Random random, LocalDate today) {
        PlanOptions options = options(random, Mode.CATCH_UP, Filters.none());
        for (Decision decision :
                Planner.plan(state, lake(today), options, today).work()) {
            if (random.nextInt(10) == 0) {
                break; // The run is killed here.
            }
            state.with(decision.day(), random.nextInt(4) == 0 ? Status.FAILED : Status.SUCCESS);
        }
        state.watermark(Watermark.advance(state, discovered(lake(today)), today).last());
    }

    private static boolean isTerminal(FakeState state, PartitionDay day) {
        return Standing.of(state, day).map(Status::isTerminal).orElse(false);
    }

    private static List<PartitionDay> lake(LocalDate today) {
        List<PartitionDay> found = new ArrayList<>();
        for (LocalDate day = TODAY.minusDays(4); !day.isAfter(today); day = day.plusDays(1)) {
            for (String symbol : List.of("a", "b", "c")) {
                found.add(FakeState.day(symbol, day.toString()));
            }
        }
        return found;
    }

    static Discovered discovered(List<PartitionDay> found) {
        return new Discovered(
                found.stream().sorted().toList(),
                List.of(),
                new Ignored(Map.of(), List.of()),
                Filters.none(),
                DateRange.all());
    }

    private static World world(Random random) {
        FakeState state = new FakeState();
        if (random.nextInt(3) > 0) {
            state.watermark(Optional.of(TODAY.minusDays(random.nextInt(12) - 1)));
        }
        boolean isMostlyDone = random.nextBoolean();
        List<PartitionDay> found = new ArrayList<>();
        for (int back = -2; back < 12; back++) {
            LocalDate date = TODAY.minusDays(back);
            if (random.nextInt(8) == 0) {
                state.withDay(date, status(random));
            }
            for (String symbol : List.of("a", "b", "c")) {
                PartitionDay day = FakeState.day(symbol, date.toString());
                if (random.nextInt(3) > 0) {
                    found.add(day);
                }
                if (isMostlyDone && random.nextInt(20) > 0) {
                    state.with(day, random.nextInt(9) == 0 ? Status.QUARANTINE : Status.SUCCESS);
                } else if (random.nextBoolean()) {
                    state.with(day, status(random));
                }
            }
        }
        Mode mode = Mode.values()[random.nextInt(3)];
        Filters filters = random.nextInt(4) == 0 ? new Filters(Set.of(), Set.of(), Set.of("a", "c")) : Filters.none();
        return new World(state, found, options(random, mode, filters));
    }

    private static PlanOptions options(Random random, Mode mode, Filters filters) {
        Optional<LocalDate> from = Optional.empty();
        Optional<LocalDate> to = Optional.empty();
        if (mode == Mode.BACKFILL && random.nextBoolean()) {
            from = Optional.of(TODAY.minusDays(random.nextInt(10)));
            to = random.nextBoolean() ? Optional.of(from.get().plusDays(random.nextInt(8))) : Optional.empty();
        }
        boolean overwrite = random.nextBoolean() && (mode == Mode.DAILY || from.isPresent());
        return new PlanOptions(
                mode,
                from,
                to,
                overwrite,
                random.nextBoolean(),
                random.nextInt(6),
                limit(random),
                limit(random),
                filters);
    }

    private static OptionalInt limit(Random random) {
        return random.nextBoolean() ? OptionalInt.of(1 + random.nextInt(3)) : OptionalInt.empty();
    }

    private static Status status(Random random) {
        return Status.values()[random.nextInt(Status.values().length)];
    }
}
