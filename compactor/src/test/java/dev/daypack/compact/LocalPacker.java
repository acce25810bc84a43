package dev.daypack.compact;

import dev.daypack.input.InputLimits;
import dev.daypack.input.Part;
import dev.daypack.input.SchemaMode;
import dev.daypack.input.SortOrder;
import dev.daypack.input.Table;
import dev.daypack.memory.BufferPool;
import dev.daypack.memory.MemoryLedger;
import dev.daypack.memory.Scratch;
import dev.daypack.output.ByteSink;
import dev.daypack.output.OutputSettings;
import dev.daypack.output.StageTimes;
import dev.daypack.output.Workbench;
import dev.daypack.report.PeakMemory;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;

/**
 * Packs local files with the real engine, for tests. After every packing, whether it worked or not, it checks that all
 * memory was given back, that no scratch file is open and that nothing runs on. Immutable; each setting returns a new
 * packer.
 *
 * @param threads of the workers
 * @param memoryBytes limit of the ledger
 * @param scratch for what does not fit
 * @param keyValues of the footer
 * @param rowsDone told the rows so far
 */
public record LocalPacker(
        int threads,
        long memoryBytes,
        Scratch scratch,
        InputLimits limits,
        OutputSettings settings,
        SortOrder order,
        String seqColumn,
        Map<String, String> keyValues,
        BooleanSupplier isCancelled,
        LongConsumer rowsDone) {

    /** Two threads, 256 MiB, the default settings, {@code ts_event} and {@code seq}. */
    public static LocalPacker usual() {
        return new LocalPacker(
                2,
                256 << 20,
                new Scratch(Path.of(System.getProperty("java.io.tmpdir"))),
                InputLimits.DEFAULTS,
                OutputSettings.DEFAULTS,
                SortOrder.of("ts_event"),
                "seq",
                Map.of(),
                () -> false,
                rows -> {});
    }

    public LocalPacker threads(int count) {
        return new LocalPacker(
                count, memoryBytes, scratch, limits, settings, order, seqColumn, keyValues, isCancelled, rowsDone);
    }

    public LocalPacker memoryBytes(long bytes) {
        return new LocalPacker(
                threads, bytes, scratch, limits, settings, order, seqColumn, keyValues, isCancelled, rowsDone);
    }

    public LocalPacker scratch(Scratch other) {
        return new LocalPacker(
                threads, memoryBytes, other, limits, settings, order, seqColumn, keyValues, isCancelled, rowsDone);
    }

    public LocalPacker limits(InputLimits other) {
        return new LocalPacker(
                threads, memoryBytes, scratch, other, settings, order, seqColumn, keyValues, isCancelled, rowsDone);
    }

    public LocalPacker settings(OutputSettings other) {
        return new LocalPacker(
                threads, memoryBytes, scratch, limits, other, order, seqColumn, keyValues, isCancelled, rowsDone);
    }

    /** Small row groups and pages, so that a small table has several of both. */
    public LocalPacker cut(int rowGroupRows, int pageRows) {
        return settings(new OutputSettings(
                rowGroupRows, settings.rowGroupBytes(), pageRows, settings.pageBytes(), 3, settings.isCompatible()));
    }

    /** Nulls are refused. */
    public LocalPacker orderBy(String columns) {
        return order(SortOrder.of(columns));
    }

    public LocalPacker order(SortOrder other) {
        return new LocalPacker(
                threads, memoryBytes, scratch, limits, settings, other, seqColumn, keyValues, isCancelled, rowsDone);
    }

    public LocalPacker seqColumn(String column) {
        return new LocalPacker(
                threads, memoryBytes, scratch, limits, settings, order, column, keyValues, isCancelled, rowsDone);
    }

    public LocalPacker keyValues(Map<String, String> pairs) {
        return new LocalPacker(
                threads, memoryBytes, scratch, limits, settings, order, seqColumn, pairs, isCancelled, rowsDone);
    }

    public LocalPacker cancelledWhen(BooleanSupplier condition) {
        return new LocalPacker(
                threads, memoryBytes, scratch, limits, settings, order, seqColumn, keyValues, condition, rowsDone);
    }

    public LocalPacker rowsDone(LongConsumer told) {
        return new LocalPacker(
                threads, memoryBytes, scratch, limits, settings, order, seqColumn, keyValues, isCancelled, told);
    }

    /** Packs the parts, in order of rank, into a file that may stand there already. */
    public TableMerge.Result pack(List<Path> parts, Path output) {
        try (OutputStream out = Files.newOutputStream(output)) {
            return pack(parts.stream().map(LocalPacker::part).toList(), (bytes, offset, length) -> {
                try {
                    out.write(bytes, offset, length);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Packs the parts into nothing; tells what it planned to take of memory, and what it took. */
    public PeakMemory peaks(List<Path> parts) {
        PeakMemory[] peaks = new PeakMemory[1];
        onBench((bench, merge) -> {
            Table table = merge.open(parts.stream().map(LocalPacker::part).toList());
            MemoryPlan plan = merge.plan(table, 0, 0, 0).orRefuse();
            try (MemoryPlan.Begun begun = plan.begin(bench.pool().ledger())) {
                merge.merge(table, (bytes, at, length) -> {}, new StageTimes(), rowsDone, proven -> keyValues);
                peaks[0] = new PeakMemory(plan.peakBytes(), begun.account().peakBytes());
            }
            return null;
        });
        return peaks[0];
    }

    /**
     * Packs the parts into a sink as the program does: planned before it is begun, refused if the plan does not fit.
     *
     * @throws AssertionError if more memory was counted than the limit
     */
    public TableMerge.Result packAsPlanned(List<Part> parts, ByteSink sink) {
        return onBench((bench, merge) -> {
            Table table = merge.open(parts);
            MemoryPlan plan = merge.plan(table, 0, 0, 0).orRefuse();
            try (MemoryPlan.Begun begun = plan.begin(bench.pool().ledger())) {
                TableMerge.Result result = merge.merge(table, sink, new StageTimes(), rowsDone, proven -> keyValues);
                if (begun.account().peakBytes() > memoryBytes) {
                    throw new AssertionError(begun.account().peakBytes() + " bytes were held, of " + memoryBytes);
                }
                return result;
            }
        });
    }

    /** The parts as one table. */
    public Table table(List<Path> parts) {
        Table[] table = new Table[1];
        onBench((bench, merge) -> {
            table[0] = merge.open(parts.stream().map(LocalPacker::part).toList());
            return null;
        });
        return table[0];
    }

    private interface Work {
        TableMerge.Result on(Workbench bench, TableMerge merge);
    }

    /** Packs the parts, in order of rank, into a sink. */
    public TableMerge.Result pack(List<Part> parts, ByteSink sink) {
        return onBench((bench, merge) ->
                merge.merge(merge.open(parts), sink, new StageTimes(), rowsDone, proven -> keyValues));
    }

    private TableMerge.Result onBench(Work work) {
        ExecutorService workers = Executors.newFixedThreadPool(threads);
        MemoryLedger ledger = new MemoryLedger(memoryBytes);
        BufferPool pool = new BufferPool(ledger);
        Throwable failure = null;
        try (Workbench bench = new Workbench(workers, threads, pool, scratch, limits, settings, isCancelled)) {
            return work.on(bench, new TableMerge(bench, order, seqColumn, SchemaMode.UNION));
        } catch (RuntimeException | Error e) {
            failure = e;
            throw e;
        } finally {
            checkNothingLeft(workers, pool, scratch, failure);
        }
    }

    private static void checkNothingLeft(ExecutorService workers, BufferPool pool, Scratch scratch, Throwable failure) {
        int waiting = workers.shutdownNow().size();
        try {
            if (waiting > 0 || !workers.awaitTermination(300, TimeUnit.SECONDS)) {
                throw new AssertionError(waiting + " tasks were left, or one does not end", failure);
            }
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted", e);
        }
        if (scratch.openFiles() != 0) {
            throw new AssertionError(scratch.openFiles() + " scratch files were not closed", failure);
        }
        pool.trim();
        if (pool.ledger().heldBytes() != 0) {
            throw new AssertionError(
                    pool.ledger().heldBytes() + " bytes were not given back"
                            + (failure == null ? "" : " after: " + failure),
                    failure);
        }
    }

    /** A file as the engine sees it; its name is the file's. */
    public static Part part(Path file) {
        try {
            return new Part(file.getFileName().toString(), Files.size(file), (offset, into, at, length) -> {
                try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
                    in.seek(offset);
                    in.readFully(into, at, length);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
