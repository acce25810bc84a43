package dev.daypack.compact;

import dev.daypack.memory.MemoryLedger;
import dev.daypack.output.Workbench;
import dev.daypack.report.PeakMemory;

/**
 * The memory of one partition-day: its own account within that of the run, its place among the days beside it, and the
 * workbench that lends to that account. Used by the thread that works on the day; not thread-safe.
 */
final class DayMemory implements AutoCloseable {

    /** A part's listing and footer, roughly; what they really take is counted when they are read. */
    private static final long PART_BYTES = 8 << 10;

    private final MemoryAdmission admission;
    private final MemoryLedger account;
    private final Workbench bench;
    private MemoryAdmission.Grant footers;
    private MemoryAdmission.Grant merge;
    private long plannedBytes;
    private long uploadBytes;
    private MemoryPlan.Begun begun;

    DayMemory(Workbench run, MemoryAdmission admission) {
        this.admission = admission;
        this.account = run.pool().ledger().part();
        this.bench = run.forPart(account, admission::isStopped);
    }

    /** In the account of this day. */
    Workbench bench() {
        return bench;
    }

    MemoryLedger account() {
        return account;
    }

    /** Waits until there is room for the footers of so many parts. */
    void awaitFooters(int parts) {
        footers = admission.footers(parts * PART_BYTES);
    }

    /** Waits until the merge fits beside those under way. */
    void awaitMerge(MemoryPlan plan) {
        plannedBytes = plan.peakBytes();
        footers.shrink(plan.footerBytes());
        merge = admission.merge(plan.mergeBytes());
        uploadBytes = plan.uploadBytes();
        begun = plan.begin(account);
    }

    /** The merge is done; what its output still takes is on its way to the store. */
    void merged() {
        merge.shrink(uploadBytes);
    }

    /** Planned is 0 as long as nothing was planned. */
    PeakMemory peak() {
        return plannedBytes == 0 ? PeakMemory.NONE : new PeakMemory(plannedBytes, account.peakBytes());
    }

    /** Gives back what was granted: between two attempts, and at the end. May be called again. */
    void leave() {
        if (begun != null) {
            begun.close();
            begun = null;
        }
        if (merge != null) {
            merge.close();
            merge = null;
        }
        if (footers != null) {
            footers.close();
            footers = null;
        }
    }

    @Override
    public void close() {
        leave();
        // Where memory ran out in the middle, arrays were dropped and not given back; the run goes on without them.
        account.release(account.heldBytes());
    }
}
