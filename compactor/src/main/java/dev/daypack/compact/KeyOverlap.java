package dev.daypack.compact;

import dev.daypack.input.ChunkMeta;
import dev.daypack.input.KeyColumn;
import dev.daypack.input.Table;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;
import java.util.PriorityQueue;

/**
 * Which sources of a table a merge will have open at once, as far as the footers tell: a source is open from the
 * smallest of its keys to the largest. Where statistics are missing, it is taken to be open all the time.
 *
 * @param sources open at once, at most
 * @param keyBytes that their keys take, if none of it is spilled
 */
record KeyOverlap(int sources, long keyBytes) {

    /** A key, and the row it came from where a source is out of order. */
    private static final int NARROW_ROW_BYTES = 8 + 4;

    /** Where a key starts and ends, the sorter's arrays, and the row. */
    private static final int WIDE_ROW_BYTES = 24 + 4;

    /** Scratch of the sorter, of one source at a time. */
    private static final int SORTER_ROW_BYTES = 10;

    /** A window, a page and a block of the one source that is read. */
    private static final long READER_BYTES = 3 << 20;

    private record Span(long from, long to, long bytes) {}

    static KeyOverlap of(Table table) {
        if (table.key().isEmpty()) {
            return new KeyOverlap(Math.min(1, table.sources().size()), 0);
        }
        List<Span> spans = new ArrayList<>(table.sources().size());
        for (Table.Source source : table.sources()) {
            spans.add(table.key().isNarrow() ? narrow(table, source) : wide(table, source));
        }
        KeyOverlap open = sweep(spans);
        return new KeyOverlap(open.sources, open.keyBytes + workBytes(table));
    }

    private static Span narrow(Table table, Table.Source source) {
        OptionalLong from = source.claimedMinimum(table.key().first());
        OptionalLong to = source.claimedMaximum(table.key().first());
        return new Span(from.orElse(Long.MIN_VALUE), to.orElse(Long.MAX_VALUE), NARROW_ROW_BYTES * source.rows());
    }

    private static Span wide(Table table, Table.Source source) {
        return new Span(Long.MIN_VALUE, Long.MAX_VALUE, WIDE_ROW_BYTES * source.rows() + 2 * plainBytes(table, source));
    }

    /** Of the sort columns of a source, as its footer claims. */
    private static long plainBytes(Table table, Table.Source source) {
        long bytes = 0;
        for (KeyColumn column : table.key().columns()) {
            ChunkMeta chunk = source.chunk(column.index());
            bytes += source.rows() + (chunk == null ? 0 : chunk.uncompressedBytes());
        }
        return bytes;
    }

    /** What is in hand of one source besides its keys, at most. */
    private static long workBytes(Table table) {
        long work = 0;
        for (Table.Source source : table.sources()) {
            long reader = table.key().columns().size() * READER_BYTES;
            work = Math.max(
                    work, SORTER_ROW_BYTES * source.rows() + Math.min(reader, 4 * plainBytes(table, source) + 65_536));
        }
        return work;
    }

    private static KeyOverlap sweep(List<Span> spans) {
        spans.sort(Comparator.comparingLong(Span::from));
        PriorityQueue<Span> open = new PriorityQueue<>(Comparator.comparingLong(Span::to));
        long bytes = 0;
        long mostBytes = 0;
        int most = 0;
        for (Span span : spans) {
            while (!open.isEmpty() && open.peek().to < span.from) {
                bytes -= open.poll().bytes;
            }
            open.add(span);
            bytes += span.bytes;
            most = Math.max(most, open.size());
            mostBytes = Math.max(mostBytes, bytes);
        }
        return new KeyOverlap(most, mostBytes);
    }
}
