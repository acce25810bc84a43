package dev.daypack.integrity;

import dev.daypack.discover.PartitionDay;
import dev.daypack.output.FileProof;
import dev.daypack.publish.Imprint;
import dev.daypack.publish.MetaDocument;
import dev.daypack.publish.Provenance;
import dev.daypack.publish.ReapedRecord;
import dev.daypack.quality.DayQuality;
import dev.daypack.state.PartitionEntry;
import dev.daypack.store.ObjectStat;
import java.util.Optional;

/**
 * All that speaks of one published partition-day, as it was read.
 *
 * @param dataKey of {@code data.parquet}
 * @param file what stands there; empty if nothing does
 * @param meta the sidecar, or what was found in its place
 * @param quality alike
 * @param entry what the state says
 * @param reaped the record of its raw parts' deletion, if they were reaped
 */
record DayEvidence(
        PartitionDay day,
        String dataKey,
        Optional<File> file,
        Reading<MetaDocument> meta,
        Reading<DayQuality> quality,
        Optional<PartitionEntry> entry,
        Optional<ReapedRecord> reaped) {

    /**
     * A {@code data.parquet}.
     *
     * @param object where and which generation
     * @param sha256 of all its bytes, hex
     * @param problem why the footer cannot be read, not escaped; then there is nothing else
     * @param imprint what it says of itself; empty if another program made it
     * @param proof what it holds
     */
    record File(
            ObjectStat object,
            String sha256,
            Optional<String> problem,
            Optional<Imprint> imprint,
            Optional<FileProof> proof) {}

    /**
     * Whether the store was copied or restored since: the very bytes, but of another generation than sidecar and state
     * agree on.
     */
    boolean isCopied() {
        Optional<Provenance> recorded = meta.content().flatMap(MetaDocument::provenance);
        if (file.isEmpty() || recorded.isEmpty()) {
            return false;
        }
        String etag = recorded.get().etag();
        return !etag.equals(file.get().object().etag())
                && meta.content()
                        .flatMap(MetaDocument::sha256)
                        .equals(Optional.of(file.get().sha256()))
                && entry.flatMap(PartitionEntry::etag).filter(etag::equals).isPresent();
    }

    /** What the file says of itself. */
    Optional<Imprint> imprint() {
        return file.flatMap(File::imprint);
    }
}
