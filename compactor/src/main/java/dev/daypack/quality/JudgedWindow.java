package dev.daypack.quality;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One window with its label and why it has it.
 *
 * @param start when the window began
 * @param collectorLabel the collector's own opinion, for the record
 * @param label ours
 * @param partial whether it covers its time in part only; such a window does not count for the day's label
 * @param reasons one line each, safe to print; empty for a plain GOOD
 * @param droppedEvents events lost, 0 if the window does not say
 * @param referenceOffline time the reference exchange was away, zero if the window does not say
 */
public record JudgedWindow(
        Instant start,
        Optional<String> collectorLabel,
        WindowLabel label,
        boolean partial,
        List<String> reasons,
        long droppedEvents,
        Duration referenceOffline) {

    public JudgedWindow {
        reasons = List.copyOf(reasons);
    }
}
