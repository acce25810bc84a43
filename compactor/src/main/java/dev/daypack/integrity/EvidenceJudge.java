package dev.daypack.integrity;

import dev.daypack.integrity.Deviation.Kind;
import dev.daypack.output.FileProof;
import dev.daypack.publish.Imprint;
import dev.daypack.publish.KeyBounds;
import dev.daypack.publish.ReapedRecord;
import dev.daypack.quality.DayQuality;
import dev.daypack.state.PartitionEntry;
import dev.daypack.state.StateStore;
import dev.daypack.state.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Holds what speaks of a published partition-day against each other, and names all that does not agree:
 *
 * <pre>
 *   pages  ---  footer  ---  meta.json  ---  state
 *                  |             |
 *             quality_day.json   manifest of the inputs
 * </pre>
 *
 * <p>Pure. Used once for each day.
 */
final class EvidenceJudge {

    private final DayEvidence evidence;
    private final Remedies remedies;
    private final List<Deviation> deviations = new ArrayList<>();

    private EvidenceJudge(DayEvidence evidence) {
        this.evidence = evidence;
        this.remedies = new Remedies(evidence.day(), evidence.reaped());
    }

    /** All deviations, those of the file first; none if everything is as claimed. */
    static List<Deviation> judge(DayEvidence evidence) {
        return new EvidenceJudge(evidence).judge();
    }

    private List<Deviation> judge() {
        if (evidence.file().isEmpty()) {
            judgeMissing();
            return deviations;
        }
        DayEvidence.File file = evidence.file().get();
        file.problem().ifPresent(problem -> data(Kind.UNREADABLE, "the footer cannot be read: " + problem));
        file.proof().ifPresent(proof -> {
            proof.faults().forEach(this::fault);
            file.imprint().ifPresent(imprint -> judgeClaims(imprint, proof));
        });
        new SidecarJudge(evidence, remedies, deviations::add).judge(file);
        evidence.imprint().ifPresent(this::judgeQuality);
        evidence.reaped().ifPresent(record -> judgeReaped(record, file));
        judgeState(file);
        return deviations;
    }

    private void judgeMissing() {
        boolean isRecorded = evidence.entry()
                .filter(entry ->
                        entry.status() == Status.SUCCESS || entry.etag().isPresent())
                .isPresent();
        boolean hasSidecar = evidence.meta().content().isPresent()
                || evidence.meta().problem().isPresent();
        if (isRecorded || hasSidecar || evidence.reaped().isPresent()) {
            String witness = isRecorded
                    ? "the state says that it is published"
                    : hasSidecar ? "there is a meta.json of it" : "its raw parts were reaped on the strength of it";
            data(Kind.MISSING, "it is not there, but " + witness);
        }
    }

    private void fault(FileProof.Fault fault) {
        Kind kind = switch (fault.kind()) {
            case PAGE -> Kind.PAGE;
            case ORDER -> Kind.ORDER;
            case SEQUENCE -> Kind.SEQUENCE;
        };
        data(kind, (fault.column().isEmpty() ? "" : "column " + fault.column() + ": ") + fault.detail());
    }

    private void judgeClaims(Imprint imprint, FileProof proof) {
        if (!proof.digests().isEmpty() || proof.rows() == 0) {
            judgeDigests(imprint.columnDigests(), proof);
            judgeBounds(imprint, proof);
        }
    }

    private void judgeDigests(Map<String, String> claims, FileProof proof) {
        claims.forEach((column, claim) -> {
            String found = FileExamination.hex(proof.digests(), column);
            boolean isBroken = found == null
                    && proof.faults().stream().anyMatch(fault -> fault.column().equals(column));
            if (found == null && !isBroken) {
                data(Kind.DIGEST, "column " + column + " has a digest in the footer, and is not in the file");
            } else if (found != null && !found.equals(claim)) {
                data(
                        Kind.DIGEST,
                        "column " + column + " holds other values, or its rows another order, than were packed: digest "
                                + found + ", the footer says " + claim);
            }
        });
        proof.digests().keySet().stream()
                .filter(column -> !claims.containsKey(column))
                .forEach(column -> data(Kind.DIGEST, "column " + column + " has no digest in the footer"));
    }

    private void judgeBounds(Imprint imprint, FileProof proof) {
        boolean isSame =
                imprint.minimum().equals(proof.minimum()) && imprint.maximum().equals(proof.maximum());
        if (!isSame) {
            data(
                    Kind.BOUNDS,
                    "the sort column goes " + range(proof.minimum(), proof.maximum()) + ", the footer says "
                            + range(imprint.minimum(), imprint.maximum()));
        }
    }

    static String range(Optional<String> minimum, Optional<String> maximum) {
        return minimum.isEmpty() && maximum.isEmpty()
                ? "from nothing to nothing"
                : "from " + minimum.orElse("nothing") + " to " + maximum.orElse("nothing");
    }

