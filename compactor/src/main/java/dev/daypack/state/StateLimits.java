package dev.daypack.state;

import java.time.Duration;

/**
 * Bounds of the state's writing.
 *
 * @param rolloverEntries the head may hold so many entries before finished months move out of it
 * @param attempts compare-and-swap rounds of one update before it gives up
 * @param backoffBase longest pause before the second round; doubles with each round
 * @param backoffCap longest pause before any round
 */
public record StateLimits(int rolloverEntries, int attempts, Duration backoffBase, Duration backoffCap) {

    public StateLimits {
        if (rolloverEntries < 1 || attempts < 1 || backoffBase.isNegative() || backoffCap.isNegative()) {
            throw new IllegalArgumentException("limits of the state must be positive");
        }
    }

    /** 20,000 entries (about 8 MB), 30 rounds, pauses of up to 20 ms doubling up to 2 s. */
    public static StateLimits defaults() {
        return new StateLimits(20_000, 30, Duration.ofMillis(20), Duration.ofSeconds(2));
    }
}
