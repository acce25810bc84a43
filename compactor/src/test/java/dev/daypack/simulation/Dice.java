package dev.daypack.simulation;

import java.time.Duration;
import java.util.SplittableRandom;

/**
 * Faults by chance.
 *
 * @param perMille how many of a thousand calls do not go well
 * @param deathPerMille how many of those kill the process
 * @param freezes whether processes stand still at times
 * @param wayMillis one way to the store or back, at most
 * @param duels whether processes tend to stand still right before a commit, for so long that others take over
 */
record Dice(int perMille, int deathPerMille, boolean freezes, int wayMillis, boolean duels) implements Faults {

    static final Dice NONE = new Dice(0, 0, false, 60, false);

    /** There is one commit in two hundred calls, and it is what all the others are about. */
    private static final int COMMITS = 4;

    private static final Fate[] READS = {Fate.ERROR, Fate.THROTTLED, Fate.EXPIRED, Fate.CUT};
    private static final Fate[] WRITES = {
        Fate.ERROR,
        Fate.THROTTLED,
        Fate.EXPIRED,
        Fate.REQUEST_LOST,
        Fate.ANSWER_LOST,
        Fate.ANSWER_LOST,
        Fate.LATE,
        Fate.LATE,
        Fate.BUSY
    };
    private static final Fate[] SENDING = {Fate.ERROR, Fate.THROTTLED, Fate.NO_SPACE};
    private static final Fate[] OTHERS = {Fate.ERROR, Fate.REQUEST_LOST, Fate.ANSWER_LOST};

    @Override
    public Fate fate(Process process, Op op, String key) {
        SplittableRandom random = process.random();
        if (duels && op == Op.COMMIT && random.nextInt(3) == 0) {
            return Fate.FREEZES_BEFORE;
        }
        int dice = random.nextInt(1_000);
        if (dice >= (op == Op.COMMIT ? COMMITS * perMille : perMille)) {
            return Fate.FINE;
        }
        if (random.nextInt(1_000) < deathPerMille) {
            return random.nextBoolean() ? Fate.DIES_BEFORE : Fate.DIES_AFTER;
        }
        if (freezes && random.nextInt(op == Op.COMMIT ? 3 : 6) == 0) {
            return random.nextBoolean() ? Fate.FREEZES_BEFORE : Fate.FREEZES_AFTER;
        }
        if (op == Op.READ && random.nextBoolean()) {
            return Fate.FLIPPED;
        }
        Fate[] choice = op.isRead() ? READS : op.isWrite() ? WRITES : op == Op.WRITE ? SENDING : OTHERS;
        return choice[random.nextInt(choice.length)];
    }

    @Override
    public boolean isDiskFull(Process process) {
        return process.random().nextInt(20_000) < perMille;
    }

    @Override
    public long wayNanos(Process process) {
        return Duration.ofMillis(1 + process.random().nextInt(wayMillis)).toNanos();
    }

    @Override
    public long freezeNanos(Process process) {
        return Duration.ofSeconds((duels ? 120 : 20) + process.random().nextInt(400))
                .toNanos();
    }

    @Override
    public boolean freezesAtClock(Process process) {
        return freezes && process.random().nextInt(1_500) == 0;
    }
}
