package dev.daypack.compact;

import dev.daypack.input.Decompressors;
import dev.daypack.input.FooterReader;
import dev.daypack.input.Part;
import dev.daypack.input.PartFooter;
import dev.daypack.input.PartRejectedException;
import dev.daypack.input.SourceKeys;
import dev.daypack.input.Table;
import dev.daypack.memory.MemoryShare;
import dev.daypack.merge.KeyOrderException;
import dev.daypack.merge.KeySorter;
import dev.daypack.merge.KeySource;
import dev.daypack.merge.RunMerger;
import dev.daypack.merge.Runs;
import dev.daypack.output.ByteSink;
import dev.daypack.output.RowGroupRows;
import dev.daypack.output.StageTimes;
import dev.daypack.output.TableProof;
import dev.daypack.output.TableWriter;
import dev.daypack.output.Workbench;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
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
    private final String orderBy;
    private final String seqColumn;

    public TableMerge(Workbench bench, String orderBy, String seqColumn) {
        this.bench = bench;
        this.orderBy = orderBy;
        this.seqColumn = seqColumn;
    }

    /**
     * What is known before the footer is written.
     *
     * @param proof of conservation and order
     * @param inversions by part name: rows whose key is smaller than that of the row before; only parts that have any
     * @param maxOpenSources how many sources the merge had open at once
     */
    public record Proven(TableProof proof, Map<String, Long> inversions, int maxOpenSources) {

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
        FooterReader reader = new FooterReader(bench.limits(), orderBy);
        List<CompletableFuture<PartFooter>> footers = new ArrayList<>(parts.size());
        for (Part part : parts) {
            footers.add(CompletableFuture.supplyAsync(() -> reader.read(part), bench.workers()));
        }
        // All are waited for before the first failure is told, so that nothing runs on behind the caller's back.
        CompletableFuture.allOf(footers.toArray(CompletableFuture[]::new))
                .exceptionally(failure -> null)
                .join();
        return Table.of(footers.stream().map(Futures::await).toList(), orderBy, seqColumn);
    }

    /**
     * Merges a table into a file.
     *
     * @param sink takes the file's bytes
     * @param rowsDone told after each row group is ordered: rows so far
     * @param keyValues the footer's key-value metadata, given what is proven
     */
    public Result merge(
            Table table,
            ByteSink sink,
            StageTimes times,
            LongConsumer rowsDone,
            Function<Proven, Map<String, String>> keyValues) {
        List<SourceKeys> keys = new ArrayList<>(table.sources().size());
        try (Decompressors decompressors = bench.newDecompressors();
                TableWriter writer = new TableWriter(
                        table, seqColumn, source -> keys.get(source).permutation(), bench, times, sink)) {
            openKeys(table, keys, decompressors);
            int maxOpen = mergeRuns(table, keys, writer, times, rowsDone);
            Proven proven = new Proven(writer.prove(), inversions(table, keys), maxOpen);
            String sha256 = writer.finish(keyValues.apply(proven));
            return new Result(proven, sha256, writer.sizeBytes());
        } finally {
            keys.forEach(SourceKeys::close);
        }
    }

    private void openKeys(Table table, List<SourceKeys> keys, Decompressors decompressors) {
        MemoryShare share = new MemoryShare("sort keys", bench.pool().ledger().limitBytes() / 2);
        KeySorter sorter = new KeySorter();
        for (Table.Source source : table.sources()) {
            keys.add(new SourceKeys(table, source, bench.limits(), bench.pool(), share, decompressors, sorter));
        }
    }

    private int mergeRuns(
            Table table, List<SourceKeys> keys, TableWriter writer, StageTimes times, LongConsumer rowsDone) {
        int rowGroupRows = RowGroupRows.of(table, bench.settings());
        Runs runs = new Runs();
        List<KeySource> sources = List.copyOf(keys);
        try (RunMerger merger = new RunMerger(sources, Math.max(1, sources.size()))) {
            while (true) {
                long start = System.nanoTime();
                runs.clear();
                int rows = merger.next(rowGroupRows, runs);
                times.addMerge(System.nanoTime() - start);
                if (rows == 0) {
                    return merger.maxOpenSources();
                }
                if (bench.isCancelled()) {
                    throw new CancellationException("the run was asked to stop");
                }
                writer.add(runs);
                releasePlanned(runs, keys);
                rowsDone.accept(merger.rows());
            }
        } catch (KeyOrderException e) {
            Table.Source source = table.sources().get(e.ordinal());
            throw new PartRejectedException(
                    PartRejectedException.Reason.BAD_KEY,
                    source.part().name(),
                    orderBy,
                    -1,
                    "row " + e.row() + " has the key " + table.key().toValue(e.key())
                            + ", below the minimum that the file's statistics claim, "
                            + table.key().toValue(e.bound())
                            + "; write the file anew with right statistics, or without",
                    e);
        }
    }

    /** Permutations are of use until the last row of their source is planned. */
    private static void releasePlanned(Runs runs, List<SourceKeys> keys) {
        for (int run = 0; run < runs.count(); run++) {
            keys.get(runs.source(run)).planned(runs.length(run));
        }
    }

    private static Map<String, Long> inversions(Table table, List<SourceKeys> keys) {
        Map<String, Long> inversions = new LinkedHashMap<>();
        for (int i = 0; i < keys.size(); i++) {
            if (keys.get(i).inversions() > 0) {
                inversions.merge(
                        table.sources().get(i).part().name(), keys.get(i).inversions(), Long::sum);
            }
        }
        return inversions;
    }
}
