package dev.daypack.compact;

import dev.daypack.discover.PartitionDay;
import dev.daypack.discover.UnversionedPartException;
import dev.daypack.input.PartRejectedException;
import dev.daypack.input.Table;
import dev.daypack.plan.Action;
import dev.daypack.publish.CommitOutcome;
import dev.daypack.publish.Imprint;
import dev.daypack.publish.Publication;
import dev.daypack.publish.Publisher;
import dev.daypack.publish.ReapedDays;
import dev.daypack.publish.ReapedRecord;
import dev.daypack.quality.DayQuality;
import dev.daypack.quality.Packing;
import dev.daypack.report.PeakMemory;
import dev.daypack.report.Progress;
import dev.daypack.state.Lease;
import dev.daypack.state.LeaseKeeper;
import dev.daypack.state.LeaseOutcome;
import dev.daypack.state.PartitionEntry;
import dev.daypack.store.ObjectStat;
import dev.daypack.store.Upload;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Packs one partition-day: the story of the product in one method, {@link #compact}.
 *
 * <p>The order of effects, and why. The lease saves double work; it is not what makes this safe. What is published is
 * looked at <em>before</em> the inputs are frozen, so the commit's condition covers all that happens after. A day that
 * is not over by the store's clock is left alone, whatever this host's clock says. The inputs are listed again before
 * the commit. A state that calls the day done says so no more before the commit makes that untrue. The commit is one
 * conditional write. Sidecars and state follow it, and can be
 * made again from it at any time. Thread-safe.
 */
final class PartitionCompactor {

    private final RawParts raw;
    private final LeaseKeeper leases;
    private final Inquest inquest;
    private final StoreTime storeTime;
    private final EvidenceByDay evidence;
    private final TableMerge merge;
    private final Publisher publisher;
    private final ReapedDays reaped;
    private final Attempts attempts;
    private final ReopenedDays reopened;
    private final DayOutcomes outcomes;
    private final Progress progress;
    private final long aheadBytes;
    private final long uploadBytes;

    /**
     * @param aheadBytes for what is fetched before it is read, by all partition-days together
     * @param uploadBytes that an upload to the compact store holds, at most
     */
    PartitionCompactor(
            RawParts raw,
            LeaseKeeper leases,
            Inquest inquest,
            StoreTime storeTime,
            EvidenceByDay evidence,
            TableMerge merge,
            Publisher publisher,
            ReapedDays reaped,
            Attempts attempts,
            ReopenedDays reopened,
            DayOutcomes outcomes,
            Progress progress,
            long aheadBytes,
            long uploadBytes) {
        this.raw = raw;
        this.leases = leases;
        this.inquest = inquest;
        this.storeTime = storeTime;
        this.evidence = evidence;
        this.merge = merge;
        this.publisher = publisher;
        this.reaped = reaped;
        this.attempts = attempts;
        this.reopened = reopened;
        this.outcomes = outcomes;
        this.progress = progress;
        this.aheadBytes = aheadBytes;
        this.uploadBytes = uploadBytes;
    }

    /**
     * One attempt.
     *
     * @throws dev.daypack.input.PartRejectedException if a part's content is bad
     * @throws dev.daypack.store.StoreException if a store fails, or an input is gone or replaced when it is read
     * @throws InputsChangedException if parts came, went or changed meanwhile, or the commit has to be sent again
     */
    DayOutcome compact(DayRequest request, DayMemory memory, DayClock clock) {
        PartitionDay day = request.day();
        LeaseOutcome asked = ask(request);
        if (asked instanceof LeaseOutcome.Held held) {
            return outcomes.locked(day, held);
        }
        try (Lease lease = ((LeaseOutcome.Acquired) asked).lease()) {
            if (inquest.isPoison(lease)) {
                DayOutcome poisoned = outcomes.poisoned(request, lease.died(), clock);
                PartitionEntry entry = reopened.judge(request, poisoned.entry().orElseThrow());
                lease.forgetDeaths();
                return new DayOutcome(poisoned.report(), Optional.of(entry));
            }
            Optional<Instant> open = storeTime.whileOpen(day, lease.key());
            if (open.isPresent()) {
                return outcomes.notOver(request, open.get(), clock);
            }
            DayOutcome outcome = look(request, lease, memory, clock);
            lease.forgetDeaths();
            return outcome;
        }
    }

    /** What is there decides what is to be done; mostly the day is to be packed. */
    private DayOutcome look(DayRequest request, Lease lease, DayMemory memory, DayClock clock) {
        PartitionDay day = request.day();
        Optional<Publication> present = publisher.present(day);
        try (FrozenDay frozen = raw.freeze(day, memory.bench().pool())) {
            clock.listed();
            Optional<ReapedRecord> given = reapedBefore(request, frozen, present);
            if (given.isPresent()) {
                return outcomes.reaped(request, frozen, given.get(), present);
            }
            if (frozen.isEmpty()) {
                return outcomes.noFiles(day, frozen, present);
            }
            if (request.action() == Action.RECHECK
                    && isUnchanged(request, frozen, present)
                    && publisher.hasSidecars(day, present.get())) {
                return outcomes.unchanged(request, frozen);
            }
            DayQuality quality = evidence.of(day.date());
            String attempt = attempts.id(day, frozen.manifest(), frozen.listed().delivery(), quality);
            // Before the gate: what is published of this very evidence was asked for, and is only to be recorded.
            if (request.action() != Action.REPACK
                    && present.filter(it -> it.isBy(attempt)).isPresent()) {
                return heal(day, frozen, present.get(), quality, clock);
            }
            if (isGated(request, present) && quality.label().packing() != Packing.PACK) {
                return outcomes.heldBack(day, frozen, quality);
            }
            return pack(request, frozen, present, quality, attempt, lease, memory, clock);
        } catch (PartRejectedException | UnversionedPartException e) {
            // A verdict on the parts is an end, too.
            lease.forgetDeaths();
            throw e;
        }
    }

    private LeaseOutcome ask(DayRequest request) {
        return request.company() == DayRequest.Company.NONE
                ? leases.acquire(request.day(), request.action().name())
                : leases.acquireIfFree(request.day(), request.action().name());
    }

    /**
     * The record that the day's parts were deleted on purpose. Asked for only where they are not what is published of
     * them: else they are all there. A day that looks new may be one whose file and entry were lost after its parts
     * were given up, and what lies in raw now came late.
     */
    private Optional<ReapedRecord> reapedBefore(DayRequest request, FrozenDay frozen, Optional<Publication> present) {
        boolean isSame = present.flatMap(Publication::imprint)
                .map(Imprint::manifestDigest)
                .filter(frozen.manifest().digest()::equals)
                .isPresent();
        if (isSame) {
            return Optional.empty();
        }
        boolean isNew = present.isEmpty() && request.before().isEmpty();
        return isNew ? reaped.ofUnknown(request.day()) : reaped.of(request.day());
    }

    /**
     * A day that is published already, or that somebody asked for, is packed whatever its label. Also one that was cut
     * off while it was published anew: held back, its entry would say no more what is published of it.
     */
    private static boolean isGated(DayRequest request, Optional<Publication> present) {
        boolean wasPublished = request.before().flatMap(PartitionEntry::etag).isPresent();
        boolean isNew = present.isEmpty() || (request.action() == Action.PACK && !wasPublished);
        return request.action() != Action.REPACK && isNew;
    }

    /** By the published file itself, and by a state that speaks of that very file. */
    private static boolean isUnchanged(DayRequest request, FrozenDay frozen, Optional<Publication> present) {
        Optional<String> published = present.flatMap(Publication::imprint).map(Imprint::manifestDigest);
        Optional<String> etag = present.map(publication -> publication.object().etag());
        return published.equals(Optional.of(frozen.manifest().digest()))
                && request.before().flatMap(PartitionEntry::manifestDigest).equals(published)
                && request.before().flatMap(PartitionEntry::etag).equals(etag);
    }

    /** Published before, by an attempt that did not come to its end: what follows the commit is done again. */
    private DayOutcome heal(
            PartitionDay day, FrozenDay frozen, Publication present, DayQuality quality, DayClock clock) {
        if (!publisher.hasSidecars(day, present)) {
            String sha256 = publisher.sha256(present.object());
            publisher.writeSidecars(day, outcomes.meta(day, frozen, present, sha256, PeakMemory.NONE), quality);
        }
        return outcomes.healed(day, frozen, present, quality, clock);
    }

    private DayOutcome pack(
            DayRequest request,
            FrozenDay frozen,
            Optional<Publication> before,
            DayQuality quality,
            String attempt,
            Lease lease,
            DayMemory memory,
            DayClock clock) {
        PartitionDay day = request.day();
        boolean isAsked = request.action() == Action.REPACK;
        int sinceBefore = before.map(it -> deliveries(frozen, it)).orElse(0);
        if (!isAsked && sinceBefore < 0) {
            return outcomes.olderDelivery(request, frozen, before.get(), clock);
        }
        progress.partitionStarted(day.stateKey(), frozen.parts().size(), frozen.totalBytes());
        TableMerge merge = this.merge.on(memory.bench());
        memory.awaitFooters(frozen.parts().size());
        Table table = merge.open(frozen.parts());
        // A newer delivery with fewer rows may be one that is still under way; only a person can tell.
        if (!isAsked && before.filter(it -> it.rows() > table.rows()).isPresent()) {
            return outcomes.shrunk(request, frozen, table.rows(), before.get(), clock);
        }
        MemoryPlan plan = merge.plan(table, frozen.wholeBytes(), aheadBytes, uploadBytes);
        memory.awaitMerge(plan.orRefuse());
        // Not before: who waits at a gate must not hold the memory for what is read ahead.
        frozen.expect(table);
        BytesDone bytes = new BytesDone(progress, day.stateKey(), frozen.totalBytes(), table.rows());
        try (Upload upload = publisher.begin(day, merge.pool(), frozen.totalBytes())) {
            TableMerge.Result packed = merge.merge(
                    table,
                    upload::write,
                    clock.stages(),
                    bytes::rows,
                    proven -> outcomes.imprint(frozen, table, proven, quality, attempt)
                            .toKeyValues());
            memory.merged();
            checkStillFrozen(day, frozen);
            reopened.mark(request);
            checkStillOurs(day, lease);
            Publication published = commit(day, upload, before, attempt);
            PeakMemory peak = memory.peak();
            publisher.writeSidecars(day, outcomes.meta(day, frozen, published, packed.sha256(), peak), quality);
            return outcomes.packed(day, frozen, published, packed, quality, peak, clock);
        }
    }

    /** Negative if an older delivery is packed than is published, positive if a newer one is; 0 if one is not told. */
    private static int deliveries(FrozenDay frozen, Publication published) {
        Optional<String> packed = frozen.listed().delivery();
        Optional<String> before = published.imprint().flatMap(Imprint::delivery);
        return packed.isPresent() && before.isPresent() ? packed.get().compareTo(before.get()) : 0;
    }

    /** A day that changed while it was read was not closed, or is being repaired: start over with what is there now. */
    private void checkStillFrozen(PartitionDay day, FrozenDay frozen) {
        List<ObjectStat> now = raw.now(day);
        if (!now.equals(frozen.listed().parts())) {
            throw new InputsChangedException("the parts of " + day + " changed while they were packed: "
                    + frozen.parts().size() + " at the start, " + now.size() + " at the end");
        }
    }

    private static void checkStillOurs(PartitionDay day, Lease lease) {
        if (lease.isLost()) {
            throw new InputsChangedException("the lease on " + day + " was lost while it was packed"
                    + lease.trouble().map(trouble -> ": " + trouble).orElse(""));
        }
    }

    private Publication commit(PartitionDay day, Upload upload, Optional<Publication> before, String attempt) {
        CommitOutcome outcome = publisher.commit(day, upload, before, attempt);
        if (outcome instanceof CommitOutcome.Committed committed) {
            return committed.published();
        }
        String detail = outcome instanceof CommitOutcome.Conflict conflict
                ? conflict.detail()
                : ((CommitOutcome.NotYet) outcome).detail();
        throw new InputsChangedException("nothing of ours is published of " + day + ": " + detail);
    }
}
