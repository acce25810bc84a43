package dev.daypack.state;

import dev.daypack.discover.PartitionDay;
import dev.daypack.json.Json;
import dev.daypack.store.Condition;
import dev.daypack.store.ObjectStore;
import dev.daypack.store.PutOutcome;
import dev.daypack.store.StoreException;
import dev.daypack.store.StoredObject;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * Takes leases on partition-days ({@code compacted/locks/<partition>/<yyyyMMdd>.lock}) and keeps them alive.
 *
 * <p>A lease is created if the object is absent and renewed by compare-and-swap every third of its time to live, each
 * time with new bytes and so a new ETag. Someone else's is taken over only after this keeper has seen one and the same
 * ETag for a whole time to live on its own monotonic clock: a holder that still renews changes it three times in that
 * span. No host's wall clock is read, let alone compared with another's.
 *
 * <p>Who takes a lease over writes into it who fell silent holding it. Whoever is named there and lives strikes itself
 * out as soon as it sees that ({@link Testimony}). Who gives it back at the end of an attempt deletes it, and with it
 * the list; who gives it back without leaves the list behind. So the list tells which processes in a row died while
 * they worked on a partition-day, and the store alone remembers them.
 *
 * <p>Thread-safe.
 */
public final class LeaseKeeper {

    /** Writes and reads of one acquisition before the store counts as not answering. */
    private static final int ROUNDS = 5;

    /** No more is believed of a foreign lease's time to live. */
    private static final Duration LONGEST_TTL = Duration.ofDays(1);

    private final ObjectStore compact;
    private final LeaseHolder holder;
    private final Duration ttl;
    private final LongSupplier nanoTime;
    private final RandomGenerator random;
    private final ScheduledExecutorService heartbeats;
    private final Map<String, Observation> observed = new ConcurrentHashMap<>();

    /** By the lease's id: what this process took and has not given back. */
    private final Map<String, Lease> held = new ConcurrentHashMap<>();

    private final Testimony testimony;

    /**
     * @param ttl time to live of our leases, whole seconds
     * @param nanoTime {@code System::nanoTime} outside of tests
     * @param random draws the leases' ids: must not repeat itself from process to process, so a {@code SecureRandom}
     *     outside of tests
     * @param heartbeats runs the renewals of all leases; the caller's to shut down, after the leases are released
     */
    public LeaseKeeper(
            ObjectStore compact,
            LeaseHolder holder,
            Duration ttl,
            LongSupplier nanoTime,
            RandomGenerator random,
            ScheduledExecutorService heartbeats) {
        if (ttl.toSeconds() < 1 || ttl.compareTo(LONGEST_TTL) > 0) {
            throw new IllegalArgumentException("a lease lives between one second and one day, not " + ttl);
        }
        this.compact = compact;
        this.holder = holder;
        this.ttl = Duration.ofSeconds(ttl.toSeconds());
        this.nanoTime = nanoTime;
        this.random = random;
        this.heartbeats = heartbeats;
        this.testimony = new Testimony(compact, holder);
    }

    /** Where the lease on a partition-day stands in the compact store. */
    public static String key(PartitionDay day) {
        return "compacted/locks/" + day.stateKey() + ".lock";
    }

    /**
     * Asks for a lease, and takes over one whose holder is gone; does not wait for one.
     *
     * @param attempt id of the attempt it is for
     * @throws StoreException if the store fails, or gives no answer that settles it
     */
    public LeaseOutcome acquire(PartitionDay day, String attempt) {
        return acquire(day, attempt, true);
    }

    /**
     * The same, but one whose holder is gone, or that some died over, is left as it is: whoever takes it may die of the
     * same, and should hold nothing else then.
     */
    public LeaseOutcome acquireIfFree(PartitionDay day, String attempt) {
        return acquire(day, attempt, false);
    }

    /** Tries again what the store gave no answer for when leases were given back. */
    public void releaseUnanswered() {
        List.copyOf(held.values()).forEach(Lease::release);
    }

