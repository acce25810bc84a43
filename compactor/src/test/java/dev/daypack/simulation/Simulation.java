package dev.daypack.simulation;

import dev.daypack.discover.Filters;
import dev.daypack.plan.Mode;
import dev.daypack.plan.PlanOptions;
import dev.daypack.store.Condition;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;

/**
 * One seed: a lake and what happens to it, hosts with their clocks, the runs that they make, faults; then a day without
 * faults, in which a host with a right clock makes three runs; then the last check.
 */
final class Simulation {

    static final Instant BEGINNING = Instant.parse("2026-03-10T06:00:00Z");

    /** The first days are of the month before. */
    static final Instant NEW_MONTH = Instant.parse("2026-03-01T06:00:00Z");

    private static final int RECHECK_DAYS = 20;
    private static final int FAST_MILLIS = 60;

    /** A partition-day takes minutes. */
    private static final int SLOW_MILLIS = 4_000;

    private final long seed;
    private final SplittableRandom random;
    private final Universe universe;
    private final Duration trouble;
    private final Dice dice;
    private final LocalDate firstToday;
    private final LocalDate firstDay;
    private final Faults faults = new Trouble();
    private final boolean isByCron;
    private Weather weather;
    private LocalDate lastDay;

    Simulation(long seed, ExecutorService threads, PartPool pool, Tampering tampering, boolean isTraced) {
        this.seed = seed;
        this.random = new SplittableRandom(seed * 0x9E3779B97F4A7C15L + 11);
        this.trouble = Duration.ofHours(8 + random.nextInt(28));
        boolean isNewMonth = random.nextInt(4) == 0;
        Instant beginning = isNewMonth ? NEW_MONTH : BEGINNING;
        Setup setup = Setup.by(random);
        this.universe = new Universe(
                threads,
                pool,
                beginning,
                seed % 3 == 0,
                seed % 2 == 0,
                tampering,
                isNewMonth ? setup.rollingOverAt(1 + random.nextInt(4)) : setup,
                isTraced);
        boolean duels = random.nextInt(4) == 0;
        this.dice = new Dice(
                random.nextInt(duels ? 30 : 110),
                40 + random.nextInt(160),
                random.nextBoolean(),
                random.nextInt(6) == 0 ? SLOW_MILLIS : FAST_MILLIS,
                duels);
        this.isByCron = duels || random.nextBoolean();
        this.firstToday = LocalDate.ofInstant(beginning, ZoneOffset.UTC);
        this.firstDay = firstToday.minusDays(1 + random.nextInt(3));
    }

    /** @param files that were published, each checked row by row */
    record Result(
            long seed,
            Optional<Violation> violation,
            String digest,
            Map<String, Long> tally,
            int files,
            List<String> trace) {}

    Result run() {
        World world = universe.world();
        oldState(universe, firstDay);
        weather = new Weather(universe, random.split(), firstDay, firstToday, trouble);
        weather.plan();
        int count = dice.duels() ? 2 + random.nextInt(2) : 1 + random.nextInt(4);
        for (int number = 0; number < count; number++) {
            Host host = new Host(universe, "host" + number, skew(), random.split());
            world.after(isByCron ? byCron(host) : minutes(host, 90), () -> next(host));
        }
        Host steady = new Host(universe, "steady", Duration.ZERO, random.split());
        for (Duration later : List.of(Duration.ofMinutes(20), Duration.ofHours(9), Duration.ofHours(25))) {
            world.after(trouble.plus(later), () -> {
                lastDay = today();
                steady.start(catchUp(RECHECK_DAYS), Dice.NONE, () -> {});
            });
        }
        world.after(trouble.plusHours(27), () -> {
            new Convergence(universe, lastDay).check();
            world.end();
        });
        world.run();
        Trace trace = world.trace();
        return new Result(
                seed,
                world.violation(),
                trace.digest(),
                trace.tally(),
                universe.oracle().checkedFiles(),
                trace.lines());
    }

