package dev.daypack.report;

import dev.daypack.text.Units;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs one line at INFO for each partition-day that ends, and in between, once a minute at most, how far the run is:
 * the form for pipes, journals and logs.
 */
public final class LineProgress implements Progress {

    private static final Logger LOG = LoggerFactory.getLogger(LineProgress.class);
    private static final long QUIET_NANOS = 60_000_000_000L;

    private final ProgressFraction fraction = new ProgressFraction();
    private final Function<PartitionReport, String> line;
    private final LongSupplier nanoTime;
    private final AtomicLong lastLine;

    private LineProgress(Function<PartitionReport, String> line, LongSupplier nanoTime) {
        this.line = line;
        this.nanoTime = nanoTime;
        this.lastLine = new AtomicLong(nanoTime.getAsLong());
    }

    /** Lines with everything that was counted, as {@code name=value} pairs. */
    public static LineProgress forLogs(LongSupplier nanoTime) {
        return new LineProgress(PartitionLine::pairs, nanoTime);
    }

    /** Short lines, for a terminal. */
    public static LineProgress forPeople(LongSupplier nanoTime) {
        return new LineProgress(PartitionLine::brief, nanoTime);
    }

    @Override
    public void planned(int partitionDays, OptionalLong bytes) {
        fraction.planned(partitionDays, bytes);
        String size = bytes.isPresent() ? ", " + Units.bytes(bytes.getAsLong()) : "";
        say("planned " + Units.count(partitionDays, "partition-day") + size);
    }

    @Override
    public void partitionStarted(String name, int parts, long bytes) {
        fraction.started(name, bytes);
        LOG.debug("started {}: {}, {}", name, Units.count(parts, "part"), Units.bytes(bytes));
    }

    @Override
    public void advanced(String name, long bytes) {
        fraction.advanced(name, bytes);
        long now = nanoTime.getAsLong();
        long last = lastLine.get();
        if (now - last >= QUIET_NANOS && lastLine.compareAndSet(last, now)) {
            LOG.info(
                    "{} % done, {} of {} partition-days",
                    (int) (fraction.fraction() * 100), fraction.finishedDays(), fraction.plannedDays());
        }
    }

    @Override
    public void partitionFinished(PartitionReport report) {
        fraction.finished(report);
        say(line.apply(report));
    }

    @Override
    public void runFinished(RunReport report) {
        report.notes().forEach(note -> LOG.debug("note: {}", note));
    }

    @Override
    public void close() {}

    private void say(String text) {
        lastLine.set(nanoTime.getAsLong());
        LOG.info("{}", text);
    }
}
