package dev.daypack.integrity;

import dev.daypack.cancel.Cancellation;
import dev.daypack.discover.IgnoredPrefix;
import dev.daypack.discover.PartitionDay;
import dev.daypack.publish.Publisher;
import dev.daypack.report.Finding;
import dev.daypack.report.Finding.Kind;
import dev.daypack.report.FsckReport;
import dev.daypack.state.LeaseWatch;
import dev.daypack.state.LeaseWatch.Seen;
import dev.daypack.state.LeaseWatch.Standing;
import dev.daypack.state.Status;
import dev.daypack.store.ObjectStore;
import dev.daypack.store.StoreException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks a compact store against itself while runs go on: every partition-day's file, sidecars and entry, the state,
 * the leases, and what dead writers left. Cheap reads only; what is inside the files is another command's.
 *
 * <p>What looks odd is looked at twice, with a pause between; days that somebody works on are not judged, and leases
 * are watched until they are known to be live or stale. So a run that is under way gives no findings. Repairs are done
 * the way a run heals: under the day's lease, sidecars from the file, the state by compare-and-swap.
 */
public final class Fsck {

    private static final Logger LOG = LoggerFactory.getLogger(Fsck.class);

    private static final String NEXT_RUN = "daypack catch-up";

    private static final Comparator<Finding> ORDER =
            Comparator.comparing(Finding::kind).thenComparing(Finding::subject);

    private final ObjectStore compact;
    private final PublishedDays days;
    private final StateCheck state;
    private final ReapedCheck reaped;
    private final StoredDayCheck check;
    private final DayRepair repair;
    private final CompactedObjects compacted;
    private final Leftovers leftovers;
    private final LeaseWatch watch;
    private final Duration settle;
    private final SideBySide sideBySide;
    private final LongSupplier nanoTime;
    private final Cancellation cancellation;

    private Fsck(CareParts parts, FsckParts fsck) {
        this.compact = parts.compact();
        this.days = parts.days();
        Publisher publisher = new Publisher(compact, parts.layout());
        PublishedFiles files = new PublishedFiles(compact, publisher, parts.clock());
        Sidecars sidecars = new Sidecars(compact, publisher, fsck.evidence(), fsck.referenceExchange());
        this.state = new StateCheck(days, parts.state(), parts.clock());
        this.reaped = new ReapedCheck(compact, parts.layout());
        this.check = new StoredDayCheck(compact, parts.layout(), publisher, files, sidecars, reaped);
        this.repair = new DayRepair(fsck.leases(), check, sidecars, parts.state());
        this.compacted = new CompactedObjects(compact);
        this.leftovers = new Leftovers(compact, parts.layout(), fsck.scratch(), fsck.olderThan());
        this.watch = new LeaseWatch(compact, fsck.leaseTtl(), parts.nanoTime());
        this.settle = fsck.settle();
        this.sideBySide = parts.sideBySide();
        this.nanoTime = parts.nanoTime();
        this.cancellation = parts.cancellation();
    }

    public static Fsck of(CareParts parts, FsckParts fsck) {
        return new Fsck(parts, fsck);
    }

    /** What was found of one partition-day, and whether its lease is stale. */
    private record Case(StoredDayCheck.Look look, Optional<Seen> staleLease) {

        List<Finding> findings() {
            List<Finding> findings = new ArrayList<>(look.findings());
            if (isForARun()) {
                findings.replaceAll(finding -> finding.isRepairable() ? finding.curedBy(NEXT_RUN) : finding);
            }
            staleLease.ifPresent(lease -> findings.add(stale(lease, mayBeRemoved())));
            return findings;
        }

        boolean isForARun() {
            return staleLease.isPresent() && !mayBeRemoved();
        }

        /** Who takes a lease over counts who died over it; where there is work left, that is for a run to do. */
        boolean mayBeRemoved() {
            boolean isMended = look.published().isPresent()
                    && (look.isSettled() || look.wanted().isPresent());
            return isMended || look.isSettled();
        }
    }

