package dev.daypack.compact;

import dev.daypack.input.Decompressors;
import dev.daypack.input.KeyRoom;
import dev.daypack.input.SourceKeys;
import dev.daypack.output.Workbench;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Reads the keys of the sources that a merge begins with side by side, where they are many rows: until the first row
 * group is ordered there is nothing else to do. They are those that reach to where the first of all sources ends, so
 * all of them would be open at once soon.
 */
final class FirstSources {

    /** Fewer take no time worth sharing. */
    private static final long LEAST_ROWS = 1 << 18;

    /** Each has a block of keys in hand. */
    private static final int MOST_LANES = 4;

    private final Workbench bench;
    private final KeyRoom room;

    FirstSources(Workbench bench, KeyRoom room) {
        this.bench = bench;
        this.room = room;
    }

    /** @throws RuntimeException the first failure, after all lanes have ended */
    void prepare(List<SourceKeys> sources) {
        List<SourceKeys> first = overlapping(sources);
        long rows = first.stream().mapToLong(SourceKeys::rows).sum();
        if (first.size() < 2 || rows < LEAST_ROWS || !room.hasRoomToPrepare()) {
            return;
        }
        List<CompletableFuture<Void>> lanes = new ArrayList<>();
        int count = Math.min(MOST_LANES, first.size());
        for (int lane = 0; lane < count; lane++) {
            int start = lane;
            lanes.add(CompletableFuture.runAsync(() -> prepare(first, start, count), bench.workers()));
        }
        // All are waited for before the first failure is told, so that nothing runs on behind the caller's back.
        CompletableFuture.allOf(lanes.toArray(CompletableFuture[]::new))
                .exceptionally(failure -> null)
                .join();
        lanes.forEach(Futures::await);
    }

    private void prepare(List<SourceKeys> sources, int from, int step) {
        try (Decompressors own = bench.newDecompressors()) {
            for (int i = from; i < sources.size() && !bench.isCancelled(); i += step) {
                sources.get(i).prepare(own);
            }
        }
    }

    private static List<SourceKeys> overlapping(List<SourceKeys> sources) {
        long end = sources.stream()
                .filter(source -> source.rows() > 0)
                .mapToLong(SourceKeys::upperBound)
                .min()
                .orElse(Long.MIN_VALUE);
        // Where no end is known any source might come later.
        return sources.stream()
                .filter(source -> source.rows() > 0 && source.lowerBound() <= end && end < Long.MAX_VALUE)
                .toList();
    }
}
