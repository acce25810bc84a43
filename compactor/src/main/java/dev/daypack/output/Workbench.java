package dev.daypack.output;

import dev.daypack.codec.Codec;
import dev.daypack.codec.Compression;
import dev.daypack.codec.ZstdCodec;
import dev.daypack.input.Decompressors;
import dev.daypack.input.InputLimits;
import dev.daypack.memory.BufferPool;
import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.function.BooleanSupplier;

/**
 * What the column tasks of a run work with: threads, buffers, codecs, settings. Shared by all partition-days of a run.
 * Thread-safe.
 */
public final class Workbench implements AutoCloseable {

    private static final int MAX_TASKS = 256;

    private final Executor workers;
    private final BufferPool pool;
    private final InputLimits limits;
    private final OutputSettings settings;
    private final BooleanSupplier isCancelled;
    private final Deque<Tools> idle = new ConcurrentLinkedDeque<>();
    private final Semaphore permits;

    /** @param isCancelled asked between blocks of work; once true, tasks end with a CancellationException */
    public Workbench(
            Executor workers,
            BufferPool pool,
            InputLimits limits,
            OutputSettings settings,
            BooleanSupplier isCancelled) {
        this.workers = workers;
        this.pool = pool;
        this.limits = limits;
        this.settings = settings;
        this.isCancelled = isCancelled;
        this.permits = new Semaphore(tasksAtOnce(pool.ledger().limitBytes(), settings));
    }

    /** Half of memory is for the columns in work: a task holds a column twice, and some pages. */
    private static int tasksAtOnce(long limitBytes, OutputSettings settings) {
        long taskBytes = settings.rowGroupRows() * 24L + 4L * settings.pageBytes();
        return (int) Math.max(1, Math.min(MAX_TASKS, limitBytes / 2 / taskBytes));
    }

    public BufferPool pool() {
        return pool;
    }

    public InputLimits limits() {
        return limits;
    }

    public OutputSettings settings() {
        return settings;
    }

    public boolean isCancelled() {
        return isCancelled.getAsBoolean();
    }

    public Executor workers() {
        return workers;
    }

    /** Codecs for the caller's own use; closed by it. */
    public Decompressors newDecompressors() {
        return new Decompressors(Compression::newDecompressor);
    }

    /** Waits while as many tasks are under way as memory bears; those who hold tools wait for nobody. */
    Tools borrow() {
        permits.acquireUninterruptibly();
        Tools tools = idle.pollLast();
        return tools != null ? tools : new Tools();
    }

    void giveBack(Tools tools) {
        idle.addLast(tools);
        permits.release();
    }

    @Override
    public void close() {
        idle.forEach(Tools::close);
        idle.clear();
    }

    /** The codecs and scratch buffers of one task at a time. */
    final class Tools implements AutoCloseable {
        final Decompressors decompressors = newDecompressors();
        private final Codec zstd = new ZstdCodec(settings.zstdLevel());
        final ColumnEncoder encoder = new ColumnEncoder(settings, zstd, pool);

        @Override
        public void close() {
            decompressors.close();
            zstd.close();
        }
    }
}
