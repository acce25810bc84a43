package dev.daypack.compact;

import dev.daypack.input.Decompressors;
import dev.daypack.input.FooterReader;
import dev.daypack.input.Part;
import dev.daypack.input.PartFooter;
import dev.daypack.input.PartRejectedException;
import dev.daypack.input.SchemaDrift;
import dev.daypack.input.SchemaField;
import dev.daypack.input.SchemaMode;
import dev.daypack.input.SortOrder;
import dev.daypack.input.Table;
import dev.daypack.memory.BufferPool;
import dev.daypack.merge.KeyOrderException;
import dev.daypack.merge.Merger;
import dev.daypack.merge.Runs;
import dev.daypack.output.ByteSink;
import dev.daypack.output.RowGroupRows;
import dev.daypack.output.StageTimes;
import dev.daypack.output.TableProof;
import dev.daypack.output.TableWriter;
import dev.daypack.output.Workbench;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.LongConsumer;

/**
 * The engine on parts that are frozen already: footers, order, runs, columns, proof. Both the compactor and the plain
 * merge are built on it. What the proof says is known before the footer is written, so it can stand there.
 *
 * <p>Thread-safe; each call has its own state, and all share the workbench.
 */
public final class TableMerge {

    private final Workbench bench;
    private final SortOrder order;
    private final String seqColumn;
    private final SchemaMode schema;

    /** Reads footers faster that are like those before, so there is one for all partition-days. */
    private final FooterReader footers;

    /** @param schema what becomes of parts whose columns differ */
    public TableMerge(Workbench bench, SortOrder order, String seqColumn, SchemaMode schema) {
        this(bench, order, seqColumn, schema, new FooterReader(bench.limits(), order.firstName()));
    }

    private TableMerge(Workbench bench, SortOrder order, String seqColumn, SchemaMode schema, FooterReader footers) {
        this.footers = footers;
        this.bench = bench;
        this.order = order;
        this.seqColumn = seqColumn;
        this.schema = schema;
    }

    /** The same on another bench. */
    TableMerge on(Workbench other) {
        return new TableMerge(other, order, seqColumn, schema, footers);
    }

    /** Lends the buffers of all that takes part in a merge. */
    BufferPool pool() {
        return bench.pool();
    }

    /**
     * What is known before the footer is written.
     *
     * @param proof of conservation and order
     * @param inversions by part name: rows whose key is smaller than that of the row before; only parts that have any
     * @param drift how the parts differed in their columns
     * @param maxOpenSources how many sources the merge had open at once
     */
    public record Proven(TableProof proof, Map<String, Long> inversions, SchemaDrift drift, int maxOpenSources) {

        /** Over all parts. */
        public long allInversions() {
            return inversions.values().stream().mapToLong(Long::longValue).sum();
        }
    }

    /**
     * What came out.
     *
     * @param proven before the footer was written
     * @param sha256 of the file, hex
     * @param bytes of the file
     */
    public record Result(Proven proven, String sha256, long bytes) {}

    /**
     * Reads the footers and unites the schemas.
     *
     * @param parts in order of rank, at least one
     * @throws PartRejectedException if one is not to be read, or they do not agree
     */
    public Table open(List<Part> parts) {
        Map<List<SchemaField>, PartFooter> firstOfSchema = new ConcurrentHashMap<>();
        List<CompletableFuture<PartFooter>> reads = new ArrayList<>(parts.size());
        for (Part part : parts) {
            reads.add(CompletableFuture.supplyAsync(
                    () -> {
                        PartFooter footer = footers.read(part);
                        PartFooter first = firstOfSchema.putIfAbsent(footer.fields(), footer);
                        return first == null ? footer : footer.sharing(first);
                    },
                    bench.workers()));
        }
        // All are waited for before the first failure is told, so that nothing runs on behind the caller's back.
        CompletableFuture.allOf(reads.toArray(CompletableFuture[]::new))
                .exceptionally(failure -> null)
                .join();
        return Table.of(reads.stream().map(Futures::await).toList(), order, seqColumn, schema, bench.limits());
    }

    /**
     * What a merge of the table will take of memory.
     *
     * @param wholeBytes of parts that are kept whole for this merge
     * @param aheadBytes of parts that are fetched before they are read, at most
     * @param uploadBytes that the output takes on its way to the store, at most
     */
    public MemoryPlan plan(Table table, long wholeBytes, long aheadBytes, long uploadBytes) {
        return MemoryPlan.of(table, bench, wholeBytes, aheadBytes, uploadBytes);
    }

    /**
     * Merges a table into a file.
     *
     * @param sink takes the file's bytes
     * @param rowsDone told after each row group is ordered: rows so far
     * @param keyValues our own key-value metadata for the footer, given what is proven; the parts' are added
     */
    public Result merge(
            Table table,
            ByteSink sink,
            StageTimes times,
            LongConsumer rowsDone,
            Function<Proven, Map<String, String>> keyValues) {
        try (OrderedSources sources = new OrderedSources(table, bench.pool().ledger());
                Decompressors decompressors = bench.newDecompressors();
                TableWriter writer = new TableWriter(table, seqColumn, sources, bench, times, sink)) {
            int maxOpen = mergeRuns(table, sources, decompressors, writer, times, rowsDone);
            Proven proven = new Proven(writer.prove(), sources.inversions(), table.drift(), maxOpen);
            String sha256 = writer.finish(table.carried().with(keyValues.apply(proven)));
            return new Result(proven, sha256, writer.sizeBytes());
        }
    }

    private int mergeRuns(
            Table table,
            OrderedSources sources,
            Decompressors decompressors,
            TableWriter writer,
            StageTimes times,
            LongConsumer rowsDone) {
        int rowGroupRows = RowGroupRows.of(table, bench.settings());
        Runs runs = new Runs();
        try (Merger merger = sources.open(bench, decompressors)) {
            while (true) {
                long start = System.nanoTime();
                runs.clear();
                int rows = merger.next(rowGroupRows, runs);
                sources.account(runs);
                times.addMerge(System.nanoTime() - start);
                if (rows == 0) {
                    return merger.maxOpenSources();
                }
                if (bench.isCancelled()) {
                    throw new CancellationException("the run was asked to stop");
                }
                writer.add(runs);
                rowsDone.accept(merger.rows());
            }
        } catch (KeyOrderException e) {
            throw badKey(table, e);
        }
    }

    private PartRejectedException badKey(Table table, KeyOrderException e) {
        String detail = table.key().isNarrow()
                ? table.key().first().beyondClaim(e.row(), e.key(), e.bound())
                : "its sort keys were others when they were read again, from row " + e.row();
        return new PartRejectedException(
                PartRejectedException.Reason.BAD_KEY,
                table.sources().get(e.ordinal()).part().name(),
                table.key().first().column().name(),
                -1,
                detail,
                e);
    }
}
