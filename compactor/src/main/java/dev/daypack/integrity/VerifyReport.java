package dev.daypack.integrity;

import dev.daypack.integrity.DayVerdict.Standing;
import dev.daypack.report.Requests;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * What a run of {@code daypack verify} found.
 *
 * @param compactUrl the compact store, without credentials
 * @param verdicts in the order of the work
 * @param notes what the reader should know besides, not escaped
 * @param isInterrupted whether the run was asked to stop before its end
 * @param requests sent to the stores, from when they were opened
 */
public record VerifyReport(
        String compactUrl,
        Instant started,
        Instant finished,
        List<DayVerdict> verdicts,
        List<String> notes,
        boolean isInterrupted,
        Requests requests) {

    public VerifyReport {
        verdicts = List.copyOf(verdicts);
        notes = List.copyOf(notes);
    }

    /** Whether nobody has to look. */
    public boolean isClean() {
        return verdicts.stream().noneMatch(verdict -> verdict.standing().isTrouble());
    }

    /** How many partition-days stand so. */
    public long count(Standing standing) {
        return verdicts.stream()
                .filter(verdict -> verdict.standing() == standing)
                .count();
    }

    /** Bytes of all published objects that were read. */
    public long sizeBytes() {
        return verdicts.stream().mapToLong(DayVerdict::sizeBytes).sum();
    }

    /** Rows in them. */
    public long rows() {
        return verdicts.stream().mapToLong(DayVerdict::rows).sum();
    }

    /** Wall time of the whole run. */
    public double seconds() {
        return Duration.between(started, finished).toMillis() / 1_000.0;
    }
}
