package dev.daypack.integrity;

import dev.daypack.compact.Attempts;
import dev.daypack.compact.MemoryPlan;
import dev.daypack.compact.TableMerge;
import dev.daypack.discover.UnversionedPartException;
import dev.daypack.input.NullKeys;
import dev.daypack.input.Part;
import dev.daypack.input.PartRejectedException;
import dev.daypack.input.SchemaMode;
import dev.daypack.input.SortOrder;
import dev.daypack.input.Table;
import dev.daypack.integrity.Deviation.Kind;
import dev.daypack.output.StageTimes;
import dev.daypack.output.TableProof;
import dev.daypack.prefetch.FetchMemory;
import dev.daypack.prefetch.ReadAhead;
import dev.daypack.publish.Imprint;
import dev.daypack.publish.Manifest;
import dev.daypack.store.ObjectStore;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;

/**
 * Packs a published partition-day again from the parts of its manifest, each pinned to its ETag, and compares what
 * comes out with what is published. What comes out is hashed and dropped; nothing is written anywhere. Thread-safe.
 *
 * <p>If the same engine with the same settings makes it again, the bytes must be the same; an attempt's id names all
 * that they depend on. If not, the rows must be, by the digests of all columns.
 */
final class Rebuild {

    /** A remark on a day that was not packed again begins so. */
    static final String NOT_PACKED = "not packed again";

    private final RawInputs raw;
    private final Attempts attempts;
    private final SchemaMode schema;
    private final Optional<Executor> io;

    /**
     * @param attempts names what the present program and settings would make
     * @param io of a remote raw store: fetches parts ahead; empty for a local one
     */
    Rebuild(RawInputs raw, Attempts attempts, SchemaMode schema, Optional<Executor> io) {
        this.raw = raw;
        this.attempts = attempts;
        this.schema = schema;
        this.io = io;
    }

    /** What it came to: deviations, or remarks that say what was compared. */
    record Result(List<Deviation> deviations, List<String> remarks) {

        private static Result remark(String remark) {
            return new Result(List.of(), List.of(remark));
        }

        private static Result deviation(Kind kind, String object, String detail, String remedy) {
            return new Result(List.of(new Deviation(kind, object, detail, remedy)), List.of());
        }
    }

    /** What was packed: how many rows, their digests, and the file's hash. */
    private record Made(long rows, Map<String, String> digests, String sha256) {}

    /**
     * @param evidence of a day that has an imprint, and nothing wrong with it
     * @throws dev.daypack.store.StoreException if a part cannot be read, or is replaced meanwhile
     * @throws dev.daypack.memory.MemoryExceededException if it does not fit
     */
    Result rebuild(DayEvidence evidence, CheckMemory memory) {
        Imprint imprint = evidence.imprint().orElseThrow();
        Optional<Manifest> manifest = evidence.meta()
                .content()
                .map(SidecarJudge::manifest)
                .filter(known -> known.digest().equals(imprint.manifestDigest()));
        if (manifest.isEmpty()) {
            return Result.remark(NOT_PACKED + ": meta.json does not name the parts");
        }
        try {
            RawInputs.Comparison comparison = raw.compare(evidence.day(), manifest.get());
            if (!comparison.missing().isEmpty() && evidence.reaped().isPresent()) {
                return Result.remark(NOT_PACKED + ": its raw parts were reaped");
            }
            if (!comparison.missing().isEmpty() || !comparison.changed().isEmpty()) {
                return gone(evidence, comparison, manifest.get());
            }
            Result result = compare(evidence, manifest.get(), imprint, memory);
            return comparison.late().isEmpty() ? result : withLate(result, evidence, comparison);
        } catch (PartRejectedException e) {
            return Result.deviation(
                    Kind.RAW, e.part(), e.getMessage(), "restore the part; what is published of it is not touched");
        } catch (UnversionedPartException e) {
            return Result.deviation(Kind.RAW, e.key(), e.getMessage(), "move the part away, or set versions to all");
        }
    }

    private static Result gone(DayEvidence evidence, RawInputs.Comparison comparison, Manifest manifest) {
        List<Deviation> deviations = new ArrayList<>();
        int all = manifest.inputs().size();
        String remedy = "restore the parts, or keep what is published, which is sound by itself";
        if (!comparison.missing().isEmpty()) {
            deviations.add(new Deviation(
                    Kind.RAW,
                    comparison.missing().get(0).key(),
                    comparison.missing().size() + " of the " + all + " raw parts that " + evidence.dataKey()
                            + " was packed from are missing, this one first",
                    remedy));
        }
        if (!comparison.changed().isEmpty()) {
            deviations.add(new Deviation(
                    Kind.RAW,
                    comparison.changed().get(0).key(),
                    comparison.changed().size() + " of the " + all + " raw parts that " + evidence.dataKey()
                            + " was packed from are others now, this one first",
                    new Remedies(evidence.day(), evidence.reaped()).packLateParts() + ", or restore the parts"));
        }
        return new Result(deviations, List.of());
    }

    private static Result withLate(Result result, DayEvidence evidence, RawInputs.Comparison comparison) {
        List<String> remarks = new ArrayList<>(result.remarks());
        remarks.add(comparison.late().size() + " raw parts came after it was packed; "
                + new Remedies(evidence.day(), evidence.reaped()).packLateParts());
        return new Result(result.deviations(), remarks);
    }

