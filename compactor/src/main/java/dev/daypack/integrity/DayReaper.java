package dev.daypack.integrity;

import dev.daypack.discover.PartitionDay;
import dev.daypack.discover.UnversionedPartException;
import dev.daypack.integrity.ReapVerdict.Ending;
import dev.daypack.json.MalformedJsonException;
import dev.daypack.memory.MemoryExceededException;
import dev.daypack.memory.ScratchException;
import dev.daypack.publish.Imprint;
import dev.daypack.publish.Manifest;
import dev.daypack.publish.MetaDocument;
import dev.daypack.publish.Publisher;
import dev.daypack.publish.ReapedDays;
import dev.daypack.publish.ReapedRecord;
import dev.daypack.state.Lease;
import dev.daypack.state.LeaseKeeper;
import dev.daypack.state.LeaseOutcome;
import dev.daypack.state.PartitionEntry;
import dev.daypack.state.Status;
import dev.daypack.store.StoreException;
import dev.daypack.store.StoredObject;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives up the raw parts of one partition-day. The order, and why:
 *
 * <pre>
 *   lease      nobody packs the day meanwhile
 *   proof      the published object is read whole, and is all that it claims
 *   listing    raw has the parts of the manifest, unchanged, and no others
 *   record     says which parts are about to go; from here on nobody takes them for lost
 *   deletion   part by part, by key and ETag
 *   listing    what is left; the record is closed if it is nothing
 * </pre>
 *
 * <p>A crash between any two leaves the parts, or a record and some parts: the next run begins anew, and goes on.
 * Thread-safe.
 */
final class DayReaper {

    private static final Logger LOG = LoggerFactory.getLogger(DayReaper.class);

    private final IntegrityParts parts;
    private final DayCheck check;
    private final LeaseKeeper leases;
    private final RawInputs raw;
    private final ReapedDays reaped;
    private final PartDeletion deletion;

    DayReaper(IntegrityParts parts, DayCheck check, LeaseKeeper leases) {
        this.parts = parts;
        this.check = check;
        this.leases = leases;
        this.raw = parts.rawInputs();
        this.reaped = new ReapedDays(parts.compact());
        this.deletion = new PartDeletion(parts.raw().orElseThrow(), parts.io(), parts.cancellation());
    }

    /** Why a day keeps its parts, for the time being or for good. */
    private static final class KeptException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private final transient List<Deviation> deviations;

        KeptException(String reason, List<Deviation> deviations) {
            super(reason);
            this.deviations = deviations;
        }

