package dev.daypack.report;

import dev.daypack.discover.PartitionDay;
import java.util.Optional;

/**
 * What happened to one partition-day.
 *
 * @param reason why it ended so, in a few words
 * @param inversions rows that stood before an earlier one in their part
 * @param ignoredKeys keys under its prefix that are not parts
 * @param failure present exactly if the outcome is QUARANTINE or FAILED
 */
public record PartitionReport(
        PartitionDay day,
        Outcome outcome,
        String reason,
        Volume volume,
        StepSeconds seconds,
        PeakMemory memory,
        long inversions,
        int ignoredKeys,
        Optional<Failure> failure) {

    public PartitionReport {
        if (failure.isPresent() != outcome.isTrouble()) {
            throw new IllegalArgumentException(outcome + " of " + day
                    + (failure.isPresent() ? " must not name a failure" : " must name its failure"));
        }
    }

    /** A partition-day that nothing was done for. */
    public static PartitionReport idle(PartitionDay day, Outcome outcome, String reason) {
        return new PartitionReport(
                day, outcome, reason, Volume.NONE, StepSeconds.NONE, PeakMemory.NONE, 0, 0, Optional.empty());
    }

    /** A partition-day that went wrong. */
    public static PartitionReport trouble(
            PartitionDay day, Outcome outcome, Failure failure, Volume volume, StepSeconds seconds) {
        return new PartitionReport(
                day, outcome, failure.type(), volume, seconds, PeakMemory.NONE, 0, 0, Optional.of(failure));
    }
}
