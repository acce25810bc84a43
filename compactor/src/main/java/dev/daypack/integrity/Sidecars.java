package dev.daypack.integrity;

import dev.daypack.compact.PublishedDocuments;
import dev.daypack.discover.PartitionDay;
import dev.daypack.json.MalformedJsonException;
import dev.daypack.publish.Imprint;
import dev.daypack.publish.MetaDocument;
import dev.daypack.publish.MetaInput;
import dev.daypack.publish.Provenance;
import dev.daypack.publish.Publication;
import dev.daypack.publish.Publisher;
import dev.daypack.publish.Superseded;
import dev.daypack.quality.DayLabel;
import dev.daypack.quality.DayQuality;
import dev.daypack.quality.DayStats;
import dev.daypack.quality.UnreadableDayQualityException;
import dev.daypack.quality.UnreadableWindowException;
import dev.daypack.report.PeakMemory;
import dev.daypack.store.ObjectStore;
import dev.daypack.store.StoreException;
import dev.daypack.store.StoredObject;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The sidecars of a published file of ours, held against what its footer says, and written again from it. Small reads
 * only, but for a SHA-256 that is not known any more: then the file is read whole. Thread-safe.
 */
final class Sidecars {

    private static final String FORGOTTEN =
            "written again from data.parquet; the windows behind the label are not known";

    private final ObjectStore compact;
    private final Publisher publisher;
    private final Function<LocalDate, Optional<DayQuality>> evidence;
    private final String referenceExchange;

    /** @param evidence the quality of a day as its windows say now; empty if they cannot be had */
    Sidecars(
            ObjectStore compact,
            Publisher publisher,
            Function<LocalDate, Optional<DayQuality>> evidence,
            String referenceExchange) {
        this.compact = compact;
        this.publisher = publisher;
        this.evidence = evidence;
        this.referenceExchange = referenceExchange;
    }

    /**
     * Both sidecars, as far as they are right.
     *
     * @param meta empty if it is missing, broken or of another file; so is {@code quality}
     * @param remembered a document that is not right, but may know the parts by name
     * @param problems what is wrong; none if both are right
     */
    record Found(
            Optional<MetaDocument> meta,
            Optional<DayQuality> quality,
            Optional<MetaDocument> remembered,
            List<String> problems) {}

    Found look(PartitionDay day, Publication published) {
        List<String> problems = new ArrayList<>();
        Optional<MetaDocument> parsed = meta(day, problems);
        Optional<MetaDocument> meta = parsed.filter(it -> isOf(day, it, published, problems));
        Optional<DayQuality> quality =
                quality(day, problems).filter(it -> isOf(it, published.imprint().orElseThrow(), problems));
        return new Found(meta, quality, parsed, problems);
    }

    private Optional<MetaDocument> meta(PartitionDay day, List<String> problems) {
        Optional<StoredObject> object = compact.get(publisher.key(day, Publisher.META));
        if (object.isEmpty()) {
            problems.add("meta.json is missing");
        }
        try {
            return object.map(it -> MetaDocument.parse(it.bytes(), Publisher.META));
        } catch (MalformedJsonException e) {
            problems.add("meta.json cannot be read");
            return Optional.empty();
        }
    }

    private static boolean isOf(PartitionDay day, MetaDocument meta, Publication published, List<String> problems) {
        Optional<Provenance> provenance = meta.provenance();
        String etag = published.object().etag();
        if (provenance.filter(it -> it.etag().equals(etag)).isEmpty()) {
            problems.add("meta.json is of another generation of data.parquet");
            return false;
        }
        MetaDocument right = PublishedDocuments.meta(day, published, "", List.of(), Superseded.NONE, PeakMemory.NONE);
        boolean isRight = meta.rows() == right.rows()
                && meta.orderBy().equals(right.orderBy())
                && meta.bounds().equals(right.bounds())
                && meta.sourceFiles() == right.sourceFiles()
                && meta.dayQuality().equals(right.dayQuality())
                && meta.postFilterVersion().equals(right.postFilterVersion())
                && meta.schemaVersion().equals(right.schemaVersion())
                && sayTheSame(provenance.get(), right.provenance().orElseThrow());
        if (!isRight) {
            problems.add("meta.json does not say what the footer of data.parquet says");
        }
        return isRight;
    }

