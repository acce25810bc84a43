package dev.daypack.state;

import dev.daypack.store.Condition;
import dev.daypack.store.ObjectStore;
import dev.daypack.store.PutOutcome;
import dev.daypack.store.StoreException;
import dev.daypack.store.StoredObject;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Future;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Permission to work on one partition-day, renewed in the background until it is released. It saves work that two
 * would do; it is not what makes a commit safe, so a holder that misjudges it harms nobody.
 *
 * <p>A lease counts as lost when the store shows someone else's (or none) in its place, and also while the last
 * renewal that is known to have happened is a whole time to live ago: from then on others may take it. A released lease
 * counts as lost too.
 *
 * <p>Thread-safe.
 */
public final class Lease implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Lease.class);

    private final ObjectStore compact;
    private final String key;
    private final long ttlNanos;
    private final LongSupplier nanoTime;
    private final ReentrantLock lock = new ReentrantLock();

    private final Runnable over;

    /** What stands in the store as far as we know; guarded by the lock. */
    private LeaseDocument document;

    private String etag;
    private Optional<LeaseRelease> released = Optional.empty();

    /** When the renewal that has not been seen to happen was first sent. */
    private OptionalLong pendingSinceNanos = OptionalLong.empty();

    private volatile long renewedNanos;
    private volatile boolean taken;
    private volatile Optional<String> trouble = Optional.empty();
    private volatile Optional<Future<?>> heartbeat = Optional.empty();

    /**
     * @param renewedNanos taken before the write that made {@code etag} was sent
     * @param over called when the lease is known not to be ours any more; may be called again
     */
    Lease(
            ObjectStore compact,
            String key,
            LeaseDocument document,
            String etag,
            LongSupplier nanoTime,
            long renewedNanos,
            Runnable over) {
        this.compact = compact;
        this.key = key;
        this.ttlNanos = document.ttl().toNanos();
        this.document = document;
        this.etag = etag;
        this.nanoTime = nanoTime;
        this.renewedNanos = renewedNanos;
        this.over = over;
    }

    /** The lease object's key in the compact store. */
    public String key() {
        return key;
    }

    /** Whether the work should end, for someone else may be at it. Does not ask the store. */
    public boolean isLost() {
        return taken || nanoTime.getAsLong() - renewedNanos >= ttlNanos;
    }

    /** Those who held it one after the other before us, each of whom died over it; oldest first. */
    public List<LeaseHolder> died() {
        lock.lock();
        try {
            return document.died();
        } finally {
            lock.unlock();
        }
    }

    /** What the last renewal ran into, if it did; safe to print. */
    public Optional<String> trouble() {
        return trouble;
    }

    /**
     * Gives the lease back: proves by one more renewal that it is still ours, which also keeps others off for a time
     * to live, and then deletes it. Never throws for the store's sake. A second call tells what the first did, but for
     * one that was not answered, which is tried again.
     */
    public LeaseRelease release() {
        heartbeat.ifPresent(future -> future.cancel(false));
        lock.lock();
        try {
            if (released.isEmpty() || released.get() == LeaseRelease.UNANSWERED) {
                released = Optional.of(releaseOnce());
            }
            if (released.get() != LeaseRelease.UNANSWERED) {
                over.run();
            }
            return released.get();
        } finally {
            lock.unlock();
        }
    }

    /** Gives it back, and says so if it could not be: a lease that is left standing looks like a death. */
    @Override
    public void close() {
        if (release() == LeaseRelease.UNANSWERED) {
            LOG.warn(
                    "lease {} was not given back, and stands until it runs out{}",
                    key,
                    trouble.map(text -> ": " + text).orElse(""));
        }
    }

    void renewedBy(Future<?> task) {
        heartbeat = Optional.of(task);
    }

    /** One heartbeat. Trouble with the store is remembered; the lease then runs out by itself. */
    void renew() {
        lock.lock();
        try {
            if (!taken && released.isEmpty()) {
                renewOnce();
            }
        } catch (StoreException e) {
            trouble = Optional.of(e.getMessage());
        } finally {
            lock.unlock();
        }
    }

    private LeaseRelease releaseOnce() {
        try {
            boolean proven = !taken && renewOnce();
            if (taken) {
                return LeaseRelease.NOT_OURS;
            }
            if (!proven) {
                return LeaseRelease.UNANSWERED;
            }
            removeOrMark();
            taken = true;
            return LeaseRelease.RELEASED;
        } catch (StoreException e) {
            trouble = Optional.of(e.getMessage());
            return LeaseRelease.UNANSWERED;
        }
    }

    /** A lease that its holder may not remove says so itself: as it was it would look like a death. */
    private void removeOrMark() {
        try {
            compact.delete(key);
        } catch (StoreException e) {
            boolean isMarked = e.kind() == StoreException.Kind.REFUSED
                    && compact.put(key, document.givenBack().toBytes(), new Condition.Matches(etag))
                            instanceof PutOutcome.Stored;
            if (!isMarked) {
                throw e;
            }
            LOG.warn("lease {} was given back, but stays in the store: {}", key, e.getMessage());
        }
    }

    /** Whether the renewal is known to have happened. */
    private boolean renewOnce() {
        long sentNanos = nanoTime.getAsLong();
        if (pendingSinceNanos.isEmpty()) {
            pendingSinceNanos = OptionalLong.of(sentNanos);
        }
        LeaseDocument next = document.renewed();
        PutOutcome outcome = compact.put(key, next.toBytes(), new Condition.Matches(etag));
        return outcome instanceof PutOutcome.Stored stored ? stands(next, stored.etag(), sentNanos) : readBack(next);
    }

    /**
     * Sees what stands after a write that met a conflict or got no answer. Ours with the new counter: it happened, at
     * the earliest when it was first sent. Ours with the old one: it did not, or not yet; the next heartbeat sends the
     * same again.
     */
    private boolean readBack(LeaseDocument sent) {
        Optional<StoredObject> object = compact.get(key);
        Optional<LeaseDocument> found = object.flatMap(LeaseDocument::tryParse);
        if (found.filter(there -> there.lease().equals(sent.lease())).isEmpty()) {
            taken = true;
            trouble = Optional.of(
                    found.map(there -> "taken by " + there.describe()).orElse("removed or overwritten"));
            return false;
        }
        if (found.get().counter() == sent.counter()) {
            return stands(sent, object.orElseThrow().etag(), pendingSinceNanos.orElseThrow());
        }
        trouble = Optional.of("a renewal was sent but has not happened yet");
        return false;
    }

    private boolean stands(LeaseDocument now, String nowEtag, long sentNanos) {
        document = now;
        etag = nowEtag;
        renewedNanos = sentNanos;
        pendingSinceNanos = OptionalLong.empty();
        trouble = Optional.empty();
        return true;
    }
}
