package dev.daypack.integrity;

import dev.daypack.compact.PublishedDocuments;
import dev.daypack.discover.PartitionDay;
import dev.daypack.json.MalformedJsonException;
import dev.daypack.publish.MetaDocument;
import dev.daypack.publish.Publication;
import dev.daypack.publish.Publisher;
import dev.daypack.state.PartitionEntry;
import dev.daypack.state.Status;
import dev.daypack.store.ObjectStore;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** What published files have to say to the state. Reads footers and sidecars, writes nothing. Thread-safe. */
final class PublishedFiles {

    private final ObjectStore compact;
    private final Publisher publisher;
    private final Clock clock;

    PublishedFiles(ObjectStore compact, Publisher publisher, Clock clock) {
        this.compact = compact;
        this.publisher = publisher;
        this.clock = clock;
    }

    /**
     * The entry of a published file: the one that its run wrote. A file of another program has its figures, and what
     * its sidecar says; one whose footer cannot be read has none.
     */
    Optional<PartitionEntry> entry(PartitionDay day, Publication published) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        if (published.imprint().isPresent()) {
            return published.imprint().map(imprint -> PublishedDocuments.entry(published, imprint, now));
        }
        Optional<MetaDocument> meta = meta(day);
        boolean isReadable =
                published.rows() > 0 || meta.filter(it -> it.rows() == 0).isPresent();
        return isReadable ? Optional.of(foreign(published, meta, now)) : Optional.empty();
    }

    /** The entry of a partition-day that a run left in progress and nobody works on: tried again by the next run. */
    PartitionEntry abandoned(PartitionEntry entry) {
        return Entries.failed(entry, "abandoned", "left in progress by a run that is gone", clock);
    }

    /** Whether there is a sidecar that Daypack wrote. */
    boolean hasOurSidecar(PartitionDay day) {
        return meta(day).flatMap(MetaDocument::provenance).isPresent();
    }

    private Optional<MetaDocument> meta(PartitionDay day) {
        String key = publisher.key(day, Publisher.META);
        try {
            return compact.get(key).map(object -> MetaDocument.parse(object.bytes(), key));
        } catch (MalformedJsonException e) {
            return Optional.empty();
        }
    }

    private static PartitionEntry foreign(Publication published, Optional<MetaDocument> meta, Instant now) {
        return new PartitionEntry(
                Status.SUCCESS,
                published.rows(),
                published.object().sizeBytes(),
                meta.flatMap(MetaDocument::dayQuality),
                meta.flatMap(MetaDocument::postFilterVersion),
                Optional.empty(),
                Optional.of(published.object().etag()),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                now);
    }
}
