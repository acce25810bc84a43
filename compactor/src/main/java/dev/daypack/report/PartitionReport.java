package dev.daypack.report;

import dev.daypack.discover.PartitionDay;
import java.util.Optional;

/**
 * What happened to one partition-day.
 *
 * @param reason why it ended so, in a few words
 * @param inversions rows that stood before an earlier one in their part
 * @param schemaDrift how its parts differed in their columns, in a few words; empty if they did not
 * @param leftOut what was listed and not read
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
        String schemaDrift,
        LeftOut leftOut,
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
                day,
                outcome,
                reason,
                Volume.NONE,
                StepSeconds.NONE,
                PeakMemory.NONE,
                0,
                "",
                LeftOut.NONE,
                Optional.empty());
    }

    /** The same, with what was listed and not read. */
    public PartitionReport with(LeftOut other) {
        return new PartitionReport(
                day, outcome, reason, volume, seconds, memory, inversions, schemaDrift, other, failure);
    }

    /** A partition-day that went wrong. */
    public static PartitionReport trouble(
            PartitionDay day, Outcome outcome, Failure failure, Volume volume, StepSeconds seconds) {
        return new PartitionReport(
                day,
                outcome,
                failure.type(),
                volume,
                seconds,
                PeakMemory.NONE,
                0,
                "",
                LeftOut.NONE,
                Optional.of(failure));
    }
}
