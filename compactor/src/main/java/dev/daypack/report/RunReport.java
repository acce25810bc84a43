package dev.daypack.report;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * What a run did.
 *
 * @param mode {@code daily}, {@code catch-up}, {@code backfill}
 * @param rawUrl the raw store, without credentials; commands that reproduce a failure name it
 * @param planned how many partition-days the plan took; each has its report
 * @param partitions in the order of the plan
 * @param notes what the reader should know besides: why there was nothing to do, which days were left for later
 * @param interrupted whether the run was asked to stop before its end
 * @param requests sent to the stores, from when they were opened
 */
public record RunReport(
        String mode,
        String rawUrl,
        Instant started,
        Instant finished,
        int planned,
        List<PartitionReport> partitions,
        List<String> notes,
        boolean interrupted,
        Requests requests) {

    /** @throws IllegalStateException if the accounting does not close */
    public RunReport {
        partitions = List.copyOf(partitions);
        notes = List.copyOf(notes);
        Accounting.of(planned, partitions);
    }

    /** How the planned partition-days ended. */
    public Accounting accounting() {
        return Accounting.of(planned, partitions);
    }

    /** Whether every partition-day ended without trouble. */
    public boolean isClean() {
        return partitions.stream().noneMatch(report -> report.outcome().isTrouble());
    }

    /** What was published in this run. */
    public Volume published() {
        return partitions.stream()
                .filter(report -> report.outcome() == Outcome.SUCCESS)
                .map(PartitionReport::volume)
                .reduce(Volume.NONE, Volume::plus);
    }

    /** Parts of older deliveries that were listed and not read, over all partition-days of the run. */
    public long supersededParts() {
        return partitions.stream()
                .mapToLong(report -> report.leftOut().supersededParts())
                .sum();
    }

    /** Wall time of the whole run. */
    public double seconds() {
        return Duration.between(started, finished).toMillis() / 1_000.0;
    }
}