    private static boolean sayTheSame(Provenance meta, Provenance footer) {
        return meta.sizeBytes() == footer.sizeBytes()
                && meta.manifestDigest().equals(footer.manifestDigest())
                && meta.attempt().equals(footer.attempt())
                && meta.columnDigests().equals(footer.columnDigests());
    }

    private Optional<DayQuality> quality(PartitionDay day, List<String> problems) {
        Optional<StoredObject> object = compact.get(publisher.key(day, DayQuality.FILE_NAME));
        if (object.isEmpty()) {
            problems.add(DayQuality.FILE_NAME + " is missing");
        }
        try {
            return object.map(it -> DayQuality.parse(it.key(), it.bytes()));
        } catch (UnreadableDayQualityException e) {
            problems.add(DayQuality.FILE_NAME + " cannot be read");
            return Optional.empty();
        }
    }

    private static boolean isOf(DayQuality quality, Imprint imprint, List<String> problems) {
        boolean isRight = quality.label().name().equals(imprint.dayQuality())
                && quality.version().equals(imprint.postFilterVersion());
        if (!isRight) {
            problems.add(DayQuality.FILE_NAME + " does not say what the footer of data.parquet says");
        }
        return isRight;
    }

    /**
     * Writes what is not right. Under the day's lease only.
     *
     * @throws StoreException if it cannot be written
     */
    void mend(PartitionDay day, Publication published, Found found) {
        DayQuality quality = found.quality().orElseGet(() -> quality(day, published));
        MetaDocument meta = found.meta().orElseGet(() -> meta(day, published, found.remembered()));
        publisher.writeSidecars(day, meta, quality);
    }

    /** Equal attempts give equal bytes: what a sidecar of the same attempt knows is still true. */
    private MetaDocument meta(PartitionDay day, Publication published, Optional<MetaDocument> remembered) {
        Imprint imprint = published.imprint().orElseThrow();
        Optional<MetaDocument> known = remembered
                .filter(it -> it.inputs().size() == imprint.sourceFiles())
                .filter(it -> it.provenance()
                        .filter(old -> old.attempt().equals(Optional.of(imprint.attempt()))
                                && old.manifestDigest().equals(imprint.manifestDigest())
                                && old.sizeBytes() == published.object().sizeBytes())
                        .isPresent());
        String sha256 = known.flatMap(MetaDocument::sha256).orElseGet(() -> publisher.sha256(published.object()));
        List<MetaInput> inputs = known.map(MetaDocument::inputs).orElse(List.of());
        Superseded superseded = known.map(MetaDocument::superseded).orElse(Superseded.NONE);
        return PublishedDocuments.meta(day, published, sha256, inputs, superseded, PeakMemory.NONE);
    }

    private DayQuality quality(PartitionDay day, Publication published) {
        Imprint imprint = published.imprint().orElseThrow();
        return assessed(day.date())
                .filter(it -> isOf(it, imprint, new ArrayList<>()))
                .orElseGet(() -> forgotten(imprint));
    }

    private Optional<DayQuality> assessed(LocalDate date) {
        try {
            return evidence.apply(date);
        } catch (StoreException | UnreadableWindowException e) {
            return Optional.empty();
        }
    }

    private DayQuality forgotten(Imprint imprint) {
        DayLabel label = Arrays.stream(DayLabel.values())
                .filter(known -> known.name().equals(imprint.dayQuality()))
                .findFirst()
                .orElse(DayLabel.UNKNOWN);
        DayStats none = new DayStats(0, 0, 0, 0, 0, 0, referenceExchange, Duration.ZERO);
        return new DayQuality(label, imprint.postFilterVersion(), List.of(FORGOTTEN), none, List.of());
    }
}
