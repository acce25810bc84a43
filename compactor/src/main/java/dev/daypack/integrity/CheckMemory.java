package dev.daypack.integrity;

import dev.daypack.memory.MemoryExceededException;
import dev.daypack.memory.MemoryLedger;
import dev.daypack.output.Workbench;
import java.util.concurrent.Semaphore;

/**
 * The memory of one partition-day that is checked beside others: its account, and its turn when all together would not
 * fit. Used by one thread; what days share is thread-safe.
 */
final class CheckMemory implements AutoCloseable {

    /** Turns are counted in so many bytes. */
    private static final int PERMIT_LOG2 = 16;

    /** Of memory, for reading files; the rest is for what is fetched, and for documents. */
    private static final int PART_OF_MEMORY = 2;

    private final Semaphore turns;
    private final int allTurns;
    private final MemoryLedger account;
    private final Workbench bench;
    private int taken;

    CheckMemory(Workbench run, Semaphore turns) {
        this.turns = turns;
        this.allTurns = turns(run);
        this.account = run.pool().ledger().part();
        this.bench = run.forPart(account, () -> false);
    }

    /** For all days of a run. */
    static Semaphore turnsOf(Workbench run) {
        return new Semaphore(turns(run), true);
    }

    private static int turns(Workbench run) {
        long bytes = run.pool().ledger().limitBytes() / PART_OF_MEMORY;
        return (int) Math.max(1, Math.min(Integer.MAX_VALUE, bytes >> PERMIT_LOG2));
    }

    /** In the account of this day. */
    Workbench bench() {
        return bench;
    }

    /**
     * Refuses what does not fit even alone.
     *
     * @throws MemoryExceededException with the remedy
     */
    void require(long leastBytes) {
        long limit = bench.pool().ledger().limitBytes();
        if (leastBytes > limit) {
            throw new MemoryExceededException("to read this file takes " + leastBytes + " bytes, for its largest row"
                    + " group, and memory is " + limit + "; set memory to " + leastBytes + " or more");
        }
    }

    /** Waits until so much fits beside the days under way; who wants more than there is, until it is alone. */
    void await(long bytes) {
        int wanted = (int) Math.max(1, Math.min(allTurns, bytes >> PERMIT_LOG2));
        turns.acquireUninterruptibly(wanted);
        taken += wanted;
    }

    /** The file is read. */
    void leave() {
        turns.release(taken);
        taken = 0;
    }

    @Override
    public void close() {
        leave();
        // What was lent when something failed is dropped, not given back.
        account.release(account.heldBytes());
    }
}
