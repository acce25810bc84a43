package dev.daypack.compact;

import dev.daypack.discover.PartitionDay;
import dev.daypack.publish.Imprint;
import dev.daypack.publish.MetaDocument;
import dev.daypack.publish.MetaInput;
import dev.daypack.publish.Provenance;
import dev.daypack.publish.Publication;
import dev.daypack.publish.Superseded;
import dev.daypack.report.PeakMemory;
import dev.daypack.state.PartitionEntry;
import dev.daypack.state.Status;
import dev.daypack.text.SortTerms;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What follows from a published file alone: its entry in the state and its sidecar. A run writes them right after the
 * commit; whoever heals or rebuilds them later comes here too, so they are the same.
 */
public final class PublishedDocuments {

    private PublishedDocuments() {}

    /** The entry of a file of ours, by what its footer says. */
    public static PartitionEntry entry(Publication published, Imprint imprint, Instant now) {
        return entry(published, imprint.dayQuality(), imprint.postFilterVersion(), imprint.manifestDigest(), now);
    }

    static PartitionEntry entry(
            Publication published, String quality, String rules, String manifestDigest, Instant now) {
        return new PartitionEntry(
                Status.SUCCESS,
                published.rows(),
                published.object().sizeBytes(),
                Optional.of(quality),
                Optional.of(rules),
                Optional.of(manifestDigest),
                Optional.of(published.object().etag()),
                published.imprint().map(Imprint::attempt),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                now);
    }

    /**
     * The sidecar of a file of ours.
     *
     * @param sha256 of the file, in hex
     * @param inputs the parts by rank; empty if they are not known any more
     * @param memory of the merge; none if it was another run's
     */
    public static MetaDocument meta(
            PartitionDay day,
            Publication published,
            String sha256,
            List<MetaInput> inputs,
            Superseded superseded,
            PeakMemory memory) {
        Imprint imprint = published.imprint().orElseThrow();
        return new MetaDocument(
                published.rows(),
                imprint.orderBy(),
                imprint.bounds(),
                orderingColumns(imprint),
                Optional.of(sha256),
                imprint.sourceFiles(),
                inputs,
                superseded,
                Optional.of(imprint.schemaVersion()),
                day.partition().value("stream"),
                Optional.of(imprint.dayQuality()),
                Optional.of(imprint.postFilterVersion()),
                Optional.of(provenance(published, imprint, memory)));
    }

    private static List<String> orderingColumns(Imprint imprint) {
        List<String> columns = new ArrayList<>(sortColumns(imprint.orderBy()));
        columns.add(imprint.seqColumn());
        return columns;
    }

    /** Earlier versions wrote the name of one column as it is, whatever is in it. */
    private static List<String> sortColumns(String orderBy) {
        try {
            return SortTerms.parse(orderBy).names();
        } catch (IllegalArgumentException e) {
            return List.of(orderBy);
        }
    }

    private static OptionalLong known(long bytes) {
        return bytes == 0 ? OptionalLong.empty() : OptionalLong.of(bytes);
    }

    private static Provenance provenance(Publication published, Imprint imprint, PeakMemory memory) {
        return new Provenance(
                published.object().etag(),
                published.object().sizeBytes(),
                imprint.manifestDigest(),
                imprint.columnDigests(),
                imprint.inversions(),
                imprint.keyValuesLeftOut(),
                imprint.schemaDrift(),
                imprint.delivery(),
                Optional.of(imprint.attempt()),
                imprint.daypackVersion(),
                known(memory.plannedBytes()),
                known(memory.actualBytes()));
    }
}
