package dev.daypack.integrity;

import dev.daypack.state.PartitionEntry;
import dev.daypack.state.Status;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What an entry of the state is to say of a published file, given what it says now. Pure. */
final class Entries {

    private Entries() {}

    /**
     * The entry of a published file upon the present one. A verdict on newer parts (failed, partial, quarantine) is
     * kept, as a run keeps it, beside the figures of what is published; everything else gives way.
     */
    static PartitionEntry withPublished(Optional<PartitionEntry> now, PartitionEntry published) {
        return now.filter(entry -> isVerdict(entry.status()))
                .map(entry -> verdict(entry, published))
                .orElse(published);
    }

    private static boolean isVerdict(Status status) {
        return status == Status.FAILED || status == Status.PARTIAL || status == Status.QUARANTINE;
    }

    private static PartitionEntry verdict(PartitionEntry entry, PartitionEntry published) {
        return published.inStandingOf(entry);
    }

    /** An entry whose claim proved wrong: tried again by the next run, with what was published for the record. */
    static PartitionEntry failed(PartitionEntry entry, String type, String error, Clock clock) {
        return entry.with(
                Status.FAILED,
                Optional.of(type),
                Optional.empty(),
                Optional.of(error),
                clock.instant().truncatedTo(ChronoUnit.SECONDS));
    }

    /**
     * Whether two entries say the same, whenever they were written. Of a file that is not of ours the older entry may
     * lack the ETag; then rows and size decide.
     */
    static boolean sayTheSame(PartitionEntry now, PartitionEntry wanted) {
        if (wanted.manifestDigest().isEmpty() && now.etag().isEmpty()) {
            return now.status() == wanted.status()
                    && now.rows() == wanted.rows()
                    && now.totalSizeBytes() == wanted.totalSizeBytes();
        }
        return at(now, Instant.EPOCH).equals(at(wanted, Instant.EPOCH));
    }

    /** What two entries differ in, in the words of the document. */
    static String difference(PartitionEntry now, PartitionEntry wanted) {
        List<String> names = new ArrayList<>();
        add("status", now.status(), wanted.status(), names);
        add("etag", now.etag(), wanted.etag(), names);
        add("rows", now.rows(), wanted.rows(), names);
        add("total_size_bytes", now.totalSizeBytes(), wanted.totalSizeBytes(), names);
        add("manifest_digest", now.manifestDigest(), wanted.manifestDigest(), names);
        add("attempt", now.attempt(), wanted.attempt(), names);
        add("day_quality_post", now.dayQualityPost(), wanted.dayQualityPost(), names);
        add("post_filter_version", now.postFilterVersion(), wanted.postFilterVersion(), names);
        return names.isEmpty() ? "error" : String.join(", ", names);
    }

    private static void add(String name, Object now, Object wanted, List<String> names) {
        if (!now.equals(wanted)) {
            names.add(name);
        }
    }

    private static PartitionEntry at(PartitionEntry entry, Instant time) {
        return entry.with(entry.status(), entry.errorType(), entry.failingKey(), entry.error(), time);
    }
}
