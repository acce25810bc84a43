package dev.daypack.integrity;

import dev.daypack.discover.PartitionDay;
import dev.daypack.report.Finding;
import dev.daypack.state.Lease;
import dev.daypack.state.LeaseKeeper;
import dev.daypack.state.LeaseOutcome;
import dev.daypack.state.LeaseRelease;
import dev.daypack.state.PartitionEntry;
import dev.daypack.state.StateRecorder;
import dev.daypack.state.StateStore;
import dev.daypack.state.StateUnreadableException;
import dev.daypack.store.StoreException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * Cures one partition-day the way a run heals one: takes its lease, looks at it afresh, writes the sidecars from the
 * file, and the entry by compare-and-swap. Nothing else is ever written. A lease that was stale is given back, but who
 * died over the day stays counted: a repair reads no part, so it says nothing of what they died of. Thread-safe;
 * entries of several days share a write.
 */
final class DayRepair {

    private static final String ATTEMPT = "fsck";

    private final LeaseKeeper leases;
    private final StoredDayCheck check;
    private final Sidecars sidecars;
    private final StateRecorder recorder;

    /** The entry that a repair was made upon; what stands there by then, if it is another, is newer and stays. */
    private final Map<PartitionDay, Optional<PartitionEntry>> madeUpon = new ConcurrentHashMap<>();

    private final Set<PartitionDay> overtaken = ConcurrentHashMap.newKeySet();

    DayRepair(LeaseKeeper leases, StoredDayCheck check, Sidecars sidecars, StateStore state) {
        this.leases = leases;
        this.check = check;
        this.sidecars = sidecars;
        this.recorder = new StateRecorder(state, this::unlessNewer, UnaryOperator.identity());
    }

    private PartitionEntry unlessNewer(PartitionDay day, PartitionEntry there, PartitionEntry given) {
        if (Optional.of(there).equals(madeUpon.get(day))) {
            overtaken.remove(day);
            return given;
        }
        overtaken.add(day);
        return there;
    }

    /** Lets the keeper see a lease for the first time; only after a whole time to live may it be taken over. */
    void observe(PartitionDay day) {
        if (leases.acquireIfFree(day, ATTEMPT) instanceof LeaseOutcome.Acquired acquired) {
            acquired.lease().release();
        }
    }

    /**
     * Cures what can be cured. What was found before is what is told; what is cured is what is found now, with the
     * lease in hand.
     *
     * @param found the findings that were told
     * @param state asks for the state as it is now; one that cannot be read, or is not there, gets no entries
     * @return the same findings, with what was done, or why not
     */
    List<Finding> repair(PartitionDay day, List<Finding> found, Supplier<StateCheck.Reading> state) {
        try {
            LeaseOutcome asked = leases.acquire(day, ATTEMPT);
            if (asked instanceof LeaseOutcome.Held held) {
                return left(found, "not repaired: being worked on by " + held.holder());
            }
            try (Lease lease = ((LeaseOutcome.Acquired) asked).lease()) {
                List<String> acts = mended(day, state.get(), lease);
                return repaired(found, acts, lease.release());
            }
        } catch (StoreException | StateUnreadableException e) {
            return left(found, "not repaired: " + e.getMessage());
        }
    }

    private List<String> mended(PartitionDay day, StateCheck.Reading state, Lease lease) {
        StoredDayCheck.Look look =
                check.look(day, state.entry(day), state.document().isPresent());
        List<String> acts = new ArrayList<>();
        if (look.sidecars().filter(found -> !found.problems().isEmpty()).isPresent()) {
            sidecars.mend(day, look.published().orElseThrow(), look.sidecars().get());
            acts.add("sidecars written again from data.parquet");
        }
        look.wanted().ifPresent(wanted -> {
            madeUpon.put(day, state.entry(day));
            recorder.record(day, wanted);
            acts.add(
                    overtaken.contains(day)
                            ? "the state entry was written by another host meanwhile, and stays"
                            : "state entry written: " + wanted.status().json());
        });
        if (lease.isLost()) {
            acts.add("the lease was lost meanwhile; check again");
        }
        return acts;
    }

    private static List<Finding> repaired(List<Finding> found, List<String> acts, LeaseRelease release) {
        String done = acts.isEmpty() ? "nothing left to do: somebody else has done it" : String.join("; ", acts);
        List<Finding> repaired = new ArrayList<>();
        for (Finding finding : found) {
            if (!finding.isRepairable()) {
                repaired.add(finding);
            } else if (finding.kind() != Finding.Kind.LEASE) {
                repaired.add(finding.repaired(done));
            } else {
                repaired.add(
                        release == LeaseRelease.RELEASED
                                ? finding.repaired("taken over, and given back; who died over the day stays counted")
                                : finding.left("not removed: " + release.name().toLowerCase(Locale.ROOT)));
            }
        }
        return repaired;
    }

    private static List<Finding> left(List<Finding> found, String reason) {
        return found.stream()
                .map(finding -> finding.isRepairable() ? finding.left(reason) : finding)
                .toList();
    }
}
