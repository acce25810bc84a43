package dev.daypack.integrity;

import dev.daypack.integrity.Deviation.Kind;
import dev.daypack.publish.Imprint;
import dev.daypack.publish.Manifest;
import dev.daypack.publish.MetaDocument;
import dev.daypack.publish.Provenance;
import java.util.Optional;
import java.util.function.Consumer;

/** Holds {@code meta.json} against the object that it speaks of, and against itself. Pure. */
final class SidecarJudge {

    private final DayEvidence evidence;
    private final Remedies remedies;
    private final Consumer<Deviation> deviations;

    SidecarJudge(DayEvidence evidence, Remedies remedies, Consumer<Deviation> deviations) {
        this.evidence = evidence;
        this.remedies = remedies;
        this.deviations = deviations;
    }

    void judge(DayEvidence.File file) {
        Reading<MetaDocument> meta = evidence.meta();
        if (meta.content().isEmpty()) {
            boolean isAbsent = meta.problem().isEmpty();
            // Another program's file may have none.
            if (!isAbsent || file.imprint().isPresent() || file.problem().isPresent()) {
                add(isAbsent ? Kind.MISSING : Kind.UNREADABLE, meta.problem().orElse("it is not there"));
            }
            return;
        }
        judgeObject(meta.content().get(), file);
        file.imprint().ifPresent(imprint -> judgeClaims(meta.content().get(), imprint));
        boolean isForeign = file.problem().isEmpty() && file.imprint().isEmpty();
        if (isForeign && meta.content().get().provenance().isPresent()) {
            add(Kind.SIDECAR, "it is Daypack's, but data.parquet is not");
        }
    }

    private void judgeObject(MetaDocument meta, DayEvidence.File file) {
        file.proof()
                .filter(proof -> proof.rows() != meta.rows())
                .ifPresent(proof -> add(Kind.ROWS, "rows is " + meta.rows() + ", the file has " + proof.rows()));
        meta.sha256()
                .filter(sha256 -> !sha256.equals(file.sha256()))
                .ifPresent(
                        sha256 -> add(Kind.BYTES, "sha256 is " + sha256 + ", the file's bytes have " + file.sha256()));
        meta.provenance().ifPresent(provenance -> {
            if (!evidence.isCopied()) {
                differs(Kind.ETAG, "etag", provenance.etag(), file.object().etag());
            }
            if (provenance.sizeBytes() != file.object().sizeBytes()) {
                add(
                        Kind.BYTES,
                        "bytes is " + provenance.sizeBytes() + ", the file has "
                                + file.object().sizeBytes());
            }
        });
    }

    private void judgeClaims(MetaDocument meta, Imprint imprint) {
        if (meta.provenance().isEmpty()) {
            add(Kind.SIDECAR, "it is not Daypack's, but data.parquet is");
            return;
        }
        Provenance provenance = meta.provenance().get();
        if (meta.sha256().isEmpty()) {
            add(Kind.BYTES, "sha256 is missing");
        }
        judgeManifest(meta, provenance, imprint);
        if (!provenance.columnDigests().equals(imprint.columnDigests())) {
            add(Kind.DIGEST, "column_digests are not those of the footer of data.parquet");
        }
        if (!meta.bounds().equals(imprint.bounds())) {
            add(
                    Kind.BOUNDS,
                    "the sort column goes " + EvidenceJudge.range(meta.bounds()) + ", the footer of data.parquet says "
                            + EvidenceJudge.range(imprint.bounds()));
        }
        differs(Kind.SIDECAR, "attempt", provenance.attempt(), Optional.of(imprint.attempt()));
        differs(Kind.SIDECAR, "order_by", meta.orderBy(), imprint.orderBy());
        differs(Kind.SIDECAR, "schema_version", meta.schemaVersion(), Optional.of(imprint.schemaVersion()));
        differs(Kind.SIDECAR, "day_quality", meta.dayQuality(), Optional.of(imprint.dayQuality()));
        differs(
                Kind.SIDECAR,
                "post_filter_version",
                meta.postFilterVersion(),
                Optional.of(imprint.postFilterVersion()));
        differs(Kind.SIDECAR, "delivery", provenance.delivery(), imprint.delivery());
        differs(Kind.SIDECAR, "daypack_version", provenance.daypackVersion(), imprint.daypackVersion());
        differs(Kind.SIDECAR, "inversions", provenance.inversions(), imprint.inversions());
        differs(Kind.SIDECAR, "key_values_left_out", provenance.keyValuesLeftOut(), imprint.keyValuesLeftOut());
        differs(Kind.SIDECAR, "schema_drift", provenance.schemaDrift(), imprint.schemaDrift());
    }

    private void judgeManifest(MetaDocument meta, Provenance provenance, Imprint imprint) {
        differs(Kind.MANIFEST, "manifest_digest", provenance.manifestDigest(), imprint.manifestDigest());
        differs(Kind.MANIFEST, "source_files", meta.sourceFiles(), imprint.sourceFiles());
        // A sidecar that was made again from the object alone does not know them.
        if (!meta.inputs().isEmpty() && !manifest(meta).digest().equals(imprint.manifestDigest())) {
            add(Kind.MANIFEST, "inputs are not the parts that data.parquet was packed from, by its footer");
        }
    }

    /** The parts that a sidecar names. */
    static Manifest manifest(MetaDocument meta) {
        return new Manifest(meta.inputs().stream()
                .map(input -> new Manifest.Input(input.key(), input.sizeBytes(), input.etag()))
                .toList());
    }

    private <T> void differs(Kind kind, String field, T found, T right) {
        if (!found.equals(right)) {
            add(kind, field + " is " + text(found) + ", data.parquet has " + text(right));
        }
    }

    private static String text(Object value) {
        return value instanceof Optional<?> optional
                ? optional.map(Object::toString).orElse("not given")
                : value.toString();
    }

    private void add(Kind kind, String detail) {
        deviations.accept(new Deviation(kind, evidence.meta().key(), detail, remedies.packAgain()));
    }
}
