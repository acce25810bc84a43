package dev.daypack.output;

import dev.daypack.encoding.ByteBuilder;
import dev.daypack.input.Table;
import dev.daypack.merge.Runs;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.SortingColumn;

/**
 * Writes the merged table row group by row group, and proves it on the way:
 *
 * <pre>
 *   runs -> plan -> sort column: decode, check the order, encode, read back    (first: it identifies the rows)
 *                -> every other column: decode, digest, gather, encode, read back, digest, compare
 *                -> seq
 *                -> append the chunks to the file
 * </pre>
 *
 * <p>A column of a row group is one task. Tasks of different columns run side by side, those of one column one after
 * another. One row group is prepared while the one before is still being encoded. The caller's thread merges and
 * writes; the workers do the rest. Not thread-safe.
 */
public final class TableWriter implements AutoCloseable {

    /** The bytes of a file depend on it: raised with every change that makes other bytes of the same rows. */
    public static final String CREATED_BY = "daypack version 1.0.0 (build engine)";

    private static final int LOOK_AHEAD = 1;

    /** Larger buffers are not kept for the next row group: they are in no account while they wait. */
    private static final int MAX_SPARE_BYTES = 2 << 20;

    private final Table table;
    private final Workbench bench;
    private final StageTimes times;
    private final IntFunction<int[]> permutations;
    private final OutputFile file;
    private final SeqColumn seq;
    private final List<ColumnTask> columns = new ArrayList<>();
    private final RowIdentities inputRows = new RowIdentities("merged input");
    private final RowIdentities outputRows = new RowIdentities("output");
    private final TieOrder ties = new TieOrder();
    private final Deque<RowGroupJob> inFlight = new ArrayDeque<>();
    /** By place in the schema, so that a builder serves columns of its own size. */
    private final List<Deque<ByteBuilder>> spareBuilders = new ArrayList<>();

    private final CompletableFuture<?>[] lanes;
    private final int[] heaviestFirst;

    private volatile boolean isStopped;
    private long rows;
    private int rowGroups;

    /**
     * @param seqColumn name of the column to add
     * @param permutations by ordinal: a source's rows by sorted position, or null if it is in order
     * @param sink takes the file's bytes, on the caller's thread
     */
    public TableWriter(
            Table table,
            String seqColumn,
            IntFunction<int[]> permutations,
            Workbench bench,
            StageTimes times,
            ByteSink sink) {
        this.table = table;
        this.bench = bench;
        this.times = times;
        this.permutations = permutations;
        this.seq = new SeqColumn(seqColumn, bench.pool());
        this.file = new OutputFile(sink, schema(), sorting());
        for (int place = 0; place <= table.columns().size(); place++) {
            spareBuilders.add(new ConcurrentLinkedDeque<>());
        }
        this.lanes = new CompletableFuture<?>[table.columns().size()];
        Arrays.fill(lanes, CompletableFuture.completedFuture(null));
        for (int column = 0; column < table.columns().size(); column++) {
            columns.add(new ColumnTask(table, column, bench, times));
        }
        this.heaviestFirst = heaviestFirst(table);
    }

    /** The columns of the table, with ours right after the sort column. */
    private List<SchemaElement> schema() {
        List<SchemaElement> schema = new ArrayList<>();
        SchemaElement root = new SchemaElement("schema");
        root.setNum_children(table.columns().size() + 1);
        schema.add(root);
        table.columns().forEach(column -> schema.add(column.element()));
        schema.add(table.keyIndex() + 2, seq.schema().element());
        return schema;
    }

    private List<SortingColumn> sorting() {
        return List.of(
                new SortingColumn(table.keyIndex(), false, false),
                new SortingColumn(table.keyIndex() + 1, false, false));
    }

    /**
     * Starts the next row group and writes those that are finished; waits while too many are under way.
     *
     * @param runs the merged order of its rows; may be reused after the call
     */
    public void add(Runs runs) {
        RowGroupPlan plan = RowGroupPlan.of(runs, table.sources().size(), permutations, rows, bench.pool());
        rows += plan.rows();
        inFlight.addLast(start(plan));
        while (inFlight.size() > LOOK_AHEAD) {
            finishOldest();
        }
    }

    private RowGroupJob start(RowGroupPlan plan) {
        RowGroupJob job = new RowGroupJob(plan, table.columns().size() + 1);
        int key = table.keyIndex();
        CompletableFuture<?> keyDone = lanes[key].thenRunAsync(() -> runKey(job), bench.workers());
        lanes[key] = keyDone;
        List<CompletableFuture<?>> all = new ArrayList<>(List.of(keyDone));
        for (int column : heaviestFirst) {
            lanes[column] = CompletableFuture.allOf(lanes[column], keyDone)
                    .thenRunAsync(() -> run(job, column), bench.workers());
            all.add(lanes[column]);
        }
        all.add(keyDone.thenRunAsync(() -> runSeq(job), bench.workers()));
        job.runs(CompletableFuture.allOf(all.toArray(CompletableFuture[]::new)));
        return job;
    }

