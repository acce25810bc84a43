package dev.daypack.demo;

import java.util.SplittableRandom;

/**
 * An instrument's price and quantities as a random walk on ticks. Prices are whole ticks divided by ticks per unit, so
 * that each is the double nearest to its decimal form, as a JSON parser would give it. Not thread-safe.
 */
final class Market {

    private static final int MOVE_PERCENT = 12;

    private final SplittableRandom random;
    private final double ticksPerUnit;
    private final double typicalQuantity;
    private long bidTicks;
    private int spreadTicks = 1;

    Market(Instrument instrument, SplittableRandom random) {
        this.random = random;
        ticksPerUnit = instrument.ticksPerUnit();
        typicalQuantity = instrument.typicalQuantity();
        bidTicks = Math.round(instrument.price() * ticksPerUnit * (0.98 + 0.04 * random.nextDouble()));
    }

    /** Lets one event pass; true if the price moved. */
    boolean step() {
        if (random.nextInt(100) >= MOVE_PERCENT) {
            return false;
        }
        int ticks = 1 + random.nextInt(3);
        bidTicks = Math.max(1, bidTicks + (random.nextBoolean() ? ticks : -ticks));
        spreadTicks = random.nextInt(20) == 0 ? 1 + random.nextInt(5) : 1;
        return true;
    }

    double bid() {
        return bidTicks / ticksPerUnit;
    }

    double ask() {
        return (bidTicks + spreadTicks) / ticksPerUnit;
    }

    /** Lognormal, in thousandths. */
    double quantity() {
        double quantity = typicalQuantity * StrictMath.exp(1.2 * random.nextGaussian());
        return Math.max(1, Math.round(quantity * 1_000)) / 1_000.0;
    }

    boolean chance(double probability) {
        return random.nextDouble() < probability;
    }
}
