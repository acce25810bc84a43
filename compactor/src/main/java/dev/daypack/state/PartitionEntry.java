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
        Instant updatedAt) {}
