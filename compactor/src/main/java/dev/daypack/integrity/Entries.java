package dev.daypack.integrity;

import dev.daypack.discover.PartitionDay;
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

    /** {@code error_type} of an entry whose raw parts were reaped, so that no run can pack it again. */
    private static final String REAPED = "reaped";

    private Entries() {}

    /**
     * The entry of a published file upon the present one. A verdict on newer parts (failed, partial, quarantine) is
     * kept, as a run keeps it, beside the figures of what is published, and so is a remark on newer parts that could
     * not be packed; everything else gives way.
     */
    static PartitionEntry withPublished(Optional<PartitionEntry> now, PartitionEntry published) {
        Optional<PartitionEntry> remarked = now.filter(entry -> isRemarked(entry, published));
        if (remarked.isPresent()) {
            return verdict(remarked.get(), published);
        }
        return now.filter(entry -> isVerdict(entry.status()) && !isOfAMissingFile(entry))
                .map(entry -> verdict(entry, published))
                .orElse(published);
    }

    private static boolean isRemarked(PartitionEntry entry, PartitionEntry published) {
        return entry.status() == Status.SUCCESS
                && entry.errorType().isPresent()
                && entry.etag().equals(published.etag());
    }

    private static boolean isVerdict(Status status) {
        return status == Status.FAILED || status == Status.PARTIAL || status == Status.QUARANTINE;
    }

    /** A verdict that there is no file any more. The file refutes it, once somebody has restored it. */
    static boolean isOfAMissingFile(PartitionEntry entry) {
        return entry.errorType()
                .filter(type -> type.equals(StateMerge.GONE) || type.equals(REAPED))
                .isPresent();
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

    /** The entry of a partition-day whose raw parts were reaped and whose file is gone. */
    static PartitionEntry lost(PartitionDay day, Clock clock) {
        Optional<String> none = Optional.empty();
        PartitionEntry nothing =
                new PartitionEntry(Status.FAILED, 0, 0, none, none, none, none, none, none, none, none, Instant.EPOCH);
        return failed(nothing, REAPED, "the raw parts were reaped, and no data.parquet of " + day + " is there", clock);
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