    static String range(Optional<KeyBounds> bounds) {
        return range(bounds.map(KeyBounds::min), bounds.map(KeyBounds::max));
    }

    /**
     * The raw parts were given up for one file, and no other has their rows: all the rest may agree with an older
     * generation that somebody put back. One that was packed of the same parts with other settings is as good.
     */
    private void judgeReaped(ReapedRecord record, DayEvidence.File file) {
        boolean isOfTheParts = file.imprint()
                .filter(imprint -> imprint.manifestDigest().equals(record.manifestDigest()))
                .isPresent();
        boolean hasTheRows =
                file.proof().filter(proof -> proof.rows() == record.rows()).isPresent();
        if (file.proof().isPresent() && !(isOfTheParts && hasTheRows)) {
            data(
                    Kind.REAPED,
                    "it is not the file on the strength of which the raw parts were reaped, nor one packed of the same"
                            + " parts: that had " + record.rows() + " rows and SHA-256 " + record.dataSha256());
        }
    }

    private void judgeQuality(Imprint imprint) {
        Reading<DayQuality> quality = evidence.quality();
        if (quality.content().isEmpty()) {
            boolean isAbsent = quality.problem().isEmpty();
            add(
                    isAbsent ? Kind.MISSING : Kind.UNREADABLE,
                    quality.key(),
                    quality.problem().orElse("it is not there"));
            return;
        }
        DayQuality content = quality.content().get();
        differs(Kind.SIDECAR, quality.key(), "day_quality", content.label().name(), imprint.dayQuality());
        differs(Kind.SIDECAR, quality.key(), "version", content.version(), imprint.postFilterVersion());
    }

    private void differs(Kind kind, String key, String field, String found, String right) {
        if (!found.equals(right)) {
            add(kind, key, field + " is " + found + ", the footer of data.parquet says " + right);
        }
    }

    private void judgeState(DayEvidence.File file) {
        String key = evidence.day().stateKey();
        if (evidence.entry().isEmpty()) {
            state(Kind.STATE, key + " is published, and the state has no entry of it");
            return;
        }
        PartitionEntry entry = evidence.entry().get();
        // An entry that failed later may still speak of what is published.
        if (entry.status() != Status.SUCCESS && entry.etag().isEmpty()) {
            return;
        }
        entry.etag()
                .filter(etag -> !etag.equals(file.object().etag()) && !evidence.isCopied())
                .ifPresent(etag -> state(
                        Kind.ETAG,
                        key + " is recorded with the ETag " + etag + ", published is "
                                + file.object().etag()));
        if (entry.totalSizeBytes() != file.object().sizeBytes()) {
            state(
                    Kind.BYTES,
                    key + " is recorded with " + entry.totalSizeBytes() + " bytes, published are "
                            + file.object().sizeBytes());
        }
        file.proof()
                .filter(proof -> proof.rows() != entry.rows())
                .ifPresent(proof -> state(
                        Kind.ROWS, key + " is recorded with " + entry.rows() + " rows, published are " + proof.rows()));
        file.imprint().ifPresent(imprint -> judgeState(key, entry, imprint));
        if (file.problem().isEmpty() && file.imprint().isEmpty()) {
            entry.attempt()
                    .ifPresent(attempt -> state(
                            Kind.STATE,
                            key + " is recorded as packed by Daypack, in the attempt " + attempt
                                    + ", and what is published is another program's"));
        }
    }

    private void judgeState(String key, PartitionEntry entry, Imprint imprint) {
        unlike(Kind.MANIFEST, key, "manifest_digest", entry.manifestDigest(), imprint.manifestDigest());
        unlike(Kind.STATE, key, "attempt", entry.attempt(), imprint.attempt());
        unlike(Kind.STATE, key, "day_quality_post", entry.dayQualityPost(), imprint.dayQuality());
        unlike(Kind.STATE, key, "post_filter_version", entry.postFilterVersion(), imprint.postFilterVersion());
    }

    /** What the entry does not say it does not say wrong. */
    private void unlike(Kind kind, String key, String field, Optional<String> recorded, String right) {
        recorded.filter(text -> !text.equals(right))
                .ifPresent(text ->
                        state(kind, key + ": " + field + " is " + text + ", the footer of data.parquet says " + right));
    }

    private void state(Kind kind, String detail) {
        deviations.add(new Deviation(kind, StateStore.KEY, detail, remedies.repairState()));
    }

    private void data(Kind kind, String detail) {
        add(kind, evidence.dataKey(), detail);
    }

    private void add(Kind kind, String key, String detail) {
        deviations.add(new Deviation(kind, key, detail, remedies.packAgain()));
    }
}