    private Result compare(DayEvidence evidence, Manifest manifest, Imprint imprint, CheckMemory memory) {
        String attempt = attempts.id(
                evidence.day(),
                manifest,
                imprint.delivery(),
                evidence.quality().content().orElseThrow());
        boolean isSameAttempt = attempt.equals(imprint.attempt());
        String published = evidence.file().orElseThrow().sha256();
        long rows = evidence.file().get().proof().orElseThrow().rows();
        Made made = null;
        for (SortOrder order : orders(imprint, isSameAttempt)) {
            made = pack(manifest, order, imprint, memory);
            if (made.sha256().equals(published)) {
                return Result.remark("packed again from " + manifest.inputs().size() + " raw parts: equal bytes");
            }
            if (!isSameAttempt && made.rows() == rows && made.digests().equals(imprint.columnDigests())) {
                return Result.remark("packed again from " + manifest.inputs().size()
                        + " raw parts: equal rows; the bytes are others, since it was packed by Daypack "
                        + imprint.daypackVersion() + " or with other settings");
            }
        }
        String remedy = new Remedies(evidence.day(), evidence.reaped()).packAgain();
        if (made.rows() != rows) {
            String detail = "packed again, its raw parts give " + made.rows() + " rows, published are " + rows;
            return Result.deviation(Kind.REBUILD, evidence.dataKey(), detail, remedy);
        }
        String detail = made.digests().equals(imprint.columnDigests())
                ? "packed again, its raw parts give the same rows and other bytes: SHA-256 " + made.sha256()
                : "packed again, its raw parts give other rows: " + firstDifference(made, imprint);
        return Result.deviation(Kind.REBUILD, evidence.dataKey(), detail, remedy);
    }

    private static String firstDifference(Made made, Imprint imprint) {
        return imprint.columnDigests().entrySet().stream()
                .filter(claim -> !claim.getValue().equals(made.digests().get(claim.getKey())))
                .findFirst()
                .map(claim -> "column " + claim.getKey() + " has the digest "
                        + made.digests().getOrDefault(claim.getKey(), "of none") + ", published is " + claim.getValue())
                .orElse("there are columns that are not published");
    }

    /** The file does not say where nulls went; the present setting is asked first. */
    private List<SortOrder> orders(Imprint imprint, boolean isSameAttempt) {
        if (isSameAttempt) {
            return List.of(attempts.order());
        }
        List<SortOrder> orders = new ArrayList<>();
        orders.add(SortOrder.of(imprint.orderBy(), attempts.order().nullKeys()));
        for (NullKeys rule : NullKeys.values()) {
            SortOrder order = SortOrder.of(imprint.orderBy(), rule);
            if (!orders.contains(order)) {
                orders.add(order);
            }
        }
        return orders;
    }

    private Made pack(Manifest manifest, SortOrder order, Imprint imprint, CheckMemory memory) {
        ObjectStore store = raw.store();
        List<Part> pinned = manifest.inputs().stream()
                .map(input -> new Part(
                        input.key(),
                        input.sizeBytes(),
                        (offset, into, at, length) -> store.read(input.key(), input.etag(), offset, into, at, length)))
                .toList();
        if (io.isEmpty()) {
            return pack(pinned, table -> {}, 0, order, imprint, memory);
        }
        FetchMemory fetched = new FetchMemory(memory.bench().pool());
        try (ReadAhead ahead = new ReadAhead(pinned, io.get(), fetched)) {
            long aheadBytes =
                    FetchMemory.limitBytes(memory.bench().pool().ledger().limitBytes());
            return pack(ahead.parts(), ahead::expect, aheadBytes, order, imprint, memory);
        }
    }

    /** Tells a reader what will be read. */
    private interface Expectation {
        void expect(Table table);
    }

    private Made pack(
            List<Part> parts,
            Expectation ahead,
            long aheadBytes,
            SortOrder order,
            Imprint imprint,
            CheckMemory memory) {
        TableMerge merge = new TableMerge(memory.bench(), order, imprint.seqColumn(), schema);
        Table table = merge.open(parts);
        MemoryPlan plan = merge.plan(table, 0, aheadBytes, 0).orRefuse();
        memory.await(plan.peakBytes());
        ahead.expect(table);
        MemoryPlan.Begun begun = plan.begin(memory.bench().pool().ledger());
        try {
            TableMerge.Result result = merge.merge(
                    table,
                    (bytes, from, length) -> {},
                    new StageTimes(),
                    rows -> {},
                    proven -> asPublished(imprint, table, proven).toKeyValues());
            return new Made(
                    result.proven().proof().rows(), digests(result.proven().proof()), result.sha256());
        } finally {
            begun.close();
            memory.leave();
        }
    }

    /** What is proven of the rows is as it came out now; who packed them, and when, is as it was. */
    private static Imprint asPublished(Imprint imprint, Table table, TableMerge.Proven proven) {
        TableProof proof = proven.proof();
        return new Imprint(
                imprint.attempt(),
                imprint.manifestDigest(),
                imprint.sourceFiles(),
                imprint.orderBy(),
                imprint.seqColumn(),
                proof.minimum(),
                proof.maximum(),
                table.key().isEmpty() || table.key().first().isInteger(),
                digests(proof),
                proven.inversions(),
                table.carried().leftOut(),
                proven.drift(),
                imprint.schemaVersion(),
                imprint.dayQuality(),
                imprint.postFilterVersion(),
                imprint.delivery(),
                imprint.daypackVersion());
    }

    private static Map<String, String> digests(TableProof proof) {
        Map<String, String> digests = new LinkedHashMap<>();
        proof.digests()
                .forEach((column, digest) -> digests.put(column, HexFormat.of().toHexDigits(digest)));
        return digests;
    }
}
