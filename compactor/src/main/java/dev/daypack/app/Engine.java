package dev.daypack.app;

import dev.daypack.cancel.Cancellation;
import dev.daypack.input.InputLimits;
import dev.daypack.memory.BufferPool;
import dev.daypack.memory.MemoryLedger;
import dev.daypack.memory.Scratch;
import dev.daypack.output.OutputSettings;
import dev.daypack.output.Workbench;
import dev.daypack.settings.LimitSettings;
import dev.daypack.settings.Settings;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

/** The threads and the memory of one command. */
final class Engine implements AutoCloseable {

    /** Requests to a store that wait rather than compute: at 40 ms each, 96 of them make 2,400 in a second. */
    private static final int IO_THREADS = 96;

    /**
     * A partition-day waits some dozen times for its stores. So many for each worker keep the workers busy where an
     * answer takes 40 ms and a day's columns a few; memory lets fewer begin where they are large.
     */
    private static final int DAYS_PER_WORKER = 16;

    private static final int MAX_DAYS_AT_ONCE = 64;

    /** Leases are renewed by turns; one slow answer must not keep the others waiting. */
    private static final int HEARTBEAT_THREADS = 2;

    private final ExecutorService workers;
    private final ExecutorService io = Executors.newFixedThreadPool(IO_THREADS, named("daypack-io"));
    private final ScheduledExecutorService heartbeats =
            Executors.newScheduledThreadPool(HEARTBEAT_THREADS, named("daypack-lease"));
    private final int daysAtOnce;
    private final ExecutorService days;
    private final Workbench bench;

    Engine(Settings settings, Cancellation cancellation) {
        this(
                settings,
                Math.min(
                        MAX_DAYS_AT_ONCE, DAYS_PER_WORKER * settings.resources().workers()),
                cancellation);
    }

    /** @param daysAtOnce partition-days under way at once, at most */
    Engine(Settings settings, int daysAtOnce, Cancellation cancellation) {
        int threads = settings.resources().workers();
        this.workers = Executors.newFixedThreadPool(threads, named("daypack-worker"));
        this.daysAtOnce = daysAtOnce;
        this.days = Executors.newFixedThreadPool(daysAtOnce, named("daypack-day"));
        BufferPool pool = new BufferPool(new MemoryLedger(settings.resources().memoryBytes()));
        Scratch scratch = new Scratch(settings.resources().scratch());
        this.bench = new Workbench(
                workers,
                threads,
                pool,
                scratch,
                limits(settings.limits()),
                output(settings),
                cancellation::isCancelled);
    }

    static InputLimits limits(LimitSettings limits) {
        return new InputLimits(
                limits.footerBytes(),
                limits.columns(),
                limits.depth(),
                limits.rowGroups(),
                limits.pageBytes(),
                limits.dictionaryBytes(),
                limits.valueBytes(),
                limits.expansionRatio());
    }

    private static OutputSettings output(Settings settings) {
        var output = settings.output();
        return new OutputSettings(
                output.rowGroupRows(),
                output.rowGroupBytes(),
                output.pageRows(),
                output.pageBytes(),
                output.zstdLevel(),
                output.compat());
    }

    private static ThreadFactory named(String name) {
        AtomicInteger count = new AtomicInteger();
        return task -> {
            Thread thread = new Thread(task, name + "-" + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }

    Workbench bench() {
        return bench;
    }

    MemoryLedger ledger() {
        return bench.pool().ledger();
    }

    ExecutorService days() {
        return days;
    }

    int daysAtOnce() {
        return daysAtOnce;
    }

    ExecutorService io() {
        return io;
    }

    int ioThreads() {
        return IO_THREADS;
    }

    ScheduledExecutorService heartbeats() {
        return heartbeats;
    }

    @Override
    public void close() {
        workers.shutdownNow();
        days.shutdownNow();
        io.shutdownNow();
        heartbeats.shutdownNow();
        bench.close();
    }
}
