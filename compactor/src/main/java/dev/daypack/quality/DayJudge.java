package dev.daypack.quality;

import dev.daypack.quality.QualityRules.DayRules;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Sums judged windows up to the label of their day. Pure. The first of BAD, DEGRADED, PARTIAL that applies is the
 * label, else GOOD; a day without any window is UNKNOWN.
 */
public final class DayJudge {

    private final QualityRules rules;

    public DayJudge(QualityRules rules) {
        this.rules = rules;
    }

    /** The label of a day, from all of its windows in their order. */
    public DayQuality judge(List<JudgedWindow> windows) {
        DayStats stats = DayStats.of(windows, rules.referenceExchange());
        if (windows.isEmpty()) {
            return quality(DayLabel.UNKNOWN, List.of("no quality windows"), stats, windows);
        }
        List<String> reasons = badReasons(stats);
        if (!reasons.isEmpty()) {
            return quality(DayLabel.BAD, reasons, stats, windows);
        }
        reasons = degradedReasons(stats);
        if (!reasons.isEmpty()) {
            return quality(DayLabel.DEGRADED, reasons, stats, windows);
        }
        if (isIncomplete(stats)) {
            String reason = count(stats.partialWindows(), "partial window") + ", " + stats.wholeWindows() + " others < "
                    + rules.day().completeFromWindows();
            return quality(DayLabel.PARTIAL, List.of(reason), stats, windows);
        }
        return quality(DayLabel.GOOD, List.of(), stats, windows);
    }

    private List<String> badReasons(DayStats stats) {
        DayRules limits = rules.day();
        List<String> reasons = new ArrayList<>();
        if (stats.badWindows() >= limits.badFromBadWindows()) {
            reasons.add(count(stats.badWindows(), "BAD window") + " >= " + limits.badFromBadWindows());
        }
        if (stats.droppedEvents() > limits.badAboveDrops()) {
            reasons.add(String.format(
                    Locale.ROOT, "dropped events %,d > %,d", stats.droppedEvents(), limits.badAboveDrops()));
        }
        addIfLonger(reasons, stats, limits.badAboveReferenceOffline());
        return reasons;
    }

    private List<String> degradedReasons(DayStats stats) {
        DayRules limits = rules.day();
        List<String> reasons = new ArrayList<>();
        if (stats.badWindows() >= limits.degradedFromBadWindows()) {
            reasons.add(count(stats.badWindows(), "BAD window") + " >= " + limits.degradedFromBadWindows());
        }
        if (stats.degradedWindows() >= limits.degradedFromDegradedWindows()) {
            reasons.add(
                    count(stats.degradedWindows(), "DEGRADED window") + " >= " + limits.degradedFromDegradedWindows());
        }
        addIfLonger(reasons, stats, limits.degradedAboveReferenceOffline());
        return reasons;
    }

    private boolean isIncomplete(DayStats stats) {
        return stats.partialWindows() > 0 && stats.wholeWindows() < rules.day().completeFromWindows();
    }

    private void addIfLonger(List<String> reasons, DayStats stats, Duration limit) {
        if (stats.referenceOffline().compareTo(limit) > 0) {
            reasons.add(SafeText.of(rules.referenceExchange()) + " offline " + Figures.seconds(stats.referenceOffline())
                    + " s > " + Figures.seconds(limit) + " s");
        }
    }

    private DayQuality quality(DayLabel label, List<String> reasons, DayStats stats, List<JudgedWindow> windows) {
        return new DayQuality(label, rules.version(), reasons, stats, windows);
    }

    private static String count(int count, String singular) {
        return count + " " + singular + (count == 1 ? "" : "s");
    }
}
