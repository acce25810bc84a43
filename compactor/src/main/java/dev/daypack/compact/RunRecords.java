package dev.daypack.compact;

import dev.daypack.discover.Discovered;
import dev.daypack.discover.PartitionDay;
import dev.daypack.state.PartitionEntry;
import dev.daypack.state.StateRecorder;
import dev.daypack.state.StateStore;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * The results of a run on their way to the state: gathered for some seconds, then written together. What a crash keeps
 * from being written is found again in the published objects by the next run. Not thread-safe.
 */
final class RunRecords implements AutoCloseable {

    private static final long GATHER_NANOS = Duration.ofSeconds(5).toNanos();

    private final StateStore state;
    private final DayConclusions conclusions;
    private final StateRecorder recorder;
    private final LongSupplier nanoTime;
    private final Map<PartitionDay, PartitionEntry> gathered = new LinkedHashMap<>();

    private long gatheringSince;

    /** @param before what the run began with */
    RunRecords(
            StateStore state,
            RunState before,
            Discovered discovered,
            LocalDate today,
            Clock clock,
            LongSupplier nanoTime) {
        this.state = state;
        this.conclusions = new DayConclusions(discovered, today, clock);
        this.recorder = new StateRecorder(
                state, (day, there, given) -> DayOutcomes.recorded(before.entry(day), there, given), conclusions);
        this.nanoTime = nanoTime;
    }

    /** Takes one result; writes all that have gathered if the first of them has waited long enough. */
    void add(PartitionDay day, PartitionEntry entry) {
        if (gathered.isEmpty()) {
            gatheringSince = nanoTime.getAsLong();
        }
        gathered.put(day, entry);
        conclusions.touch(day.date());
        if (nanoTime.getAsLong() - gatheringSince >= GATHER_NANOS) {
            write();
        }
    }

    /** Writes what has gathered, before a wait. */
    void write() {
        recorder.record(gathered);
        gathered.clear();
    }

    /** Writes what is left. The watermark may move although no entry changed; and finished months leave the head. */
    @Override
    public void close() {
        write();
        state.rollOver();
    }
}
