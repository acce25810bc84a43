package dev.daypack.compact;

import dev.daypack.output.StageTimes;
import dev.daypack.report.StepSeconds;
import java.util.function.LongSupplier;

/** Where the time of one partition-day goes. Not thread-safe, but for the stages in it. */
final class DayClock {

    private final LongSupplier nanoTime;
    private final long started;
    private final StageTimes stages = new StageTimes();
    private long listNanos;

    DayClock(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.started = nanoTime.getAsLong();
    }

    /** The inputs are listed: what passed until now is the list step. */
    void listed() {
        listNanos = nanoTime.getAsLong() - started;
    }

    StageTimes stages() {
        return stages;
    }

    StepSeconds seconds() {
        return new StepSeconds(
                listNanos / 1e9,
                stages.readSeconds(),
                stages.mergeSeconds(),
                stages.writeSeconds(),
                (nanoTime.getAsLong() - started) / 1e9);
    }
}
