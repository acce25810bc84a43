package dev.daypack.state;

import java.time.Instant;
import java.util.Optional;

/**
 * What the state says of one partition-day. Fields that do not apply are empty or 0.
 *
 * @param status what became of it
 * @param rows rows published
 * @param totalSizeBytes size of {@code data.parquet}
 * @param dayQualityPost label of the day's evidence: GOOD, DEGRADED, BAD, PARTIAL, UNKNOWN
 * @param postFilterVersion version of the rules behind that label
 * @param manifestDigest digest of the frozen inputs (keys, sizes, ETags); how late data is noticed
 * @param etag of {@code data.parquet}
 * @param attempt id of the attempt that published it
 * @param errorType, failingKey, error why it failed or is quarantined
 * @param updatedAt when the entry was written, UTC
 */
public record PartitionEntry(
        Status status,
        long rows,
        long totalSizeBytes,
        Optional<String> dayQualityPost,
        Optional<String> postFilterVersion,
        Optional<String> manifestDigest,
        Optional<String> etag,
        Optional<String> attempt,
        Optional<String> errorType,
        Optional<String> failingKey,
        Optional<String> error,
        Instant updatedAt) {

    /** What this entry says of the published file, with the standing, the trouble and the time of another. */
    public PartitionEntry inStandingOf(PartitionEntry other) {
        return with(other.status, other.errorType, other.failingKey, other.error, other.updatedAt);
    }

    /** What this entry says of the published file, in another standing. */
    public PartitionEntry with(
            Status standing, Optional<String> type, Optional<String> key, Optional<String> words, Instant time) {
        return new PartitionEntry(
                standing,
                rows,
                totalSizeBytes,
                dayQualityPost,
                postFilterVersion,
                manifestDigest,
                etag,
                attempt,
                type,
                key,
                words,
                time);
    }
}
