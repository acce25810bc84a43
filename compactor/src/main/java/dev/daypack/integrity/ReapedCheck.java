package dev.daypack.integrity;

import dev.daypack.discover.Layout;
import dev.daypack.discover.PartitionDay;
import dev.daypack.json.MalformedJsonException;
import dev.daypack.publish.Imprint;
import dev.daypack.publish.Publication;
import dev.daypack.publish.ReapedDays;
import dev.daypack.publish.ReapedRecord;
import dev.daypack.report.Finding;
import dev.daypack.report.Finding.Kind;
import dev.daypack.store.ObjectStore;
import java.util.Optional;
import java.util.Set;

/**
 * Holds the records of reaped days against what stands there as their file, by its footer. The raw parts were given up
 * for that file: where it is gone, or another stands in its place, nothing can be made again, and sidecars and state
 * must not be fitted to the other one as if nothing had happened. Thread-safe.
 */
final class ReapedCheck {

    private static final String RESTORE =
            "restoring data.parquet from a backup or an older version in the bucket, and then daypack fsck --repair";

    private final ReapedDays reaped;
    private final Layout layout;
    private Optional<Set<PartitionDay>> days = Optional.empty();

    ReapedCheck(ObjectStore compact, Layout layout) {
        this.reaped = new ReapedDays(compact);
        this.layout = layout;
    }

    /** Partition-days that had a record when somebody first asked; one listing. */
    synchronized Set<PartitionDay> days() {
        if (days.isEmpty()) {
            days = Optional.of(reaped.all(layout).keySet());
        }
        return days.get();
    }

    /**
     * What is wrong; empty if there is no record, or all is well. A file that was packed of the same parts with other
     * settings has the same rows.
     *
     * @param published what stands there; empty if nothing does
     * @throws dev.daypack.store.StoreException if the store fails
     */
    Optional<Finding> finding(PartitionDay day, Optional<Publication> published) {
        try {
            return days().contains(day)
                    ? reaped.of(day).flatMap(record -> finding(day, record, published))
                    : Optional.empty();
        } catch (MalformedJsonException e) {
            return Optional.of(Finding.of(
                    Kind.REAPED,
                    day.stateKey(),
                    "the record of its reaped raw parts cannot be read: " + e.place(),
                    "restoring " + ReapedRecord.key(day) + ", or removing it if all raw parts are there again"));
        }
    }

    private static Optional<Finding> finding(PartitionDay day, ReapedRecord record, Optional<Publication> published) {
        if (published.isEmpty()) {
            return Optional.of(Finding.of(
                    Kind.REAPED, day.stateKey(), "its raw parts were reaped, and data.parquet is gone", RESTORE));
        }
        boolean isOfTheParts = published
                .get()
                .imprint()
                .map(Imprint::manifestDigest)
                .filter(record.manifestDigest()::equals)
                .isPresent();
        return isOfTheParts && published.get().rows() == record.rows()
                ? Optional.empty()
                : Optional.of(Finding.of(
                        Kind.REAPED,
                        day.stateKey(),
                        "its raw parts were reaped for another data.parquet, of " + record.rows() + " rows and SHA-256 "
                                + record.dataSha256() + "; this one has "
                                + published.get().rows(),
                        RESTORE));
    }
}