    /** All columns but the sort column, those with the most bytes first. */
    private static int[] heaviestFirst(Table table) {
        long[] bytes = new long[table.columns().size()];
        for (Table.Source source : table.sources()) {
            for (int column = 0; column < bytes.length; column++) {
                bytes[column] += source.chunk(column).sizeBytes();
            }
        }
        return IntStream.range(0, bytes.length)
                .filter(column -> column != table.keyIndex())
                .boxed()
                .sorted((one, other) -> Long.compare(bytes[other], bytes[one]))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    private interface Step {
        EncodedChunk run(Workbench.Tools tools, ByteBuilder into);
    }

    private void runKey(RowGroupJob job) {
        int key = table.keyIndex();
        encode(job, key, (tools, into) -> columns.get(key).runKey(job, inputRows, outputRows, ties, tools, into));
    }

    private void run(RowGroupJob job, int column) {
        int place = column > table.keyIndex() ? column + 1 : column;
        encode(job, place, (tools, into) -> columns.get(column).run(job, tools, into));
    }

    private void runSeq(RowGroupJob job) {
        long start = System.nanoTime();
        encode(job, table.keyIndex() + 1, (tools, into) -> seq.run(job, tools, into));
        times.addWrite(System.nanoTime() - start);
    }

    /** Runs one task with borrowed tools; its chunk is in the ledger until it is written. */
    private void encode(RowGroupJob job, int place, Step step) {
        if (isStopped || bench.isCancelled()) {
            throw new CancellationException("the run was asked to stop");
        }
        ByteBuilder spare = spareBuilders.get(place).pollLast();
        ByteBuilder into = spare != null ? spare : new ByteBuilder(1 << 16);
        Workbench.Tools tools = bench.borrow();
        try {
            job.chunks()[place] = step.run(tools, into);
            bench.pool().ledger().reserve(into.array().length);
        } finally {
            bench.giveBack(tools);
        }
    }

    private void finishOldest() {
        RowGroupJob job = inFlight.getFirst();
        await(job.done());
        long start = System.nanoTime();
        file.add(Arrays.asList(job.chunks()), job.rows());
        rowGroups++;
        inFlight.removeFirst();
        release(job);
        times.addWrite(System.nanoTime() - start);
    }

    private void release(RowGroupJob job) {
        for (int place = 0; place < job.chunks().length; place++) {
            EncodedChunk chunk = job.chunks()[place];
            if (chunk != null) {
                int capacity = chunk.bytes().array().length;
                bench.pool().ledger().release(capacity);
                if (capacity <= MAX_SPARE_BYTES) {
                    spareBuilders.get(place).addLast(chunk.bytes());
                }
            }
        }
        if (job.inputIdentities() != null) {
            bench.pool().giveBack(job.inputIdentities());
            bench.pool().giveBack(job.outputIdentities());
        }
        job.plan().close();
    }

    private static void await(CompletableFuture<?> future) {
        try {
            future.join();
        } catch (CompletionException e) {
            Throwable cause = e.getCause();
            if (cause instanceof RuntimeException failure) {
                throw failure;
            }
            if (cause instanceof Error error) {
                throw error;
            }
            throw e;
        }
    }

    /** Writes what is under way and checks the accounts of the whole table. The footer is still to come. */
    public TableProof prove() {
        while (!inFlight.isEmpty()) {
            finishOldest();
        }
        columns.forEach(ColumnTask::checkAllTaken);
        if (rows != table.rows()) {
            throw new ConservationException("the footers count " + table.rows() + " rows, " + rows + " were written");
        }
        Map<String, Long> digests = new LinkedHashMap<>();
        columns.forEach(task -> digests.put(table.columns().get(task.column()).name(), task.digest()));
        long minimum = rows == 0 ? 0 : table.key().toValue(outputRows.firstKey());
        long maximum = rows == 0 ? 0 : table.key().toValue(outputRows.lastKey());
        return new TableProof(rows, rowGroups, digests, minimum, maximum);
    }

    /**
     * Writes the page index and the footer.
     *
     * @return SHA-256 of the whole file, hex
     */
    public String finish(Map<String, String> keyValues) {
        return file.finish(CREATED_BY, keyValues);
    }

    public long sizeBytes() {
        return file.sizeBytes();
    }

    /** Waits for what still runs, then gives everything back. */
    @Override
    public void close() {
        isStopped = true;
        for (RowGroupJob job : inFlight) {
            job.done().exceptionally(failure -> null).join();
            release(job);
        }
        inFlight.clear();
        columns.forEach(task -> task.sources().close());
    }
}
