package dev.daypack.quality;

import java.time.Duration;

/**
 * The thresholds behind the labels. In the names, {@code Above} and {@code Below} leave the threshold itself out,
 * {@code From} takes it in.
 *
 * @param referenceExchange the exchange whose connection stands for the whole collector; default {@code binance}
 * @param window what makes a window BAD or DEGRADED
 * @param day what makes a day BAD, DEGRADED or PARTIAL
 */
public record QualityRules(String referenceExchange, WindowRules window, DayRules day) {

    /** Version of these rules with their default thresholds, as documents carry it. */
    public static final String VERSION = "1.0.0";

    /** Version when a threshold or the reference exchange is set otherwise: such labels compare with no others. */
    public static final String CUSTOM_VERSION = VERSION + "+custom";

    public QualityRules {
        if (referenceExchange.isBlank()) {
            throw new IllegalArgumentException("the reference exchange has no name");
        }
    }

    /** The rules as every document of version 1.0.0 means them. */
    public static QualityRules defaults() {
        return new QualityRules("binance", WindowRules.defaults(), DayRules.defaults());
    }

    /** {@link #VERSION} if everything has its default, else {@link #CUSTOM_VERSION}. */
    public String version() {
        return equals(defaults()) ? VERSION : CUSTOM_VERSION;
    }

    /**
     * Thresholds for one window.
     *
     * @param badAboveDrops events dropped; default 0
     * @param badFromQueuePct peak fill of the collector's queue, percent; default 90
     * @param badAboveReferenceOffline time the reference exchange was away; default 600 s
     * @param degradedAboveOffline time any exchange was away; default 180 s
     * @param degradedAboveDrain time in accelerated drain; default 180 s
     * @param degradedFromReconnects reconnects of all exchanges; default 5
     * @param healthyBelowQueuePct a DEGRADED window counts as GOOD only with a queue peak below this; default 50
     * @param healthyAboveEpsMin and with the reference exchange never slower than this, events a second; default 100
     */
    public record WindowRules(
            long badAboveDrops,
            double badFromQueuePct,
            Duration badAboveReferenceOffline,
            Duration degradedAboveOffline,
            Duration degradedAboveDrain,
            long degradedFromReconnects,
            double healthyBelowQueuePct,
            double healthyAboveEpsMin) {

        public WindowRules {
            requireCount("badAboveDrops", badAboveDrops);
            requireLevel("badFromQueuePct", badFromQueuePct);
            requireTime("badAboveReferenceOffline", badAboveReferenceOffline);
            requireTime("degradedAboveOffline", degradedAboveOffline);
            requireTime("degradedAboveDrain", degradedAboveDrain);
            requireCount("degradedFromReconnects", degradedFromReconnects - 1);
            requireLevel("healthyBelowQueuePct", healthyBelowQueuePct);
            requireLevel("healthyAboveEpsMin", healthyAboveEpsMin);
        }

        public static WindowRules defaults() {
            Duration offline = Duration.ofSeconds(180);
            Duration drain = Duration.ofSeconds(180);
            return new WindowRules(0, 90, Duration.ofSeconds(600), offline, drain, 5, 50, 100);
        }
    }

    /**
     * Thresholds for a day; all but the last look at whole windows only, never at partial ones.
     *
     * @param badFromBadWindows BAD windows; default 3
     * @param badAboveDrops events dropped in the day; default 100,000
     * @param badAboveReferenceOffline time the reference exchange was away; default 3,600 s
     * @param degradedFromBadWindows BAD windows; default 1
     * @param degradedFromDegradedWindows DEGRADED windows; default 10
     * @param degradedAboveReferenceOffline time the reference exchange was away; default 900 s
     * @param completeFromWindows whole windows that make partial ones unimportant; default 80
     */
    public record DayRules(
            int badFromBadWindows,
            long badAboveDrops,
            Duration badAboveReferenceOffline,
            int degradedFromBadWindows,
            int degradedFromDegradedWindows,
            Duration degradedAboveReferenceOffline,
            int completeFromWindows) {

        public DayRules {
            requireCount("badFromBadWindows", badFromBadWindows - 1L);
            requireCount("badAboveDrops", badAboveDrops);
            requireTime("badAboveReferenceOffline", badAboveReferenceOffline);
            requireCount("degradedFromBadWindows", degradedFromBadWindows - 1L);
            requireCount("degradedFromDegradedWindows", degradedFromDegradedWindows - 1L);
            requireTime("degradedAboveReferenceOffline", degradedAboveReferenceOffline);
            requireCount("completeFromWindows", completeFromWindows);
        }

        public static DayRules defaults() {
            return new DayRules(3, 100_000, Duration.ofSeconds(3_600), 1, 10, Duration.ofSeconds(900), 80);
        }
    }

    private static void requireCount(String name, long count) {
        if (count < 0) {
            throw new IllegalArgumentException(name + " is too small");
        }
    }

    private static void requireLevel(String name, double level) {
        if (!(level >= 0) || Double.isInfinite(level)) {
            throw new IllegalArgumentException(name + " must be a number of 0 or more");
        }
    }

    private static void requireTime(String name, Duration time) {
        if (time.isNegative()) {
            throw new IllegalArgumentException(name + " is negative");
        }
    }
}
