package dev.daypack.simulation;

import dev.daypack.discover.PartitionDay;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * What happens to the raw store while hosts work on it: closed days that stand from the beginning, parts of today that
 * arrive in its course, parts and partitions that come late, parts that are replaced or taken away, broken ones, and
 * the collector's evidence. All of it is decided at the beginning, but for what
 * comes as a surprise.
 */
final class Weather {

    private final Universe universe;
    private final Lake lake;
    private final SplittableRandom random;
    private final LocalDate firstDay;
    private final LocalDate today;
    private final Duration trouble;
    private final List<PartitionDay> standing = new ArrayList<>();
    private int nextPart;
    private int surprises;

    Weather(Universe universe, SplittableRandom random, LocalDate firstDay, LocalDate today, Duration trouble) {
        this.universe = universe;
        this.lake = universe.lake();
        this.random = random;
        this.firstDay = firstDay;
        this.today = today;
        this.trouble = trouble;
        this.surprises = random.nextInt(universe.setup().hasLargeParts() ? 3 : 7);
        this.nextPart = random.nextInt(PartPool.GOOD);
    }

    void plan() {
        int partitions = 1 + random.nextInt(2);
        for (LocalDate date = firstDay; date.isBefore(today.plusDays(2)); date = date.plusDays(1)) {
            evidence(date);
            for (int partition = 0; partition < partitions; partition++) {
                PartitionDay day = Lake.day("sym" + partition, date);
                if (date.isBefore(today)) {
                    closed(day);
                } else {
                    open(day, Duration.between(universe.beginning(), date.atStartOfDay(ZoneOffset.UTC)));
                }
            }
        }
        for (int count = random.nextInt(4); count > 0; count--) {
            late();
        }
    }

    /** Parts come at the worst of times: while their day is read, sent, or waits for an answer to its commit. */
    void turns(Process process, Op op, String key, Fate fate) {
        boolean isBad = op == Op.READ || op == Op.WRITE || op == Op.COMMIT && fate != Fate.FINE;
        if (!isBad || surprises == 0 || op != Op.COMMIT && process.random().nextInt(40) > 0) {
            return;
        }
        standing.stream()
                .filter(day -> key.startsWith(Lake.LAYOUT.prefix(day)))
                .findFirst()
                .ifPresent(day -> {
                    int part = nextPart++;
                    int place = 40 + surprises--;
                    long delayMillis = process.random().nextInt(op == Op.COMMIT ? 15_000 : 100);
                    universe.world().after(Duration.ofMillis(delayMillis), () -> lake.deliver(day, place, part));
                });
    }

    private void evidence(LocalDate date) {
        int dice = random.nextInt(20);
        Evidence first = dice < 10
                ? Evidence.GOOD
                : dice < 13
                        ? Evidence.NONE
                        : dice < 15
                                ? Evidence.DEGRADED
                                : dice < 17 ? Evidence.PARTIAL : dice < 19 ? Evidence.BROKEN : Evidence.BAD;
        lake.judge(date, first);
        boolean isMended = first == Evidence.BROKEN || first == Evidence.PARTIAL && random.nextInt(4) > 0;
        if (isMended || first == Evidence.NONE && random.nextInt(3) == 0) {
            universe.world().after(anyTime(), () -> lake.judge(date, Evidence.GOOD));
        }
    }

    private Duration anyTime() {
        return Duration.ofSeconds(random.nextLong(trouble.toSeconds()));
    }

    private void closed(PartitionDay day) {
        if (random.nextInt(8) == 0 && !day.equals(Lake.day("sym0", firstDay))) {
            return;
        }
        standing.add(day);
        int parts = 1 + random.nextInt(3);
        for (int number = 0; number < parts; number++) {
            lake.deliver(day, number * 10, nextPart++);
        }
        if (random.nextInt(14) == 0) {
            lake.deliverBad(day, 5, nextPart);
            if (random.nextBoolean()) {
                int good = nextPart++;
                universe.world().after(anyTime(), () -> lake.deliver(day, 5, good));
            }
        }
        if (random.nextInt(5) == 0) {
            lake.deliverOther(day);
        }
    }

    /** Parts come in the course of the day, and one or the other after it. */
    private void open(PartitionDay day, Duration start) {
        int parts = 1 + random.nextInt(3);
        for (int number = 0; number < parts; number++) {
            Duration time = start.plusMinutes(random.nextInt(26 * 60));
            int place = 10 * number;
            int part = nextPart++;
            if (time.compareTo(trouble) < 0) {
                universe.world().after(time, () -> lake.deliver(day, place, part));
            }
        }
    }

    private void late() {
        LocalDate date = firstDay.plusDays(random.nextInt(3));
        int dice = random.nextInt(10);
        int part = nextPart++;
        if (dice < 1) {
            PartitionDay day = Lake.day("late", date);
            universe.world().after(anyTime(), () -> lake.deliver(day, 0, part));
        } else if (!standing.isEmpty()) {
            PartitionDay day = standing.get(random.nextInt(standing.size()));
            int place = dice < 6 ? 1 + random.nextInt(30) : 0;
            Runnable act = dice < 9 ? () -> lake.deliver(day, place, part) : () -> lake.remove(day, 0);
            universe.world().after(anyTime(), act);
        }
    }
}