    /** As the old job left it: it has been at work up to the day before. */
    static void oldState(Universe universe, LocalDate firstDay) {
        String text = ("{\"last_compacted_date\": \"%s\", \"operator_note\": \"moved here\","
                        + " \"days\": {}, \"partitions\": {}}")
                .formatted(firstDay.minusDays(1).format(DateTimeFormatter.BASIC_ISO_DATE));
        SplittableRandom chance = new SplittableRandom(1);
        Process nobody =
                new Process(universe.world(), "nobody", chance, Dice.NONE, universe.beginning(), Duration.ZERO);
        universe.compact()
                .put(
                        StateRules.KEY,
                        text.getBytes(StandardCharsets.UTF_8),
                        new Condition.Always(),
                        new Bucket.Writer(nobody, 0));
    }

    private Duration skew() {
        return random.nextInt(4) > 0
                ? Duration.ofSeconds(random.nextInt(-30, 30))
                : Duration.ofMinutes(random.nextInt(-24 * 60, 24 * 60));
    }

    private LocalDate today() {
        return LocalDate.ofInstant(
                universe.beginning().plusNanos(universe.world().nanos()), ZoneOffset.UTC);
    }

    private static Duration minutes(Host host, int most) {
        return Duration.ofSeconds(host.random().nextInt(60 * most));
    }

    /** A run, and after it the next, as long as there is trouble. */
    private void next(Host host) {
        World world = universe.world();
        if (isOver()) {
            return;
        }
        host.start(options(host.random()), faults, () -> {
            world.after(isByCron ? byCron(host) : minutes(host, 7 * 60), () -> next(host));
        });
    }

    /** At the next full three hours, within seconds of all the others. */
    private Duration byCron(Host host) {
        long period = Duration.ofHours(3).toNanos();
        long ahead = period - universe.world().nanos() % period;
        return Duration.ofNanos(ahead).plusMillis(host.random().nextInt(4_000));
    }

    private boolean isOver() {
        return universe.world().nanos() > trouble.toNanos();
    }

    /** The dice, until the trouble ends; and what the weather makes of the moment. */
    private final class Trouble implements Faults {

        @Override
        public Fate fate(Process process, Op op, String key) {
            if (isOver()) {
                return Fate.FINE;
            }
            Fate fate = dice.fate(process, op, key);
            weather.turns(process, op, key, fate);
            return fate;
        }

        @Override
        public boolean freezesAtClock(Process process) {
            return !isOver() && dice.freezesAtClock(process);
        }

        @Override
        public boolean isDiskFull(Process process) {
            return !isOver() && dice.isDiskFull(process);
        }

        @Override
        public long freezeNanos(Process process) {
            return dice.freezeNanos(process);
        }

        @Override
        public long wayNanos(Process process) {
            return (isOver() ? Dice.NONE : dice).wayNanos(process);
        }
    }

    private PlanOptions options(SplittableRandom chance) {
        return switch (chance.nextInt(10)) {
            case 0 -> PlanOptions.of(Mode.DAILY);
            case 1 -> {
                LocalDate from = firstDay.plusDays(chance.nextInt(3));
                yield options(Mode.BACKFILL, Optional.of(from), true, 0, OptionalInt.empty());
            }
            case 2 -> options(Mode.CATCH_UP, Optional.empty(), false, 0, OptionalInt.of(1));
            default -> catchUp(RECHECK_DAYS);
        };
    }

    static PlanOptions catchUp(int recheckDays) {
        return options(Mode.CATCH_UP, Optional.empty(), false, recheckDays, OptionalInt.empty());
    }

    static PlanOptions options(
            Mode mode, Optional<LocalDate> day, boolean overwrite, int recheckDays, OptionalInt maxPartitions) {
        return new PlanOptions(
                mode, day, day, overwrite, false, recheckDays, OptionalInt.empty(), maxPartitions, Filters.none());
    }
}
