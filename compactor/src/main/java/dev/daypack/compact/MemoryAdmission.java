package dev.daypack.compact;

import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;

/**
 * Lets partition-days work side by side while they fit into memory together. Each passes three gates:
 *
 * <pre>
 *   enter      before it takes its lease: open unless somebody waits at a later gate, so that leases are not hoarded
 *   footers    before it reads its footers: an eighth of memory for those of all days under way
 *   merge      before it merges: the rest of memory for the planned peaks of all days that merge
 * </pre>
 *
 * <p>What a day is planned to take does not depend on the days beside it: one that does not fit beside them waits until
 * they are done. Who waits at a gate holds nothing that those who passed it wait for. Thread-safe.
 */
final class MemoryAdmission {

    /** The part of memory that is for footers. */
    static final int FOOTERS_SHARE = 8;

    private final DayThreads threads;
    private final AdmissionQueue footers;
    private final AdmissionQueue merges;
    private boolean isStopped;

    /**
     * @param threads of the partition-days, which wait here
     * @param aheadBytes for what is fetched before it is read, by all days together
     */
    MemoryAdmission(DayThreads threads, long memoryBytes, long aheadBytes) {
        this.threads = threads;
        this.footers = new AdmissionQueue(memoryBytes / FOOTERS_SHARE);
        this.merges = new AdmissionQueue(mergeBytes(memoryBytes) - aheadBytes);
    }

    /** What is left of memory for the merges of all days under way. */
    static long mergeBytes(long memoryBytes) {
        return memoryBytes - memoryBytes / FOOTERS_SHARE;
    }

    /** Wakes and sends home everybody who waits, and who comes later. */
    void stop() {
        synchronized (this) {
            isStopped = true;
        }
        threads.changed();
    }

    synchronized boolean isStopped() {
        return isStopped;
    }

    /** The first gate; false if no more work is to begin. */
    boolean enter() {
        await(this::isNobodyWaiting);
        return !isStopped();
    }

    private synchronized boolean isNobodyWaiting() {
        return !footers.hasWaiting() && !merges.hasWaiting();
    }

    /**
     * The second gate.
     *
     * @throws CancellationException if the run is to stop
     */
    Grant footers(long estimatedBytes) {
        return pass(footers, estimatedBytes);
    }

    /**
     * The third gate.
     *
     * @throws CancellationException if the run is to stop
     */
    Grant merge(long plannedBytes) {
        return pass(merges, plannedBytes);
    }

    private Grant pass(AdmissionQueue queue, long bytes) {
        long claim = ask(queue, bytes);
        await(() -> isGranted(queue, claim));
        if (isStopped()) {
            leave(queue, claim);
            throw new CancellationException("the run was asked to stop");
        }
        return new Grant(queue, claim);
    }

    private synchronized long ask(AdmissionQueue queue, long bytes) {
        return queue.ask(bytes);
    }

    private synchronized boolean isGranted(AdmissionQueue queue, long claim) {
        return queue.isGranted(claim);
    }

    private void shrink(AdmissionQueue queue, long claim, long bytes) {
        synchronized (this) {
            queue.shrink(claim, bytes);
        }
        threads.changed();
    }

    private void leave(AdmissionQueue queue, long claim) {
        synchronized (this) {
            queue.leave(claim);
        }
        threads.changed();
    }

    private void await(BooleanSupplier holds) {
        try {
            threads.await(() -> isStopped() || holds.getAsBoolean());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            stop();
        }
    }

    /** Memory that a partition-day may use until it closes this. */
    final class Grant implements AutoCloseable {
        private final AdmissionQueue queue;
        private final long claim;

        private Grant(AdmissionQueue queue, long claim) {
            this.queue = queue;
            this.claim = claim;
        }

        /** No more than this is needed from now on. */
        void shrink(long bytes) {
            MemoryAdmission.this.shrink(queue, claim, bytes);
        }

        /** May be called again. */
        @Override
        public void close() {
            leave(queue, claim);
        }
    }
}
