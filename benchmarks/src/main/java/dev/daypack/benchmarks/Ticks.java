package dev.daypack.benchmarks;

import java.util.SplittableRandom;

/**
 * An endless stream of events of one instrument, about evenly spread over time: a random walk of the best prices on
 * ticks of a tenth, lognormal quantities, a lognormal latency of about 2 ms. {@link #next} goes to the next event, the
 * other methods tell of it. Equal seeds give equal events. Not thread-safe.
 *
 * <p>The numbers drawn, their order and {@code Math}'s functions are part of the data sets: a change of them makes
 * other rows, and figures that can no longer be compared with earlier ones.
 */
final class Ticks {

    /** 2026-01-01T00:00:00Z. */
    static final long FIRST_DAY_MILLIS = 1_767_225_600_000L;

    static final long DAY_MILLIS = 86_400_000L;
    static final long NANOS_PER_MILLI = 1_000_000L;

    private static final double LATENCY_NANOS = 2e6;
    private static final double TICKS_PER_UNIT = 10.0;

    private final SplittableRandom random;
    private final double sameMilliShare;
    private final double millisPerRow;

    private double millis;
    private long eventNanos;
    private long receivedNanos;
    private int move;
    private int bidTicks = 600_000;
    private int spreadTicks = 1;
    private double bidQuantity = 1;
    private double askQuantity = 1;

    /**
     * @param dayMillis when the first day starts
     * @param rowsPerDay how many events a day has on average
     * @param sameMilliShare share of events in the same millisecond as the one before, below 1
     */
    Ticks(long seed, long dayMillis, long rowsPerDay, double sameMilliShare) {
        this.random = new SplittableRandom(seed);
        this.sameMilliShare = sameMilliShare;
        this.millisPerRow = (double) DAY_MILLIS / rowsPerDay;
        this.millis = dayMillis;
    }

    /** Goes to the next event; the first one of a part is in a millisecond later than all before it. */
    void next(boolean startsPart) {
        if (random.nextDouble() >= sameMilliShare) {
            millis += -Math.log(1 - random.nextDouble()) * millisPerRow / (1 - sameMilliShare);
        }
        if (startsPart) {
            millis = Math.floor(millis) + 1;
        }
        eventNanos = (long) millis * NANOS_PER_MILLI;
        receivedNanos = eventNanos + (long) (LATENCY_NANOS * Math.exp(0.5 * random.nextGaussian()));
        move = random.nextInt(100);
        if (move < 12) {
            bidTicks += (move % 2 * 2 - 1) * (1 + random.nextInt(3));
            spreadTicks = random.nextInt(20) == 0 ? 1 + random.nextInt(5) : 1;
        }
        if (move < 56) {
            bidQuantity = quantity();
        }
        if (move < 12 || move >= 56) {
            askQuantity = quantity();
        }
    }

    /** Gives the event another time, drawn from the whole of the first day. */
    void scatter() {
        long latencyNanos = receivedNanos - eventNanos;
        eventNanos = (FIRST_DAY_MILLIS + random.nextLong(DAY_MILLIS)) * NANOS_PER_MILLI;
        receivedNanos = eventNanos + latencyNanos;
    }

    private double quantity() {
        return Math.max(1, Math.round(Math.exp(1.6 * random.nextGaussian() - 0.5) * 1_000)) / 1_000.0;
    }

    long eventNanos() {
        return eventNanos;
    }

    long receivedNanos() {
        return receivedNanos;
    }

    double bidPrice() {
        return bidTicks / TICKS_PER_UNIT;
    }

    double askPrice() {
        return (bidTicks + spreadTicks) / TICKS_PER_UNIT;
    }

    double bidQuantity() {
        return bidQuantity;
    }

    double askQuantity() {
        return askQuantity;
    }

    /** Whether a trade of this event takes from the bid side. */
    boolean isSale() {
        return move % 2 == 0;
    }
}
