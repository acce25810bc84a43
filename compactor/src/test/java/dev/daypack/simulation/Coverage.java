package dev.daypack.simulation;

import dev.daypack.discover.PartitionDay;
import dev.daypack.state.LeaseKeeper;
import dev.daypack.store.ObjectStat;
import dev.daypack.store.PutOutcome;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Which branches the program took, as far as its calls to stores tell. Counts, and judges nothing. */
final class Coverage {

    private final World world;
    private final Lake lake;
    private final Map<Process, Seen> seen = new HashMap<>();

    Coverage(World world, Lake lake) {
        this.world = world;
        this.lake = lake;
    }

    /** What one process has done so far, by partition-day. */
    private static final class Seen {
        private final Map<PartitionDay, List<ObjectStat>> listings = new HashMap<>();
        private final Set<PartitionDay> uploading = new HashSet<>();
        private final Set<PartitionDay> unknown = new HashSet<>();
        private final Set<PartitionDay> turned = new HashSet<>();
    }

    private Seen of(Process process) {
        return seen.computeIfAbsent(process, any -> new Seen());
    }

    private Optional<PartitionDay> day(String key) {
        return Lake.dayOfKey(key, lake.days());
    }

    private void count(String what) {
        world.trace().count(what);
    }

    /** Objects of the raw store. */
    void listed(Process process, String prefix, List<ObjectStat> objects) {
        day(prefix).ifPresent(day -> {
            List<ObjectStat> before = of(process).listings.put(day, objects);
            if (of(process).uploading.contains(day) && !objects.equals(before)) {
                count("parts that changed while they were packed");
            }
        });
    }

    /** A bit of a part, on its way. */
    void turned(Process process, String key) {
        day(key).ifPresent(of(process).turned::add);
    }

    void uploading(Process process, String key) {
        day(key).ifPresent(of(process).uploading::add);
        if (of(process).uploading.size() > 1) {
            count("uploads side by side");
        }
    }

    void uploaded(Process process, String key) {
        day(key).ifPresent(of(process).uploading::remove);
    }

    /** What the process was told of a write. */
    void told(Process process, Op op, String key, PutOutcome outcome) {
        Optional<PartitionDay> day = day(key);
        if (op == Op.COMMIT && outcome instanceof PutOutcome.Unknown) {
            day.ifPresent(of(process).unknown::add);
        }
        if (op == Op.PUT && day.filter(of(process).unknown::remove).isPresent()) {
            count("unknown commits resolved as ours");
        }
        if (key.equals(StateRules.KEY) && outcome instanceof PutOutcome.Conflict) {
            count("swaps of the state lost");
        }
        if (key.startsWith(StateRules.MONTHS) && outcome instanceof PutOutcome.Conflict) {
            count("writes of a month lost");
        }
    }

    /** A lease is about to be removed. */
    void givesBack(Process process, String key) {
        if (of(process).unknown.removeIf(day -> LeaseKeeper.key(day).equals(key))) {
            count("unknown commits resolved as not ours");
        }
    }

    /** A partition-day was published, or found published. */
    void succeeded(Process process, PartitionDay day) {
        if (of(process).turned.remove(day)) {
            count("broken transfers read again");
        }
    }
}
