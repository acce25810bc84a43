package dev.daypack.prefetch;

import dev.daypack.input.ChunkMeta;
import dev.daypack.input.KeyColumn;
import dev.daypack.input.Table;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * The column chunks of the sort keys in the order in which the merge will come to them: those of narrow keys by the
 * minimum that the sources claim, for sources open late; those of wide keys as the sources stand. When one is read the
 * bytes behind are announced, past the chunk's end those of the chunks that follow, each from where it was read last.
 * Guarded by the read-ahead.
 */
final class KeySequence {

    /** So much is announced behind a reader in any case. */
    private static final long LEAST_AHEAD_BYTES = 1 << 20;

    private static final long MOST_AHEAD_BYTES = 16 << 20;

    /** Takes what is announced. */
    interface Sink {

        /** @return how many bytes that will keep, which may be more: the part whole */
        long announce(RemotePart part, long from, long to);
    }

    private final List<KeyRange> ranges = new ArrayList<>();
    private int begun;

    private KeySequence() {}

    /** @param parts by rank */
    static KeySequence of(Table table, List<RemotePart> parts) {
        List<Table.Source> sources = new ArrayList<>(table.sources());
        if (table.key().isNarrow() && !table.key().isEmpty()) {
            KeyColumn key = table.key().first();
            // Sorting is stable: of equal ones the lower ordinal comes first, as in the merge.
            sources.sort(Comparator.comparingLong(
                    source -> source.claimedMinimum(key).orElse(Long.MIN_VALUE)));
        }
        KeySequence sequence = new KeySequence();
        for (Table.Source source : sources) {
            for (KeyColumn column : table.key().columns()) {
                ChunkMeta chunk = source.chunk(column.index());
                if (chunk != null) {
                    sequence.add(parts.get(source.rank()), chunk);
                }
            }
        }
        return sequence;
    }

    private void add(RemotePart part, ChunkMeta chunk) {
        KeyRange range = new KeyRange(part, ranges.size(), chunk.offset(), chunk.sizeBytes());
        ranges.add(range);
        part.keyRanges.put(chunk.offset(), range);
    }

    /** Somebody reads a part up to a place; if it is a key, what follows is announced. */
    void touched(RemotePart part, long from, long to, long memoryBytes, Sink sink) {
        Map.Entry<Long, KeyRange> entry = part.keyRanges.floorEntry(from);
        if (entry == null || entry.getValue().end() <= from) {
            return;
        }
        KeyRange range = entry.getValue();
        begun -= range.isBegun() ? 1 : 0;
        range.readTo = Math.min(range.end(), to);
        begun += range.isBegun() ? 1 : 0;
        long ahead = Math.max(LEAST_AHEAD_BYTES, Math.min(MOST_AHEAD_BYTES, memoryBytes / 2 / Math.max(1, begun)));
        announce(range.place, ahead, memoryBytes, sink);
    }

    /** The start of the sequence, before anything is read. */
    void begin(long memoryBytes, Sink sink) {
        announce(0, MOST_AHEAD_BYTES, memoryBytes, sink);
    }

    /** So many bytes of keys, and no more than memory has room for. */
    private void announce(int place, long aheadBytes, long memoryBytes, Sink sink) {
        long keys = 0;
        long kept = 0;
        for (int next = place; next < ranges.size() && keys < aheadBytes && kept < memoryBytes; next++) {
            KeyRange range = ranges.get(next);
            long to = Math.min(range.end(), range.readTo + aheadBytes - keys);
            if (range.readTo < to) {
                keys += to - range.readTo;
                kept += sink.announce(range.part, range.readTo, to);
            }
        }
    }
}
