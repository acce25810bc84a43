package dev.daypack.settings;

import java.time.Duration;

/**
 * Where the collector's windows are, and the thresholds by which they are judged.
 *
 * @param prefix key prefix in the raw store; {@code date=yyyyMMdd/*.json} follows
 * @param referenceExchange the exchange that is never expected to be silent
 */
public record QualitySettings(String prefix, String referenceExchange, Window window, Day day) {

    /**
     * One window.
     *
     * @param badDroppedEvents BAD if more events were dropped
     * @param badQueuePct BAD if the queue's peak was at least this full
     * @param badReferenceOffline BAD if the reference exchange was offline for longer
     * @param degradedOffline DEGRADED if any exchange was offline for longer
     * @param degradedDrain DEGRADED if the drain mode lasted longer
     * @param degradedReconnects DEGRADED from so many reconnects on
     * @param forgivenQueuePct DEGRADED counts as GOOD only if the queue's peak stayed below
     * @param forgivenReferenceEps DEGRADED counts as GOOD only if the reference exchange always sent more a second
     */
    public record Window(
            long badDroppedEvents,
            double badQueuePct,
            Duration badReferenceOffline,
            Duration degradedOffline,
            Duration degradedDrain,
            int degradedReconnects,
            double forgivenQueuePct,
            double forgivenReferenceEps) {}

    /**
     * One day, over its windows that are not partial.
     *
     * @param badWindows BAD from so many BAD windows on
     * @param badDroppedEvents BAD if more events were dropped
     * @param badReferenceOffline BAD if the reference exchange was offline for longer
     * @param degradedBadWindows DEGRADED from so many BAD windows on
     * @param degradedWindows DEGRADED from so many DEGRADED windows on
     * @param degradedReferenceOffline DEGRADED if the reference exchange was offline for longer
     * @param partialBelowWindows PARTIAL if some windows are partial and fewer others than this are there
     */
    public record Day(
            int badWindows,
            long badDroppedEvents,
            Duration badReferenceOffline,
            int degradedBadWindows,
            int degradedWindows,
            Duration degradedReferenceOffline,
            int partialBelowWindows) {}
}
