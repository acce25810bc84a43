package dev.daypack.quality;

import dev.daypack.quality.QualityRules.WindowRules;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Judges one window by the rules. Pure.
 *
 * <p>BAD if events were dropped, the queue was nearly full or the reference exchange was away for long; else DEGRADED
 * if any exchange was away, the queue was drained in a hurry or connections were remade often; but such a window counts
 * as GOOD if the reference exchange was plainly healthy: never away, no drops, an easy queue and a steady rate.
 *
 * <p>An absent signal reads as 0. So it never makes a window worse; and as health needs a rate above a threshold, a
 * window without the reference exchange's rate is never relieved.
 */
public final class WindowJudge {

    private final QualityRules rules;

    public WindowJudge(QualityRules rules) {
        this.rules = rules;
    }

    /** The label of a window, with all rules that led to it. */
    public JudgedWindow judge(Window window) {
        List<String> reasons = new ArrayList<>(badReasons(window));
        WindowLabel label = WindowLabel.BAD;
        if (reasons.isEmpty()) {
            reasons.addAll(degradedReasons(window));
            label = reasons.isEmpty() ? WindowLabel.GOOD : WindowLabel.DEGRADED;
        }
        if (label == WindowLabel.DEGRADED && isReferenceHealthy(window)) {
            reasons.add("counts as GOOD: " + reference() + " was healthy");
            label = WindowLabel.GOOD;
        }
        return new JudgedWindow(
                window.start(),
                window.collectorLabel(),
                label,
                window.partial(),
                reasons,
                window.droppedEvents().orElse(0),
                referenceOffline(window));
    }

    private List<String> badReasons(Window window) {
        WindowRules limits = rules.window();
        List<String> reasons = new ArrayList<>();
        long drops = window.droppedEvents().orElse(0);
        if (drops > limits.badAboveDrops()) {
            reasons.add("dropped events " + drops + " > " + limits.badAboveDrops());
        }
        double queuePct = window.queuePctPeak().orElse(0);
        if (queuePct >= limits.badFromQueuePct()) {
            reasons.add(
                    "queue peak " + Figures.level(queuePct) + "% >= " + Figures.level(limits.badFromQueuePct()) + "%");
        }
        addIfLonger(reasons, reference() + " offline", referenceOffline(window), limits.badAboveReferenceOffline());
        return reasons;
    }

    private List<String> degradedReasons(Window window) {
        WindowRules limits = rules.window();
        List<String> reasons = new ArrayList<>();
        window.offlineByExchange().entrySet().stream()
                .sorted(Map.Entry.<String, Duration>comparingByValue()
                        .reversed()
                        .thenComparing(Map.Entry.comparingByKey()))
                .findFirst()
                .ifPresent(longest -> addIfLonger(
                        reasons,
                        SafeText.of(longest.getKey()) + " offline",
                        longest.getValue(),
                        limits.degradedAboveOffline()));
        addIfLonger(
                reasons,
                "accelerated drain",
                window.acceleratedDrain().orElse(Duration.ZERO),
                limits.degradedAboveDrain());
        long reconnects = window.reconnects().orElse(0);
        if (reconnects >= limits.degradedFromReconnects()) {
            reasons.add("reconnects " + reconnects + " >= " + limits.degradedFromReconnects());
        }
        return reasons;
    }

    private boolean isReferenceHealthy(Window window) {
        WindowRules limits = rules.window();
        double epsMin = window.epsMinByExchange().getOrDefault(rules.referenceExchange(), 0.0);
        return referenceOffline(window).isZero()
                && window.droppedEvents().orElse(0) == 0
                && window.queuePctPeak().orElse(0) < limits.healthyBelowQueuePct()
                && epsMin > limits.healthyAboveEpsMin();
    }

    private Duration referenceOffline(Window window) {
        return window.offlineByExchange().getOrDefault(rules.referenceExchange(), Duration.ZERO);
    }

    private String reference() {
        return SafeText.of(rules.referenceExchange());
    }

    private static void addIfLonger(List<String> reasons, String what, Duration time, Duration limit) {
        if (time.compareTo(limit) > 0) {
            reasons.add(what + " " + Figures.seconds(time) + " s > " + Figures.seconds(limit) + " s");
        }
    }
}