    /**
     * Checks, and cures what can be cured if asked.
     *
     * @throws StoreException if the store fails while it is looked at; failures of a repair are told as findings
     */
    public FsckReport run(boolean isRepair) {
        List<String> notes = new ArrayList<>();
        SortedMap<String, Seen> leases = watch.look();
        if (isRepair && !leases.isEmpty()) {
            leases.keySet().forEach(key -> leased(key).ifPresent(repair::observe));
            // From now on, so that what is stale here may be taken over there.
            leases = watch.lookAnew();
        }
        Map<String, String> firstObjects = compacted.look();
        StateCheck.Reading first = state.read();
        PublishedDays.Walk walk = days.walk(Selection.all());
        SortedSet<PartitionDay> all = toLookAt(walk.stored(), first);
        all.addAll(reaped.days());
        LOG.info("looking at {} partition-days", all.size());
        Set<PartitionDay> odd = sideBySide.map("looked at", List.copyOf(all), day -> look(day, first)).stream()
                .filter(look -> !look.isClean())
                .map(StoredDayCheck.Look::day)
                .collect(Collectors.toCollection(TreeSet::new));
        List<Finding> firstState = state.findings(first, walk.stored().size());
        leases = settled(!odd.isEmpty() || !firstState.isEmpty() || !firstObjects.isEmpty());
        StateCheck.Reading now = state.read();
        Map<PartitionDay, Case> cases = cases(odd, leases, now, notes);
        // A first run that is under way has written no state yet.
        int unworked = busy(leases).isEmpty() ? walk.stored().size() : 0;
        List<Finding> findings = new ArrayList<>(again(firstState, state.findings(now, unworked)));
        findings.addAll(compacted.findings(firstObjects, compacted.look()));
        ignored(walk, findings, notes);
        List<Leftovers.Dead> dead = leftovers.look(notes, findings);
        if (isRepair) {
            repair(cases, findings, dead);
        } else {
            cases.values().forEach(one -> findings.addAll(one.findings()));
            dead.forEach(one -> findings.add(one.finding()));
        }
        leases.values().stream()
                .filter(lease -> lease.standing() == Standing.STALE
                        && leased(lease.key()).isEmpty())
                .forEach(lease -> findings.add(stale(lease, false)));
        counting(leases, notes);
        findings.sort(ORDER);
        return new FsckReport(
                compact.url(),
                isRepair,
                all.size(),
                now.entries().size(),
                leases.size(),
                busy(leases).size(),
                findings,
                notes);
    }

    private StoredDayCheck.Look look(PartitionDay day, StateCheck.Reading reading) {
        return check.look(day, reading.entry(day), reading.document().isPresent());
    }

    /** Everything that has a prefix, and everything of which the state claims that it has. */
    private static SortedSet<PartitionDay> toLookAt(List<PartitionDay> stored, StateCheck.Reading reading) {
        SortedSet<PartitionDay> all = new TreeSet<>(stored);
        reading.entries().forEach((day, entry) -> {
            if (entry.status() == Status.SUCCESS || entry.status() == Status.IN_PROGRESS) {
                all.add(day);
            }
        });
        return all;
    }

    private Optional<PartitionDay> leased(String lockKey) {
        String stateKey = lockKey.substring(LeaseWatch.PREFIX.length());
        return stateKey.endsWith(".lock") ? days.day(stateKey.substring(0, stateKey.length() - 5)) : Optional.empty();
    }