    private LeaseOutcome acquire(PartitionDay day, String attempt, boolean takesOver) {
        String key = key(day);
        LeaseDocument ours = newLease(attempt);
        long firstSentNanos = nanoTime.getAsLong();
        Condition condition = new Condition.Absent();
        for (int round = 0; round < ROUNDS; round++) {
            long sentNanos = nanoTime.getAsLong();
            if (compact.put(key, ours.toBytes(), condition) instanceof PutOutcome.Stored stored) {
                return acquired(key, ours, stored.etag(), sentNanos);
            }
            long askedNanos = nanoTime.getAsLong();
            Optional<StoredObject> there = compact.get(key);
            if (there.isEmpty()) {
                observed.remove(key);
                ours = ours.after(List.of());
                condition = new Condition.Absent();
                continue;
            }
            StoredObject object = there.get();
            Optional<LeaseDocument> found = LeaseDocument.tryParse(object);
            if (isSame(found, ours)) {
                return acquired(key, found.get(), object.etag(), firstSentNanos);
            }
            if (found.filter(lease -> lease.names(holder)).isPresent() && testimony.give(key, there)) {
                continue;
            }
            boolean isGivenBack = found.filter(LeaseDocument::isGivenBack).isPresent();
            long remainingNanos = isGivenBack ? 0 : observe(object, found, askedNanos);
            if (isGivenBack && found.get().died().isEmpty()) {
                ours = ours.after(List.of());
                condition = new Condition.Matches(object.etag());
                continue;
            }
            if (remainingNanos > 0 || !takesOver) {
                int died = found.map(lease -> lease.died().size()).orElse(0);
                return new LeaseOutcome.Held(describe(found), Duration.ofNanos(Math.max(0, remainingNanos)), died);
            }
            ours = ours.after(diedOf(found));
            condition = new Condition.Matches(object.etag());
        }
        throw new StoreException(StoreException.Kind.UNREACHABLE, key, unsettled(key), null);
    }

    private LeaseDocument newLease(String attempt) {
        String id = HexFormat.of().toHexDigits(random.nextLong());
        return new LeaseDocument(holder, attempt, ttl, 1, id, List.of(), false);
    }

    private static boolean isSame(Optional<LeaseDocument> found, LeaseDocument ours) {
        return found.filter(lease -> lease.lease().equals(ours.lease())).isPresent();
    }

    /** We live: a lease of our own that we could not give back was left by nobody who died. */
    private List<LeaseHolder> diedOf(Optional<LeaseDocument> found) {
        return found.stream()
                .flatMap(lease -> lease.diedWithHolder().stream())
                .filter(one -> !holder.is(one))
                .toList();
    }

    private LeaseOutcome acquired(String key, LeaseDocument document, String etag, long sentNanos) {
        observed.remove(key);
        String id = document.lease();
        Lease lease = new Lease(compact, key, document, etag, nanoTime, sentNanos, () -> held.remove(id));
        held.put(id, lease);
        long delayNanos = ttl.toNanos() / 3;
        Future<?> heartbeat =
                heartbeats.scheduleWithFixedDelay(lease::renew, delayNanos, delayNanos, TimeUnit.NANOSECONDS);
        lease.renewedBy(heartbeat);
        return new LeaseOutcome.Acquired(lease);
    }

    /**
     * How long this generation must still be seen before it may be taken over. Both ends are taken so that the span is
     * never overrated: it begins after the answer that showed the ETag first, and ends before the question now.
     */
    private long observe(StoredObject object, Optional<LeaseDocument> found, long askedNanos) {
        long answeredNanos = nanoTime.getAsLong();
        Observation since = observed.compute(
                object.key(),
                (key, before) -> before != null && before.etag().equals(object.etag())
                        ? before
                        : new Observation(object.etag(), answeredNanos));
        return patience(found).toNanos() - (askedNanos - since.firstSeenNanos());
    }

    /** The longer of their time to live and ours; ours alone for an object that is no lease. */
    private Duration patience(Optional<LeaseDocument> found) {
        Duration theirs = found.map(LeaseDocument::ttl).orElse(ttl);
        Duration believed = theirs.compareTo(LONGEST_TTL) > 0 ? LONGEST_TTL : theirs;
        return believed.compareTo(ttl) > 0 ? believed : ttl;
    }

    private static String describe(Optional<LeaseDocument> found) {
        return found.map(LeaseDocument::describe).orElse("an object that is no lease document");
    }

    private String unsettled(String key) {
        return compact.url() + "/" + Json.printable(key) + ": the store gave no answer that settles who holds this"
                + " lease; try again";
    }

    private record Observation(String etag, long firstSeenNanos) {}
}
