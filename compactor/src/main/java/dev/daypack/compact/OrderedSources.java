package dev.daypack.compact;

import dev.daypack.input.Decompressors;
import dev.daypack.input.SourceKeys;
import dev.daypack.input.SourceOrder;
import dev.daypack.input.Table;
import dev.daypack.input.WideSourceKeys;
import dev.daypack.memory.MemoryShare;
import dev.daypack.merge.KeySorter;
import dev.daypack.merge.KeySource;
import dev.daypack.merge.Merger;
import dev.daypack.merge.RunMerger;
import dev.daypack.merge.Runs;
import dev.daypack.merge.SourceSequence;
import dev.daypack.merge.WideKeySorter;
import dev.daypack.merge.WideKeySource;
import dev.daypack.merge.WideRunMerger;
import dev.daypack.output.Workbench;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;

/**
 * The sources of a table with their sort keys, in the form that the table's keys have, if it has any. {@link #open} may
 * read keys; whatever was taken is given back by {@link #close}. Not thread-safe, but for {@link #permutation}.
 */
final class OrderedSources implements AutoCloseable {

    private final Table table;
    private final List<SourceOrder> orders = new ArrayList<>();

    OrderedSources(Table table) {
        this.table = table;
    }

    /** Makes the merger, which the caller closes. */
    Merger open(Workbench bench, Decompressors decompressors) {
        if (table.key().isEmpty()) {
            return sequence();
        }
        MemoryShare share = new MemoryShare("sort keys", bench.pool().ledger().limitBytes() / 2);
        return table.key().isNarrow() ? narrow(bench, share, decompressors) : wide(bench, share, decompressors);
    }

    private Merger sequence() {
        table.sources().forEach(source -> orders.add(new AsItStands()));
        return new SourceSequence(
                table.sources().stream().map(Table.Source::rows).toList());
    }

    private Merger narrow(Workbench bench, MemoryShare share, Decompressors decompressors) {
        KeySorter sorter = new KeySorter();
        List<KeySource> sources = new ArrayList<>();
        for (Table.Source source : table.sources()) {
            SourceKeys keys = new SourceKeys(table, source, bench.limits(), bench.pool(), share, decompressors, sorter);
            sources.add(keys);
            orders.add(keys);
        }
        return new RunMerger(sources, Math.max(1, sources.size()));
    }

    private Merger wide(Workbench bench, MemoryShare share, Decompressors decompressors) {
        WideKeySorter sorter = new WideKeySorter();
        List<WideKeySource> sources = new ArrayList<>();
        for (Table.Source source : table.sources()) {
            if (bench.isCancelled()) {
                throw new CancellationException("the run was asked to stop");
            }
            WideSourceKeys keys =
                    new WideSourceKeys(table, source, bench.limits(), bench.pool(), share, decompressors, sorter);
            sources.add(keys);
            orders.add(keys);
        }
        return new WideRunMerger(sources, Math.max(1, sources.size()));
    }

    /** Of a source without keys. */
    private record AsItStands() implements SourceOrder {

        @Override
        public long inversions() {
            return 0;
        }

        @Override
        public int[] permutation() {
            return null;
        }

        @Override
        public void planned(int rows) {
            // There is no permutation to give back.
        }

        @Override
        public void close() {
            // As above.
        }
    }

    /** By ordinal: the source's rows by sorted position, or null if it is in order. */
    int[] permutation(int source) {
        return orders.get(source).permutation();
    }

    /** Permutations are of use until the last row of their source is planned. */
    void releasePlanned(Runs runs) {
        for (int run = 0; run < runs.count(); run++) {
            orders.get(runs.source(run)).planned(runs.length(run));
        }
    }

    /** By part name: rows whose key is smaller than that of the row before; only parts that have any. */
    Map<String, Long> inversions() {
        Map<String, Long> inversions = new LinkedHashMap<>();
        for (int i = 0; i < orders.size(); i++) {
            if (orders.get(i).inversions() > 0) {
                inversions.merge(
                        table.sources().get(i).part().name(), orders.get(i).inversions(), Long::sum);
            }
        }
        return inversions;
    }

    @Override
    public void close() {
        orders.forEach(SourceOrder::close);
    }
}
