package dev.daypack.integrity;

import dev.daypack.integrity.ReapVerdict.Ending;
import dev.daypack.report.Requests;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * What a run of {@code daypack reap} did, or would do.
 *
 * @param rawUrl the raw store, without credentials
 * @param isDeleting whether it was told to delete; else nothing was written anywhere
 * @param verdicts in the order of the work
 * @param notes what the reader should know besides, not escaped
 * @param isInterrupted whether the run was asked to stop before its end
 * @param requests sent to the stores, from when they were opened
 */
public record ReapReport(
        String rawUrl,
        boolean isDeleting,
        Instant started,
        Instant finished,
        List<ReapVerdict> verdicts,
        List<String> notes,
        boolean isInterrupted,
        Requests requests) {

    public ReapReport {
        verdicts = List.copyOf(verdicts);
        notes = List.copyOf(notes);
    }

    /** Whether nobody has to look. */
    public boolean isClean() {
        return verdicts.stream().noneMatch(verdict -> verdict.ending().isTrouble());
    }

    /** How many partition-days ended so. */
    public long count(Ending ending) {
        return verdicts.stream().filter(verdict -> verdict.ending() == ending).count();
    }

    /** Wall time of the whole run. */
    public double seconds() {
        return Duration.between(started, finished).toMillis() / 1_000.0;
    }
}
