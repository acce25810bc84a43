package dev.daypack.compact;

import dev.daypack.state.PartitionEntry;
import dev.daypack.state.StateRecorder;
import dev.daypack.state.StateStore;
import dev.daypack.state.Status;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;

/**
 * Marks partition-days that the state calls done and that are about to be published anew: {@code in_progress} until the
 * result is recorded. A process that dies in between thus leaves a day that the next run takes up, recheck or not,
 * instead of an entry that speaks of a file which is no more. Days that are open, or not known, need no mark: they are
 * taken up anyway. Days that are set apart are closed in the same way. Thread-safe.
 */
final class ReopenedDays {

    private final StateStore state;
    private final StateRecorder recorder;
    private final Clock clock;

    ReopenedDays(StateStore state, Clock clock) {
        this.state = state;
        this.recorder = new StateRecorder(state, UnaryOperator.identity());
        this.clock = clock;
    }

    /**
     * Returns when the mark is durable.
     *
     * @throws dev.daypack.state.StateUnreadableException if the state cannot be used
     * @throws dev.daypack.store.StoreException if it cannot be written
     */
    void mark(DayRequest request) {
        request.before()
                .filter(entry -> entry.status().isTerminal())
                .ifPresent(entry -> recorder.record(request.day(), inProgress(entry)));
    }

    /**
     * Returns when a verdict is durable: what it rests on is about to be forgotten, and no later run could find it
     * again.
     *
     * @return what is recorded, which may be less than the verdict if another host packed the day meanwhile
     * @throws dev.daypack.state.StateUnreadableException if the state cannot be used
     * @throws dev.daypack.store.StoreException if it cannot be written
     */
    PartitionEntry judge(DayRequest request, PartitionEntry verdict) {
        AtomicReference<PartitionEntry> recorded = new AtomicReference<>(verdict);
        StateRecorder.Over over = (day, there, given) -> {
            recorded.set(DayOutcomes.recorded(request.before(), there, given));
            return recorded.get();
        };
        new StateRecorder(state, over, UnaryOperator.identity()).record(request.day(), verdict);
        return recorded.get();
    }

    /** All that is known of what is published stays, until it is known otherwise. */
    private PartitionEntry inProgress(PartitionEntry entry) {
        return entry.with(
                Status.IN_PROGRESS,
                entry.errorType(),
                entry.failingKey(),
                entry.error(),
                clock.instant().truncatedTo(ChronoUnit.SECONDS));
    }
}
