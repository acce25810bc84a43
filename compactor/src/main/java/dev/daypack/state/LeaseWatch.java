package dev.daypack.state;

import dev.daypack.cancel.Cancellation;
import dev.daypack.store.ObjectStat;
import dev.daypack.store.ObjectStore;
import dev.daypack.store.StoredObject;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/**
 * Tells live leases from those whose holders are gone, by looking only: a holder that works writes its lease anew three
 * times within its time to live, so one whose ETag changes is live, and one that keeps its ETag for a whole time to
 * live on this watch's own monotonic clock is stale. That takes patience, and only where there are leases. Not
 * thread-safe.
 */
public final class LeaseWatch {

    /** Below it stand all leases. */
    public static final String PREFIX = "compacted/locks/";

    /** A lease that lives longer, by the settings of another host, is not waited for, and counts as live. */
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(10);

    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);
    private static final int LOOKS_PER_TTL = 20;

    private final ObjectStore compact;
    private final Duration ttl;
    private final LongSupplier nanoTime;
    private final Map<String, Watched> watched = new HashMap<>();

    /**
     * @param ttl the time to live of our own leases: the least that is waited for
     * @param nanoTime {@code System::nanoTime} outside of tests
     */
    public LeaseWatch(ObjectStore compact, Duration ttl, LongSupplier nanoTime) {
        this.compact = compact;
        this.ttl = ttl;
        this.nanoTime = nanoTime;
    }

    /** The keys of all leases that somebody holds, or held and did not give back. One read for each. */
    public static Set<String> held(ObjectStore compact) {
        return compact.list(PREFIX).stream()
                .map(ObjectStat::key)
                .filter(key -> compact.get(key)
                        .filter(lease ->
                                parsed(lease).filter(LeaseDocument::isGivenBack).isEmpty())
                        .isPresent())
                .collect(Collectors.toSet());
    }

    /** How a lease stands. */
    public enum Standing {
        /** Was seen to change. */
        LIVE,
        /** Has not been seen to change, nor for long enough not to. */
        UNDECIDED,
        /** Kept its ETag for a whole time to live. */
        STALE,
        /** Nobody holds it: it counts who died over the day, until an attempt comes to its end. */
        COUNTING
    }

    /**
     * A lease that stands in the store.
     *
     * @param key of its object
     * @param holder who wrote it, in words; safe to print
     */
    public record Seen(String key, String holder, Standing standing) {}

    /** The leases as they stand now, by key. One listing, and one read for each that is new. */
    public SortedMap<String, Seen> look() {
        long askedNanos = nanoTime.getAsLong();
        List<ObjectStat> listed = compact.list(PREFIX);
        long answeredNanos = nanoTime.getAsLong();
        Map<String, Watched> now = new HashMap<>();
        for (ObjectStat stat : listed) {
            Watched before = watched.get(stat.key());
            now.put(
                    stat.key(),
                    before == null
                            ? firstSeen(stat, answeredNanos)
                            : before.next(stat.etag(), askedNanos, answeredNanos));
        }
        watched.clear();
        watched.putAll(now);
        return seen();
    }

    /** The same, as if nothing had been seen before. */
    public SortedMap<String, Seen> lookAnew() {
        watched.clear();
        return look();
    }

    private SortedMap<String, Seen> seen() {
        SortedMap<String, Seen> seen = new TreeMap<>();
        watched.forEach((key, one) -> seen.put(key, new Seen(key, one.holder(), one.standing())));
        return seen;
    }

    private Watched firstSeen(ObjectStat stat, long answeredNanos) {
        Optional<LeaseDocument> document = compact.get(stat.key()).flatMap(LeaseWatch::parsed);
        Duration theirs = document.map(LeaseDocument::ttl).orElse(ttl);
        return new Watched(
                stat.etag(),
                answeredNanos,
                theirs.compareTo(ttl) > 0 ? theirs : ttl,
                document.map(LeaseDocument::describe).orElse("an object that is no lease document"),
                document.filter(it -> it.isGivenBack() && !it.died().isEmpty()).isPresent()
                        ? Standing.COUNTING
                        : Standing.UNDECIDED);
    }

    private static Optional<LeaseDocument> parsed(StoredObject object) {
        return LeaseDocument.tryParse(object);
    }

    /** How long it takes at most until none is undecided. */
    public Duration patience() {
        return watched.values().stream()
                .filter(one -> one.standing() == Standing.UNDECIDED)
                .map(Watched::patience)
                .filter(patience -> patience.compareTo(LONGEST_WAIT) <= 0)
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
    }

    /**
     * Looks again and again until every lease is known to be live or stale, or would take too long to wait for.
     *
     * @throws dev.daypack.cancel.CancelledException if the command is to stop
     */
    public SortedMap<String, Seen> settle(Cancellation cancellation) {
        SortedMap<String, Seen> seen = look();
        for (Duration left = patience(); !left.isZero(); left = patience()) {
            cancellation.throwIfCancelled();
            pause(left.dividedBy(LOOKS_PER_TTL));
            seen = look();
        }
        return seen;
    }

    private static void pause(Duration wanted) {
        Duration pause = wanted.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : wanted;
        try {
            TimeUnit.NANOSECONDS.sleep(pause.toNanos());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while leases were watched", e);
        }
    }

    /**
     * @param firstSeenNanos after the answer that showed this ETag first
     * @param patience the longer of its time to live and ours
     */
    private record Watched(String etag, long firstSeenNanos, Duration patience, String holder, Standing standing) {

        /** The span begins after the answer that showed the ETag first, and ends before the question now. */
        Watched next(String nowEtag, long askedNanos, long answeredNanos) {
            if (!nowEtag.equals(etag)) {
                return new Watched(nowEtag, answeredNanos, patience, holder, Standing.LIVE);
            }
            boolean isOver = standing != Standing.COUNTING && askedNanos - firstSeenNanos >= patience.toNanos();
            return isOver ? new Watched(etag, firstSeenNanos, patience, holder, Standing.STALE) : this;
        }
    }
}