    private Set<PartitionDay> busy(Map<String, Seen> leases) {
        return leases.values().stream()
                .filter(lease -> lease.standing() == Standing.LIVE || lease.standing() == Standing.UNDECIDED)
                .flatMap(lease -> leased(lease.key()).stream())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Watches leases for as long as it takes, and gives what looks odd the time to come right. */
    private SortedMap<String, Seen> settled(boolean isAnythingOdd) {
        long sinceNanos = nanoTime.getAsLong();
        SortedMap<String, Seen> leases = watch.look();
        if (!watch.patience().isZero()) {
            LOG.info(
                    "watching {} leases, for up to {} s, to tell live ones from stale ones",
                    leases.size(),
                    watch.patience().toSeconds());
            leases = watch.settle(cancellation);
        }
        Duration left = settle.minusNanos(nanoTime.getAsLong() - sinceNanos);
        if (isAnythingOdd && !left.isNegative()) {
            LOG.info("looking at what is odd again in {} s", Math.max(1, left.toSeconds()));
            pause(left);
            leases = watch.look();
        }
        return leases;
    }

    private void pause(Duration wanted) {
        CountDownLatch cancelled = new CountDownLatch(1);
        Cancellation.Registration registration = cancellation.onCancel(cancelled::countDown);
        try {
            cancelled.await(wanted.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            registration.close();
        }
        cancellation.throwIfCancelled();
    }

    /** The second look, at what was odd at the first, and at days whose lease is stale. */
    private Map<PartitionDay, Case> cases(
            Set<PartitionDay> odd, Map<String, Seen> leases, StateCheck.Reading now, List<String> notes) {
        Map<PartitionDay, Seen> stale = new TreeMap<>();
        leases.values().stream()
                .filter(lease -> lease.standing() == Standing.STALE)
                .forEach(lease -> leased(lease.key()).ifPresent(day -> stale.put(day, lease)));
        Set<PartitionDay> busy = busy(leases);
        SortedSet<PartitionDay> again = new TreeSet<>(odd);
        again.addAll(stale.keySet());
        again.removeAll(busy);
        Map<PartitionDay, Case> cases = new LinkedHashMap<>();
        int unrecorded = 0;
        for (StoredDayCheck.Look look : sideBySide.map("looked again at", List.copyOf(again), day -> look(day, now))) {
            Optional<Seen> lease = Optional.ofNullable(stale.get(look.day()));
            if (!busy.isEmpty() && isOnlyUnrecorded(look)) {
                unrecorded++;
            } else if (!look.isClean() || lease.isPresent()) {
                cases.put(look.day(), new Case(look, lease));
            }
        }
        if (unrecorded > 0) {
            notes.add(unrecorded + " partition-days are published and not recorded yet; a run is under way that may"
                    + " have it in hand");
        }
        return cases;
    }

    /** A run records some seconds after it has published and given its lease back. */
    private static boolean isOnlyUnrecorded(StoredDayCheck.Look look) {
        return look.wanted().isPresent()
                && look.published().isPresent()
                && look.findings().stream().allMatch(finding -> finding.kind() == Kind.ENTRY);
    }

    /** Those of the second look that were there at the first. */
    private static List<Finding> again(List<Finding> first, List<Finding> second) {
        Set<String> subjects = first.stream()
                .map(finding -> finding.kind() + finding.subject())
                .collect(Collectors.toSet());
        return second.stream()
                .filter(finding -> subjects.contains(finding.kind() + finding.subject()))
                .toList();
    }

    private static Finding stale(Seen lease, boolean mayBeRemoved) {
        String problem = "a lease that is not renewed any more, of " + lease.holder();
        return mayBeRemoved
                ? Finding.repairable(Kind.LEASE, lease.key(), problem)
                : Finding.of(Kind.LEASE, lease.key(), problem + "; a run takes it over with its work", NEXT_RUN);
    }

    private static void counting(Map<String, Seen> leases, List<String> notes) {
        long counting = leases.values().stream()
                .filter(lease -> lease.standing() == Standing.COUNTING)
                .count();
        if (counting > 0) {
            notes.add(counting + " leases are nobody's, and count who died over their days until a run gets through"
                    + " with them");
        }
    }

    private static void ignored(PublishedDays.Walk walk, List<Finding> findings, List<String> notes) {
        notes.addAll(walk.notes());
        for (IgnoredPrefix prefix : walk.ignored().shown()) {
            findings.add(CompactedObjects.unknown(prefix.prefix()));
        }
        long more = walk.ignored().total() - walk.ignored().shown().size();
        if (more > 0) {
            notes.add(more + " more prefixes do not fit the layout");
        }
    }

    private void repair(Map<PartitionDay, Case> cases, List<Finding> findings, List<Leftovers.Dead> dead) {
        RecentState recent = new RecentState();
        sideBySide
                .map("repaired", List.copyOf(cases.values()), one -> repaired(one, recent))
                .forEach(findings::addAll);
        findings.replaceAll(finding -> finding.kind() == Kind.WATERMARK && finding.isRepairable()
                ? attempted(finding, state::mendWatermark)
                : finding);
        dead.forEach(one -> findings.add(attempted(one.finding(), () -> {
            one.removal().run();
            return "removed";
        })));
    }

    private List<Finding> repaired(Case one, RecentState recent) {
        List<Finding> findings = one.findings();
        boolean isRepairable = findings.stream().anyMatch(Finding::isRepairable);
        return isRepairable ? repair.repair(one.look().day(), findings, recent::reading) : findings;
    }

    private static Finding attempted(Finding finding, Supplier<String> act) {
        try {
            return finding.repaired(act.get());
        } catch (RuntimeException e) {
            return finding.left("not repaired: " + e.getMessage());
        }
    }

    /** The state as it was a few seconds ago at most: it is large, and many days are mended one after the other. */
    private final class RecentState {

        private static final long FRESH_NANOS = 3_000_000_000L;

        private Optional<StateCheck.Reading> reading = Optional.empty();
        private long readNanos;

        synchronized StateCheck.Reading reading() {
            if (reading.isEmpty() || nanoTime.getAsLong() - readNanos > FRESH_NANOS) {
                reading = Optional.of(state.read());
                readNanos = nanoTime.getAsLong();
            }
            return reading.get();
        }
    }
}
