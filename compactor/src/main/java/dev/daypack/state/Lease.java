package dev.daypack.state;

import dev.daypack.store.Condition;
import dev.daypack.store.ObjectStore;
import dev.daypack.store.PutOutcome;
import dev.daypack.store.StoreException;
import dev.daypack.store.StoredObject;
import java.time.Duration;
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

    /** Tries to mark it as given back before it is left to be tried later. */
    private static final int MARK_ROUNDS = 3;

    private final ObjectStore compact;
    private final String key;
    private final long ttlNanos;
    private final LongSupplier nanoTime;
    private final Testimony testimony;
    private final ReentrantLock lock = new ReentrantLock();

    private final Runnable over;

    /** What stands in the store as far as we know; guarded by the lock. */
    private LeaseDocument document;

    private String etag;
    private Optional<LeaseRelease> released = Optional.empty();

    /** Whether those who died are to be forgotten when it is given back. */
    private boolean isForgetting;

    /** Whether someone may have written us down as dead, and has not been told otherwise. */
    private boolean owesTestimony;

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
        this.testimony = new Testimony(compact, document.holder());
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

    /**
     * Those who held it one after the other before us, and have not been heard of since; oldest first. As of the last
     * renewal that is known to have happened.
     */
    public List<LeaseHolder> died() {
        lock.lock();
        try {
            return document.died();
        } finally {
            lock.unlock();
        }
    }

    /** How long others watch it before they take it over. */
    public Duration ttl() {
        return Duration.ofNanos(ttlNanos);
    }

    /** An attempt came to its end: whoever died over the day before counts no more once the lease is given back. */
    public void forgetDeaths() {
        lock.lock();
        try {
            isForgetting = true;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Renews it now.
     *
     * @return whether the store has proven that it is ours
     * @throws StoreException if the store fails
     */
    public boolean prove() {
        lock.lock();
        try {
            return !taken && released.isEmpty() && renewOnce();
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
     * to live, and then deletes it. If some died over the day before and are not forgotten, it is not deleted but
     * marked as given back, so that they still count for whoever works on the day next. Never throws for the store's
     * sake. A second call tells what the first did, but for one that was not answered, which is tried again.
     */
    public LeaseRelease release() {
        heartbeat.ifPresent(future -> future.cancel(false));
        lock.lock();
        try {
            if (released.isEmpty() || released.get() == LeaseRelease.UNANSWERED) {
                released = Optional.of(releaseOnce());
            }
            testifyIfOwed();
            if (released.get() != LeaseRelease.UNANSWERED && !owesTestimony) {
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
            } else {
                testifyIfOwed();
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
            boolean isOver = next().died().isEmpty() ? removeOrMark() : mark();
            taken = isOver || taken;
            return isOver ? LeaseRelease.RELEASED : LeaseRelease.UNANSWERED;
        } catch (StoreException e) {
            trouble = Optional.of(e.getMessage());
            return LeaseRelease.UNANSWERED;
        }
    }

    /** A lease that its holder may not remove says so itself: as it was it would look like a death. */
    private boolean removeOrMark() {
        try {
            compact.delete(key);
        } catch (StoreException e) {
            if (e.kind() != StoreException.Kind.REFUSED || !mark()) {
                throw e;
            }
            LOG.warn("lease {} was given back, but stays in the store: {}", key, e.getMessage());
        }
        return true;
    }

    /** Whether it is known to be marked, or not ours any more, which whoever has it by now knows from the mark. */
    private boolean mark() {
        for (int round = 0; round < MARK_ROUNDS; round++) {
            Condition condition = new Condition.Matches(etag);
            if (compact.put(key, next().givenBack().toBytes(), condition) instanceof PutOutcome.Stored) {
                return true;
            }
            // Somebody who lives has struck its name out, or no answer came.
            if (!renewOnce()) {
                return taken;
            }
        }
        return false;
    }

    private LeaseDocument next() {
        return isForgetting ? document.after(List.of()) : document;
    }

    /** Whether the renewal is known to have happened. */
    private boolean renewOnce() {
        // Each further round is for one who was struck out of it meanwhile.
        for (int round = 0; round <= LeaseDocument.MAX_DIED; round++) {
            long sentNanos = nanoTime.getAsLong();
            if (pendingSinceNanos.isEmpty()) {
                pendingSinceNanos = OptionalLong.of(sentNanos);
            }
            LeaseDocument next = next().renewed();
            PutOutcome outcome = compact.put(key, next.toBytes(), new Condition.Matches(etag));
            if (outcome instanceof PutOutcome.Stored stored) {
                return stands(next, stored.etag(), sentNanos);
            }
            Optional<StoredObject> object = compact.get(key);
            Optional<LeaseDocument> found = object.flatMap(LeaseDocument::tryParse)
                    .filter(there -> there.lease().equals(next.lease()));
            if (found.isEmpty()) {
                return lost(object);
            }
            if (found.get().counter() == next.counter()) {
                return stands(found.get(), object.orElseThrow().etag(), pendingSinceNanos.orElseThrow());
            }
            if (object.orElseThrow().etag().equals(etag)) {
                trouble = Optional.of("a renewal was sent but has not happened yet");
                return false;
            }
            struckOut(found.get(), object.orElseThrow().etag());
        }
        trouble = Optional.of("it was changed by others again and again");
        return false;
    }

    /** With the generation that we knew, what was sent over it is void too. */
    private void struckOut(LeaseDocument there, String thereEtag) {
        document = there;
        etag = thereEtag;
        pendingSinceNanos = OptionalLong.empty();
    }

    private boolean lost(Optional<StoredObject> object) {
        taken = true;
        owesTestimony = true;
        trouble = Optional.of(object.flatMap(LeaseDocument::tryParse)
                .map(there -> "taken by " + there.describe())
                .orElse("removed or overwritten"));
        testifyIfOwed();
        return false;
    }

    /** Trouble with the store is none of the work's here; the next heartbeat tries again. */
    private void testifyIfOwed() {
        try {
            owesTestimony = owesTestimony && !testimony.give(key, compact.get(key));
        } catch (StoreException e) {
            LOG.debug("lease {} may count this process as dead: {}", key, e.getMessage());
        }
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
