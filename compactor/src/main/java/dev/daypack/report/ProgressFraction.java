package dev.daypack.report;

import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;

/**
 * How much of a run is done, from 0 to 1. By bytes if the plan knows them; otherwise every partition-day counts the
 * same. Never goes back, so that a bar does not either. Thread-safe.
 */
final class ProgressFraction {

    private final Map<String, Share> running = new HashMap<>();
    private OptionalLong plannedBytes = OptionalLong.empty();
    private int plannedDays;
    private int finishedDays;
    private long finishedBytes;
    private double reached;

    private record Share(long bytes, long done) {
        double fraction() {
            return bytes == 0 ? 0 : Math.min(1, (double) done / bytes);
        }
    }

    synchronized void planned(int partitionDays, OptionalLong bytes) {
        plannedDays = partitionDays;
        plannedBytes = bytes;
    }

    synchronized void started(String name, long bytes) {
        running.put(name, new Share(bytes, 0));
    }

    synchronized void advanced(String name, long bytes) {
        running.computeIfPresent(name, (same, share) -> new Share(share.bytes, share.done + bytes));
        fraction();
    }

    synchronized void finished(PartitionReport report) {
        Share share = running.remove(report.day().stateKey());
        finishedDays++;
        finishedBytes += share == null ? report.volume().bytesIn() : share.bytes;
    }

    /** The most that was ever reached. */
    synchronized double fraction() {
        double now = finishedDays >= plannedDays ? 1 : Math.min(1, byWeight());
        reached = Math.max(reached, plannedDays == 0 ? 0 : now);
        return reached;
    }

    synchronized int finishedDays() {
        return finishedDays;
    }

    synchronized int plannedDays() {
        return plannedDays;
    }

    private double byWeight() {
        if (plannedBytes.isPresent() && plannedBytes.getAsLong() > 0) {
            double running = this.running.values().stream()
                    .mapToDouble(share -> share.fraction() * share.bytes)
                    .sum();
            return (finishedBytes + running) / plannedBytes.getAsLong();
        }
        double running =
                this.running.values().stream().mapToDouble(Share::fraction).sum();
        return (finishedDays + running) / plannedDays;
    }
}
