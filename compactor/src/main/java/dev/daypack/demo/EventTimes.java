package dev.daypack.demo;

import java.util.SplittableRandom;

/**
 * Times of the events of one day in milliseconds since the epoch: {@code event} by the exchange's clock, never
 * decreasing, with many equal neighbours and with bursts; {@code received} by the collector's, a lognormal latency
 * later and, since one connection delivers in order, never decreasing either.
 */
record EventTimes(long[] event, long[] received) {

    static final long DAY_MILLIS = 86_400_000L;

    /** Share of events in the same millisecond as the one before: one trade that fills several orders, and the like. */
    private static final double SAME_MILLISECOND = 0.3;
    /** Chance that an event starts a burst, and how many times as dense events are within one. */
    private static final double BURST_START = 1.0 / 4_000;

    private static final int BURST_DENSITY = 25;
    private static final int BURST_EVENTS = 500;

    /** Times of exactly {@code rows} events from {@code dayStart} (inclusive) to a day later (exclusive). */
    static EventTimes of(long dayStart, int rows, SplittableRandom random) {
        double[] elapsed = new double[rows];
        double total = 0;
        int burst = 0;
        for (int i = 0; i < rows; i++) {
            burst = burst > 0 ? burst - 1 : random.nextDouble() < BURST_START ? BURST_EVENTS : 0;
            if (random.nextDouble() >= SAME_MILLISECOND) {
                total += -StrictMath.log(1 - random.nextDouble()) / (burst > 0 ? BURST_DENSITY : 1);
            }
            elapsed[i] = total;
        }
        return stretch(dayStart, elapsed, total, random);
    }

    private static EventTimes stretch(long dayStart, double[] elapsed, double total, SplittableRandom random) {
        double millisPerUnit = (DAY_MILLIS - 1) / Math.max(total, 1);
        long[] event = new long[elapsed.length];
        long[] received = new long[elapsed.length];
        long last = 0;
        for (int i = 0; i < elapsed.length; i++) {
            event[i] = dayStart + (long) (elapsed[i] * millisPerUnit);
            last = Math.max(last, event[i] + 1 + (long) (3 * StrictMath.exp(0.6 * random.nextGaussian())));
            received[i] = last;
        }
        return new EventTimes(event, received);
    }

    int rows() {
        return event.length;
    }
}
