package dev.daypack.app;

import dev.daypack.cancel.Cancellation;
import dev.daypack.input.InputLimits;
import dev.daypack.memory.BufferPool;
import dev.daypack.memory.MemoryLedger;
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

    /** Requests to a store that wait rather than compute. */
    private static final int IO_THREADS = 16;

    private final ExecutorService workers;
    private final ExecutorService io = Executors.newFixedThreadPool(IO_THREADS, named("daypack-io"));
    private final ScheduledExecutorService heartbeats =
            Executors.newSingleThreadScheduledExecutor(named("daypack-lease"));
    private final Workbench bench;

    Engine(Settings settings, Cancellation cancellation) {
        this.workers = Executors.newFixedThreadPool(settings.resources().workers(), named("daypack-worker"));
        BufferPool pool = new BufferPool(new MemoryLedger(settings.resources().memoryBytes()));
        this.bench =
                new Workbench(workers, pool, limits(settings.limits()), output(settings), cancellation::isCancelled);
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
        io.shutdownNow();
        heartbeats.shutdownNow();
        bench.close();
    }
}
