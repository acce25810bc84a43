package dev.daypack.state;

import dev.daypack.discover.PartitionDay;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;

/**
 * Records results by group commit: while one write of the state is under way, the results of all other threads gather,
 * and the next write takes them all. There is no thread of its own: of the callers whose results have gathered, the
 * first to wake writes for all.
 *
 * <p>Thread-safe. Each caller returns when its result is durable, or throws what its batch's write threw.
 */
public final class StateRecorder {

    private final StateStore store;
    private final Over over;
    private final UnaryOperator<StateDocument> finisher;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition written = lock.newCondition();
    private Batch gathering = new Batch();
    private boolean writing;

    /**
     * @param finisher works out what follows from the entries (the watermark, the days), within the same write; pure,
     *     for it may be called several times
     */
    public StateRecorder(StateStore store, UnaryOperator<StateDocument> finisher) {
        this(store, (day, there, given) -> given, finisher);
    }

    /**
     * The same with a rule for entries that stand there already, which another host may have written meanwhile.
     *
     * @param over pure
     */
    public StateRecorder(StateStore store, Over over, UnaryOperator<StateDocument> finisher) {
        this.over = over;
        this.store = store;
        this.finisher = finisher;
    }

    /** What is recorded where an entry stands already. */
    public interface Over {
        /** Given the entry that stands there now, and the one that is to be recorded. May be called several times. */
        PartitionEntry over(PartitionDay day, PartitionEntry there, PartitionEntry given);
    }

    /**
     * Records one result. Of two results of one partition-day in one batch the later stands.
     *
     * @throws StateUnreadableException see {@link StateStore#update}
     * @throws dev.daypack.store.StoreException see {@link StateStore#update}
     */
    public void record(PartitionDay day, PartitionEntry entry) {
        record(Map.of(day, entry));
    }

    /** Records several results in one batch; otherwise as {@link #record(PartitionDay, PartitionEntry)}. */
    public void record(Map<PartitionDay, PartitionEntry> entries) {
        Batch mine;
        boolean first;
        lock.lock();
        try {
            mine = gathering;
            mine.entries.putAll(entries);
            while (writing && !mine.done) {
                written.awaitUninterruptibly();
            }
            first = !mine.done;
            if (first) {
                gathering = new Batch();
                writing = true;
            }
        } finally {
            lock.unlock();
        }
        if (first) {
            write(mine);
        }
        mine.throwFailure();
    }

    /** By one thread at a time; the batch no longer gathers. */
    private void write(Batch batch) {
        RuntimeException failure = new IllegalStateException("the thread that wrote for this batch died");
        try {
            store.update(document -> finisher.apply(document.withEntries(merged(document, batch.entries))));
            failure = null;
        } catch (RuntimeException e) {
            failure = e;
        } finally {
            lock.lock();
            try {
                batch.failure = failure;
                batch.done = true;
                writing = false;
                written.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }

    private Map<PartitionDay, PartitionEntry> merged(
            StateDocument document, Map<PartitionDay, PartitionEntry> entries) {
        Map<PartitionDay, PartitionEntry> merged = new LinkedHashMap<>();
        entries.forEach((day, entry) -> merged.put(
                day,
                document.entry(day).map(there -> over.over(day, there, entry)).orElse(entry)));
        return merged;
    }

    /** Results that share a write. Guarded by the lock until done, not changed after. */
    private static final class Batch {
        private final Map<PartitionDay, PartitionEntry> entries = new LinkedHashMap<>();
        private boolean done;
        private RuntimeException failure;

        void throwFailure() {
            if (failure != null) {
                throw failure;
            }
        }
    }
}
