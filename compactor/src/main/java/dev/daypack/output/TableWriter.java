package dev.daypack.output;

import dev.daypack.input.ChunkMeta;
import dev.daypack.input.KeyColumn;
import dev.daypack.input.NullKeys;
import dev.daypack.input.SchemaField;
import dev.daypack.input.SortKey;
import dev.daypack.input.Table;
import dev.daypack.merge.Runs;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
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

    private final Table table;
    private final Workbench bench;
    private final StageTimes times;
    private final RowOrders orders;
    private final OutputFile file;
    private final SeqColumn seq;
    private final List<ChunkTask> columns = new ArrayList<>();
    private final KeyTask keys;

    /** Of the sort columns, in the file's schema. */
    private final int[] keyPlaces;

    private final Deque<RowGroupJob> inFlight = new ArrayDeque<>();

    /** By column: its last task; of a sort column none. */
    private final CompletableFuture<?>[] lanes;

    private CompletableFuture<?> keyLane = CompletableFuture.completedFuture(null);
    private final int[] heaviestFirst;
    private final int groupsAtOnce;

    private volatile boolean isStopped;
    private long rows;
    private int rowGroups;

    /**
     * @param seqColumn name of the column to add
     * @param orders of the sources' rows; asked on the caller's thread
     * @param sink takes the file's bytes, on the caller's thread
     */
    public TableWriter(
            Table table, String seqColumn, RowOrders orders, Workbench bench, StageTimes times, ByteSink sink) {
        this.table = table;
        this.bench = bench;
        this.times = times;
        this.orders = orders;
        this.seq = new SeqColumn(seqColumn, bench.pool());
        this.file = new OutputFile(sink, schema(), sorting());
        this.lanes = new CompletableFuture<?>[table.columns().size()];
        Arrays.fill(lanes, CompletableFuture.completedFuture(null));
        for (int column = 0; column < table.columns().size(); column++) {
            boolean isNested = table.columns().get(column).isNested();
            columns.add(
                    isNested
                            ? new NestedTask(table, column, bench, times)
                            : new ColumnTask(table, column, bench, times));
        }
        this.keys = keyTask();
        this.keyPlaces = table.key().columns().stream()
                .mapToInt(key -> place(key.index()))
                .toArray();
        this.heaviestFirst = heaviestFirst(table);
        int groupRows = RowGroupRows.of(table, bench.settings());
        this.groupsAtOnce =
                RowGroupRows.groupsAtOnce(groupRows, bench.pool().ledger().limitBytes());
    }

    private KeyTask keyTask() {
        SortKey key = table.key();
        if (key.isEmpty()) {
            return new PlaceIdentities(bench.pool());
        }
        List<ColumnTask> sorted = key.columns().stream()
                .map(column -> (ColumnTask) columns.get(column.index()))
                .toList();
        return key.isNarrow() ? new NarrowKeyTask(key, sorted.get(0)) : new WideKeyTask(key, sorted, bench, times);
    }

    /** The columns of the table, with ours right after the sort column, or before all of them if there is none. */
    private List<SchemaElement> schema() {
        List<SchemaElement> schema = new ArrayList<>();
        SchemaElement root = new SchemaElement("schema");
        List<SchemaField> fields = new ArrayList<>(table.fields());
        fields.add(table.seqField(), new SchemaField(seq.schema().element(), List.of()));
        root.setNum_children(fields.size());
        schema.add(root);
        schema.addAll(SchemaField.elements(fields));
        return schema;
    }

    private List<SortingColumn> sorting() {
        List<SortingColumn> sorting = new ArrayList<>();
        for (KeyColumn key : table.key().columns()) {
            sorting.add(new SortingColumn(place(key.index()), key.isDescending(), key.nulls() == NullKeys.FIRST));
        }
        sorting.add(new SortingColumn(table.seqIndex(), false, false));
        return sorting;
    }

    /** Of a column of the table, in the file's schema. */
    private int place(int column) {
        return column >= table.seqIndex() ? column + 1 : column;
    }

    /**
     * Starts the next row group and writes those that are finished; waits while too many are under way.
     *
     * @param runs the merged order of its rows; may be reused after the call
     */
    public void add(Runs runs) {
        RowGroupPlan plan = RowGroupPlan.of(runs, table.sources().size(), orders, rows, bench.pool());
        rows += plan.rows();
        orders.planned(runs, groupsAtOnce == 1);
        announce(plan);
        inFlight.addLast(start(plan));
        while (inFlight.size() >= groupsAtOnce) {
            finishOldest();
        }
    }

    /** Parts at a distance begin to fetch what the tasks of a row group will read, in the order of the tasks. */
    private void announce(RowGroupPlan plan) {
        table.key().columns().forEach(key -> announce(plan, key.index()));
        for (int column : heaviestFirst) {
            announce(plan, column);
        }
    }

    private void announce(RowGroupPlan plan, int column) {
        for (Slice slice : plan.slices()) {
            slice.announce(table.sources().get(slice.source()), column);
        }
    }

    private RowGroupJob start(RowGroupPlan plan) {
        RowGroupJob job = new RowGroupJob(plan, table.columns().size() + 1);
        // In a lane of their own: what identifies the rows follows them in their order.
        CompletableFuture<?> keyDone = keyLane.thenRunAsync(() -> encode(job, keyPlaces, keys::run), bench.workers());
        keyLane = keyDone;
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

    /** All columns but the sort columns, those with the most bytes first. */
    private static int[] heaviestFirst(Table table) {
        long[] bytes = new long[table.columns().size()];
        for (Table.Source source : table.sources()) {
            for (int column = 0; column < bytes.length; column++) {
                ChunkMeta chunk = source.chunk(column);
                bytes[column] += chunk == null ? 0 : chunk.sizeBytes();
            }
        }
        return IntStream.range(0, bytes.length)
                .filter(column -> table.key().columns().stream().noneMatch(key -> key.index() == column))
                .boxed()
                .sorted((one, other) -> Long.compare(bytes[other], bytes[one]))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    private interface Step {
        List<EncodedChunk> run(RowGroupJob job, Workbench.Tools tools, List<ChunkBytes> into);
    }

    private void run(RowGroupJob job, int column) {
        ChunkTask task = columns.get(column);
        encode(job, new int[] {place(column)}, (row, tools, into) -> List.of(task.run(row, tools, into.get(0))));
    }

    private void runSeq(RowGroupJob job) {
        long start = System.nanoTime();
        encode(job, new int[] {table.seqIndex()}, (row, tools, into) -> List.of(seq.run(row, tools, into.get(0))));
        times.addWrite(System.nanoTime() - start);
    }

    /** Runs one task with borrowed tools; its chunks are held until they are written. */
    private void encode(RowGroupJob job, int[] places, Step step) {
        if (isStopped || bench.isCancelled()) {
            throw new CancellationException("the run was asked to stop");
        }
        List<ChunkBytes> into = new ArrayList<>(places.length);
        for (int i = 0; i < places.length; i++) {
            into.add(new ChunkBytes(bench.pool()));
        }
        Workbench.Tools tools = bench.borrow(job.rows());
        try {
            List<EncodedChunk> chunks = step.run(job, tools, into);
            for (int i = 0; i < places.length; i++) {
                job.chunks()[places[i]] = chunks.get(i);
            }
        } catch (RuntimeException | Error e) {
            into.forEach(ChunkBytes::close);
            throw e;
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
        for (EncodedChunk chunk : job.chunks()) {
            if (chunk != null) {
                chunk.bytes().close();
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
        columns.forEach(ChunkTask::checkAllTaken);
        if (rows != table.rows()) {
            throw new ConservationException("the footers count " + table.rows() + " rows, " + rows + " were written");
        }
        Map<String, Long> digests = new LinkedHashMap<>();
        for (int column = 0; column < columns.size(); column++) {
            digests.put(table.columns().get(column).name(), columns.get(column).digest());
        }
        boolean isDescending = !table.key().isEmpty() && table.key().first().isDescending();
        Optional<String> smallest = isDescending ? keys.lastValue() : keys.firstValue();
        Optional<String> largest = isDescending ? keys.firstValue() : keys.lastValue();
        return new TableProof(rows, rowGroups, digests, smallest, largest);
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
        columns.forEach(ChunkTask::close);
    }
}
