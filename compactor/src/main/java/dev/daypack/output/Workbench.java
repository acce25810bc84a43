package dev.daypack.output;

import dev.daypack.codec.Codec;
import dev.daypack.codec.Compression;
import dev.daypack.codec.ZstdCodec;
import dev.daypack.input.Decompressors;
import dev.daypack.input.InputLimits;
import dev.daypack.memory.BufferPool;
import dev.daypack.memory.MemoryLedger;
import dev.daypack.memory.Scratch;
import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.function.BooleanSupplier;

/**
 * What the column tasks of a run work with: threads, buffers, scratch space, codecs, settings. Shared by all
 * partition-days of a run, each of which sees it through {@link #forPart} with a memory account of its own.
 * Thread-safe.
 */
public final class Workbench implements AutoCloseable {

    /** What a row of a column takes in work: twice the value, and an id or its place in the order. */
    private static final long ROW_BYTES = 24;

    private static final int PAGES_IN_WORK = 4;

    /** Permits are counted in so many bytes, so that any memory setting is a number of permits. */
    private static final int PERMIT_LOG2 = 12;

    /** Of memory, for readers that wait for the next row group. */
    private static final int PARKING_EIGHTHS = 2;

    /** The most that the values which the spilled chunks of one column share may take. */
    private static final long MAX_SPILL_DICTIONARY_BYTES = 4 << 20;

    /** Those of all columns take at most one in so many parts of memory. */
    private static final long SPILL_DICTIONARIES_SHARE = 16;

    private final Executor workers;
    private final int threads;
    private final BufferPool pool;
    private final Scratch scratch;
    private final Parking parking;
    private final InputLimits limits;
    private final OutputSettings settings;
    private final BooleanSupplier isCancelled;
    private final Deque<Kit> idle;
    private final Semaphore permits;
    private final int allPermits;

    /**
     * A bench with one worker.
     *
     * @param isCancelled asked between blocks of work; once true, tasks end with a CancellationException
     */
    public Workbench(
            Executor workers,
            BufferPool pool,
            Scratch scratch,
            InputLimits limits,
            OutputSettings settings,
            BooleanSupplier isCancelled) {
        this(workers, 1, pool, scratch, limits, settings, isCancelled);
    }

    /** @param threads how many the workers are */
    public Workbench(
            Executor workers,
            int threads,
            BufferPool pool,
            Scratch scratch,
            InputLimits limits,
            OutputSettings settings,
            BooleanSupplier isCancelled) {
        this.workers = workers;
        this.threads = threads;
        this.pool = pool;
        this.scratch = scratch;
        this.parking = new Parking(pool.ledger().limitBytes() / 8 * PARKING_EIGHTHS, pool.ledger());
        this.limits = limits;
        this.settings = settings;
        this.isCancelled = isCancelled;
        this.idle = new ConcurrentLinkedDeque<>();
        this.allPermits = (int) Math.max(1, Math.min(Integer.MAX_VALUE, permits(columnBytes())));
        // Fair, so that a large task is not passed by small ones for ever.
        this.permits = new Semaphore(allPermits, true);
    }

    private Workbench(Workbench whole, BufferPool pool, BooleanSupplier isCancelled) {
        this.workers = whole.workers;
        this.threads = whole.threads;
        this.pool = pool;
        this.scratch = whole.scratch;
        this.parking = whole.parking;
        this.limits = whole.limits;
        this.settings = whole.settings;
        this.isCancelled = isCancelled;
        this.idle = whole.idle;
        this.permits = whole.permits;
        this.allPermits = whole.allPermits;
    }

    /**
     * The same bench, with another account for what is lent. It shares all else, and is not closed by itself.
     *
     * @param account a part of the run's ledger
     * @param isStopped asked as well as whether the run is cancelled
     */
    public Workbench forPart(MemoryLedger account, BooleanSupplier isStopped) {
        return new Workbench(this, pool.lending(account), () -> isCancelled() || isStopped.getAsBoolean());
    }

    /** Half of memory is for the columns in work. */
    private long columnBytes() {
        return pool.ledger().limitBytes() / 2;
    }

    private static long permits(long bytes) {
        return bytes >> PERMIT_LOG2;
    }

    /** What a column task of so many rows is expected to hold. */
    long taskBytes(int rows) {
        return rows * ROW_BYTES + PAGES_IN_WORK * Math.min(settings.pageBytes(), rows * ROW_BYTES);
    }

    /** How many column tasks of so many rows are let run at once. */
    public int tasksAtOnce(int rows) {
        return (int) Math.max(1, Math.min(threads, columnBytes() / Math.max(1, taskBytes(rows))));
    }

    public BufferPool pool() {
        return pool;
    }

    /** For what does not fit memory. */
    public Scratch scratch() {
        return scratch;
    }

    /** For readers that wait for the next row group. */
    Parking parking() {
        return parking;
    }

    /** What the dictionary of the spilled chunks of one of so many columns may take. */
    long spillDictionaryBytes(int columns) {
        return Math.min(MAX_SPILL_DICTIONARY_BYTES, pool.ledger().limitBytes() / SPILL_DICTIONARIES_SHARE / columns);
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

    /** How many the workers are. */
    public int threads() {
        return threads;
    }

    /** Codecs for the caller's own use; closed by it. */
    public Decompressors newDecompressors() {
        return new Decompressors(Compression::newDecompressor, scratch, isCancelled);
    }

    /**
     * Waits while as much is under way as memory bears; those who hold tools wait for nobody.
     *
     * @param rows of the column chunk to be made
     */
    Tools borrow(int rows) {
        int weight = (int) Math.max(1, Math.min(allPermits, permits(taskBytes(rows))));
        permits.acquireUninterruptibly(weight);
        Tools tools = null;
        try {
            Kit kit = idle.pollLast();
            tools = new Tools(kit != null ? kit : new Kit(), weight);
            return tools;
        } finally {
            if (tools == null) {
                permits.release(weight);
            }
        }
    }

    void giveBack(Tools tools) {
        try {
            idle.addLast(tools.kit);
        } finally {
            permits.release(tools.weight);
        }
    }

    @Override
    public void close() {
        idle.forEach(Kit::close);
        idle.clear();
    }

    /** The codecs and scratch buffers of one task at a time, in the account of its partition-day. */
    final class Tools {
        final Decompressors decompressors;
        final ColumnEncoder encoder;
        private final Kit kit;
        private final int weight;

        Tools(Kit kit, int weight) {
            this.kit = kit;
            this.weight = weight;
            this.decompressors = kit.decompressors;
            this.encoder = new ColumnEncoder(settings, kit.zstd, pool, kit.body);
        }
    }

    /** What is dear to make. */
    private final class Kit implements AutoCloseable {
        private final Decompressors decompressors = newDecompressors();
        private final Codec zstd = new ZstdCodec(settings.zstdLevel());
        private final PageBody body = new PageBody();

        @Override
        public void close() {
            decompressors.close();
            zstd.close();
        }
    }
}
