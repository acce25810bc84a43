package dev.daypack.compact;

import dev.daypack.input.Decompressors;
import dev.daypack.input.KeyRoom;
import dev.daypack.input.MergePasses;
import dev.daypack.input.Overlap;
import dev.daypack.input.SourceKeys;
import dev.daypack.input.SourceOrder;
import dev.daypack.input.Table;
import dev.daypack.input.WideSourceKeys;
import dev.daypack.memory.MemoryLedger;
import dev.daypack.merge.Merger;
import dev.daypack.merge.Runs;
import dev.daypack.merge.SourceSequence;
import dev.daypack.merge.WideKeySorter;
import dev.daypack.merge.WideKeySource;
import dev.daypack.output.RowOrders;
import dev.daypack.output.Workbench;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;

/**
 * The sources of a table with their sort keys, in the form that the table's keys have, if it has any. {@link #open} may
 * read keys; whatever was taken is given back by {@link #close}, after the merger was closed. Not thread-safe.
 */
final class OrderedSources implements RowOrders, AutoCloseable {

    /** Keys take one part in so many of memory; what goes beyond is spilled. */
    static final int KEYS_SHARE = 4;

    private final Table table;
    private final List<SourceOrder> orders = new ArrayList<>();
    private final MemoryLedger ledger;
    private KeyRoom room;
    private long runsBytes;

    OrderedSources(Table table, MemoryLedger ledger) {
        this.table = table;
        this.ledger = ledger;
    }

    /** Makes the merger, which the caller closes. */
    Merger open(Workbench bench, Decompressors decompressors) {
        if (table.key().isEmpty()) {
            return sequence();
        }
        room = new KeyRoom(bench.pool(), bench.scratch(), ledger.limitBytes() / KEYS_SHARE);
        return table.key().isNarrow() ? narrow(bench, decompressors) : wide(bench, decompressors);
    }

    private Merger sequence() {
        table.sources().forEach(source -> orders.add(new AsItStands()));
        return new SourceSequence(
                table.sources().stream().map(Table.Source::rows).toList());
    }

    private Merger narrow(Workbench bench, Decompressors decompressors) {
        List<SourceKeys> sources = new ArrayList<>();
        List<Long> lows = new ArrayList<>();
        List<Long> highs = new ArrayList<>();
        for (Table.Source source : table.sources()) {
            SourceKeys keys = new SourceKeys(table, source, bench.limits(), room, decompressors);
            sources.add(keys);
            orders.add(keys);
            if (keys.rows() > 0) {
                lows.add(keys.lowerBound());
                highs.add(keys.upperBound());
            }
        }
        int overlap = Overlap.of(lows, highs, Comparator.naturalOrder());
        room.expect(overlap, 0);
        if (overlap <= room.fanIn()) {
            new FirstSources(bench, room).prepare(sources);
        }
        return MergePasses.narrow(List.copyOf(sources), overlap, room);
    }

    private Merger wide(Workbench bench, Decompressors decompressors) {
        WideKeySorter sorter = new WideKeySorter();
        List<WideKeySource> sources = new ArrayList<>();
        List<byte[]> lows = new ArrayList<>();
        List<byte[]> highs = new ArrayList<>();
        int longestKeyBytes = 0;
        for (Table.Source source : table.sources()) {
            if (bench.isCancelled()) {
                throw new CancellationException("the run was asked to stop");
            }
            WideSourceKeys keys = new WideSourceKeys(table, source, bench.limits(), room, decompressors, sorter);
            sources.add(keys);
            orders.add(keys);
            if (keys.rows() > 0) {
                lows.add(keys.lowerBound());
                highs.add(keys.upperBound());
                longestKeyBytes = Math.max(longestKeyBytes, keys.longestKeyBytes());
            }
        }
        int overlap = Overlap.of(lows, highs, Arrays::compareUnsigned);
        room.expect(overlap, longestKeyBytes);
        return MergePasses.wide(sources, overlap, room);
    }

    /** Of a source without keys. */
    private record AsItStands() implements SourceOrder {

        @Override
        public long inversions() {
            return 0;
        }

        @Override
        public boolean isInOrder() {
            return true;
        }

        @Override
        public void copyRows(long position, int count, int[] into) {
            throw new IllegalStateException("the rows stand in their order");
        }

        @Override
        public void planned(int rows) {
            // There is nothing to give back.
        }

        @Override
        public void close() {
            // As above.
        }
    }

    @Override
    public boolean isInOrder(int source) {
        return orders.get(source).isInOrder();
    }

    @Override
    public void copyRows(int source, long position, int count, int[] into) {
        orders.get(source).copyRows(position, count, into);
    }

    /** Runs are in the ledger as far as they have grown. */
    void account(Runs runs) {
        ledger.reserve(runs.bytes() - runsBytes);
        runsBytes = runs.bytes();
    }

    /** The order of a source is of use until its last row is planned. */
    @Override
    public void planned(Runs runs, boolean isIdle) {
        for (int run = 0; run < runs.count(); run++) {
            orders.get(runs.source(run)).planned(runs.length(run));
        }
        if (isIdle) {
            runs.trim();
            account(runs);
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
        ledger.release(runsBytes);
        runsBytes = 0;
        orders.forEach(SourceOrder::close);
        if (room != null) {
            room.close();
        }
    }
}