        KeptException(String reason) {
            this(reason, List.of());
        }
    }

    /** What would be deleted, by the listing and the sidecar alone: nothing is proven, nothing written. */
    ReapVerdict rehearse(PartitionDay day) {
        return verdict(day, () -> {
            String key = parts.layout().prefix(day) + Publisher.META;
            StoredObject meta = parts.compact()
                    .get(key)
                    .orElseThrow(() -> new KeptException(key + " is not there; daypack verify tells more"));
            Manifest manifest = SidecarJudge.manifest(MetaDocument.parse(meta.bytes(), key));
            Optional<ReapedDays.Found> before = reaped.find(day);
            RawInputs.Comparison comparison = compare(day, manifest, before.isPresent());
            return verdict(day, Ending.WOULD, comparison, 0, 0, "would be reaped");
        });
    }

    /** Never throws for what can happen to one partition-day. */
    ReapVerdict reap(PartitionDay day, DayCheck.Entries entries, CheckMemory memory) {
        return verdict(day, () -> {
            LeaseOutcome asked = leases.acquire(day, "reap");
            if (asked instanceof LeaseOutcome.Held held) {
                return ReapVerdict.nothing(day, Ending.LOCKED, "being worked on by " + held.holder());
            }
            try (Lease lease = ((LeaseOutcome.Acquired) asked).lease()) {
                return reap(day, entries, memory, lease);
            }
        });
    }

    private ReapVerdict reap(PartitionDay day, DayCheck.Entries entries, CheckMemory memory, Lease lease) {
        Optional<ReapedDays.Found> before = reaped.find(day);
        DayCheck.Look look = proven(day, entries, memory);
        DayEvidence evidence = look.evidence();
        Manifest manifest = manifest(evidence);
        before.ifPresent(found -> checkRecord(found.record(), evidence, manifest));
        RawInputs.Comparison comparison = compare(day, manifest, before.isPresent());
        checkNothingChanged(evidence, lease);
        ReapedRecord record = before.map(ReapedDays.Found::record).orElseGet(() -> record(evidence, manifest));
        String etag = before.map(ReapedDays.Found::etag).orElseGet(() -> reaped.begin(day, record));
        PartDeletion.Result deleted = deletion.delete(comparison.present(), lease);
        ReapVerdict verdict = ended(day, manifest, comparison, deleted, record, etag, lease);
        return withRemarks(verdict, look.remarks());
    }

    /** What was asked for and could not be done is said: of a day that is half reaped nothing can be packed again. */
    private static ReapVerdict withRemarks(ReapVerdict verdict, List<String> remarks) {
        return remarks.stream()
                .filter(remark -> remark.startsWith(Rebuild.NOT_PACKED))
                .findFirst()
                .map(remark -> verdict.withReason(verdict.reason() + "; " + remark))
                .orElse(verdict);
    }

    /** What is published, read whole just now. */
    private DayCheck.Look proven(PartitionDay day, DayCheck.Entries entries, CheckMemory memory) {
        DayCheck.Look look = check.lookUntilSure(day, entries, memory);
        if (!look.deviations().isEmpty()) {
            throw new KeptException("what is published is not as claimed", look.deviations());
        }
        DayEvidence evidence = look.evidence();
        boolean isSuccess = evidence.entry()
                .map(PartitionEntry::status)
                .filter(Status.SUCCESS::equals)
                .isPresent();
        if (evidence.imprint().isEmpty() || !isSuccess) {
            throw new KeptException(
                    isSuccess
                            ? "what is published was made by another program and carries no proof"
                            : "the state does not say success any more");
        }
        return look;
    }

    private static Manifest manifest(DayEvidence evidence) {
        String digest = evidence.imprint().map(Imprint::manifestDigest).orElseThrow();
        return evidence.meta()
                .content()
                .map(SidecarJudge::manifest)
                .filter(manifest -> manifest.digest().equals(digest))
                .orElseThrow(() -> new KeptException(evidence.meta().key() + " does not name the parts; "
                        + new Remedies(evidence.day(), Optional.empty()).packAgain() + " writes them down"));
    }

    /** A reap that was begun before may go on only with what it was begun with. */
    private void checkRecord(ReapedRecord record, DayEvidence evidence, Manifest manifest) {
        String sha256 = evidence.file().map(DayEvidence.File::sha256).orElseThrow();
        if (!record.manifestDigest().equals(manifest.digest())
                || !record.dataSha256().equals(sha256)) {
            throw new KeptException("the record " + ReapedRecord.key(evidence.day())
                    + " is of another packing of this day; if all raw parts are there again, remove the record");
        }
        // What is not there may stand in the other store, and would be taken for deleted.
        String url = parts.raw().orElseThrow().url();
        if (!record.rawUrl().equals(url)) {
            throw new KeptException("the record " + ReapedRecord.key(evidence.day()) + " was begun on the raw store "
                    + record.rawUrl() + ", and this is " + url + "; go on there, or if it moved here, correct raw_url");
        }
    }

    private RawInputs.Comparison compare(PartitionDay day, Manifest manifest, boolean isBegun) {
        RawInputs.Comparison comparison = raw.compare(day, manifest);
        if (!comparison.late().isEmpty()) {
            throw new KeptException(comparison.late().size() + " raw parts are not packed, the first is "
                    + comparison.late().get(0).key() + "; daypack catch-up --recheck-days packs late parts");
        }
        if (!comparison.changed().isEmpty()) {
            throw new KeptException(comparison.changed().size() + " raw parts changed since they were packed, the"
                    + " first is " + comparison.changed().get(0).key()
                    + "; daypack catch-up --recheck-days packs the day anew");
        }
        if (!comparison.missing().isEmpty() && !isBegun) {
            throw new KeptException(comparison.missing().size() + " raw parts are missing, and were not reaped, the"
                    + " first is " + comparison.missing().get(0).key());
        }
        return comparison;
    }

    /** To prove a large day takes minutes; who does not heed leases may have done anything meanwhile. */
    private void checkNothingChanged(DayEvidence evidence, Lease lease) {
        String proven = evidence.file().map(file -> file.object().etag()).orElseThrow();
        boolean isThere = parts.compact()
                .head(evidence.dataKey())
                .filter(now -> now.etag().equals(proven))
                .isPresent();
        if (!isThere || lease.isLost()) {
            throw new KeptException(
                    isThere ? "the lease was lost while the day was proven" : "the day was packed anew meanwhile");
        }
    }

    private ReapedRecord record(DayEvidence evidence, Manifest manifest) {
        DayEvidence.File file = evidence.file().orElseThrow();
        return new ReapedRecord(
                evidence.day().stateKey(),
                parts.clock().instant(),
                Optional.empty(),
                file.object().etag(),
                file.sha256(),
                file.proof().orElseThrow().rows(),
                manifest.digest(),
                parts.raw().orElseThrow().url(),
                manifest.inputs(),
                parts.version());
    }

    private ReapVerdict ended(
            PartitionDay day,
            Manifest manifest,
            RawInputs.Comparison before,
            PartDeletion.Result deleted,
            ReapedRecord record,
            String etag,
            Lease lease) {
        if (deleted.failure().isPresent()) {
            return verdict(
                    day, Ending.FAILED, before, deleted, deleted.failure().get().getMessage());
        }
        if (deleted.isStopped()) {
            return verdict(
                    day,
                    Ending.STOPPED,
                    before,
                    deleted,
                    "stopped after " + deleted.parts() + " parts; the next run goes on");
        }
        RawInputs.Comparison after = raw.compare(day, manifest);
        if (!after.changed().isEmpty() || !after.present().isEmpty()) {
            String first = after.changed().isEmpty()
                    ? after.present().get(0).key()
                    : after.changed().get(0).key();
            return verdict(
                    day,
                    Ending.KEPT,
                    before,
                    deleted,
                    (after.changed().size() + after.present().size())
                            + " raw parts were replaced while the day was reaped, and were left alone, the first is "
                            + first);
        }
        // What they may have died of is gone.
        lease.forgetDeaths();
        reaped.complete(day, record.completed(parts.clock().instant()), etag);
        LOG.info("reaped {}: {} parts, {} bytes", day, deleted.parts(), deleted.bytes());
        if (!after.late().isEmpty()) {
            return verdict(
                    day,
                    Ending.KEPT,
                    before,
                    deleted,
                    after.late().size()
                            + " raw parts came while the day was reaped, and are not packed, the first is "
                            + after.late().get(0).key());
        }
        String left = after.left() == 0 ? "" : "; " + after.left() + " other objects were left";
        return verdict(day, Ending.REAPED, before, deleted, "reaped" + left);
    }

    private static ReapVerdict verdict(
            PartitionDay day,
            Ending ending,
            RawInputs.Comparison comparison,
            PartDeletion.Result deleted,
            String reason) {
        return verdict(day, ending, comparison, deleted.parts(), deleted.bytes(), reason);
    }

    private static ReapVerdict verdict(
            PartitionDay day,
            Ending ending,
            RawInputs.Comparison comparison,
            long deletedParts,
            long deletedBytes,
            String reason) {
        return new ReapVerdict(
                day,
                ending,
                comparison.present().size(),
                new Manifest(comparison.present()).totalBytes(),
                deletedParts,
                deletedBytes,
                reason,
                List.of());
    }

    /** What is done to one day. */
    private interface Work {
        ReapVerdict run();
    }

    private static ReapVerdict verdict(PartitionDay day, Work work) {
        try {
            return work.run();
        } catch (KeptException e) {
            return new ReapVerdict(day, Ending.KEPT, 0, 0, 0, 0, e.getMessage(), e.deviations);
        } catch (UnversionedPartException e) {
            return ReapVerdict.nothing(day, Ending.KEPT, e.getMessage());
        } catch (CancellationException e) {
            return ReapVerdict.nothing(day, Ending.STOPPED, "stopped; the next run goes on");
        } catch (StoreException | MalformedJsonException | MemoryExceededException | ScratchException e) {
            return ReapVerdict.nothing(day, Ending.FAILED, e.getMessage());
        } catch (OutOfMemoryError e) {
            return ReapVerdict.nothing(
                    day, Ending.FAILED, "the Java heap is full; raise memory, or the heap of the launcher");
        } catch (RuntimeException e) {
            LOG.error("a defect of Daypack, met at {}", day, e);
            return ReapVerdict.nothing(day, Ending.FAILED, "a defect of Daypack: " + e);
        }
    }
}
