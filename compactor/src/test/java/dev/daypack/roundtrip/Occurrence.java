package dev.daypack.roundtrip;

import java.util.SplittableRandom;

/** How often a node occurs: once if it is required, once or not if it is optional, any number of times if repeated. */
enum Occurrence {
    ALWAYS,
    NEVER,
    MOSTLY,
    HALF,
    SELDOM,
    /** Up to three times. */
    FEW,
    /** Up to twenty times. */
    MANY,
    /** Up to twenty times, and once in a while thousands of times. */
    THOUSANDS;

    private static final Occurrence[] OPTIONAL = {ALWAYS, NEVER, MOSTLY, HALF, SELDOM};
    private static final Occurrence[] REPEATED = {ALWAYS, NEVER, FEW, FEW, FEW, MANY, THOUSANDS};

    static Occurrence ofOptional(SplittableRandom random) {
        return OPTIONAL[random.nextInt(OPTIONAL.length)];
    }

    static Occurrence ofRepeated(SplittableRandom random) {
        return REPEATED[random.nextInt(REPEATED.length)];
    }

    int next(SplittableRandom random) {
        return switch (this) {
            case ALWAYS -> 1;
            case NEVER -> 0;
            case MOSTLY -> random.nextInt(10) == 0 ? 0 : 1;
            case HALF -> random.nextInt(2);
            case SELDOM -> random.nextInt(10) == 0 ? 1 : 0;
            case FEW -> random.nextInt(4);
            case MANY -> random.nextInt(21);
            case THOUSANDS -> random.nextInt(40) == 0 ? 10_000 : random.nextInt(21);
        };
    }
}
