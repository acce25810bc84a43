package dev.daypack.simulation;

import dev.daypack.output.OutputSettings;
import java.util.SplittableRandom;

/**
 * Settings of the program, the same on all hosts of a universe, and parts to go with them.
 *
 * @param memoryBytes the setting {@code memory}
 * @param output how files are laid out
 * @param daysAtOnce partition-days under way at once in a process
 * @param rolloverEntries the state's head may hold so many before finished months move out of it
 * @param hasLargeParts whether parts have some hundred rows
 */
record Setup(long memoryBytes, OutputSettings output, int daysAtOnce, int rolloverEntries, boolean hasLargeParts) {

    private static final int NO_ROLLOVER = 20_000;

    /** One day after the other, with room for all. */
    static final Setup USUAL = new Setup(16 << 20, OutputSettings.DEFAULTS, 1, NO_ROLLOVER, false);

    /** What does not fit goes through scratch space: sort keys, and rows of readers that wait for their turn. */
    private static final Setup SPILLING =
            new Setup(128 << 10, new OutputSettings(100, 128 << 20, 30, 1 << 20, 3, false), 1, NO_ROLLOVER, true);

    /** So little that merges wait for one another. */
    private static final long SHORT_BYTES = 256 << 10;

    static Setup by(SplittableRandom random) {
        if (random.nextInt(20) == 0) {
            return SPILLING;
        }
        boolean isCrew = random.nextInt(5) < 2;
        return new Setup(
                isCrew && random.nextBoolean() ? SHORT_BYTES : USUAL.memoryBytes,
                USUAL.output,
                isCrew ? 2 + random.nextInt(3) : 1,
                NO_ROLLOVER,
                false);
    }

    Setup side(int days) {
        return new Setup(memoryBytes, output, days, rolloverEntries, hasLargeParts);
    }

    Setup rollingOverAt(int entries) {
        return new Setup(memoryBytes, output, daysAtOnce, entries, hasLargeParts);
    }
}
