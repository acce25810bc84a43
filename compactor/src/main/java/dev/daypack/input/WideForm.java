package dev.daypack.input;

import dev.daypack.merge.Merger;
import dev.daypack.merge.Runs;
import dev.daypack.merge.WideKeySource;
import dev.daypack.merge.WideKeyStream;
import dev.daypack.merge.WideRunMerger;
import java.util.ArrayList;
import java.util.List;

/** Keys that are byte strings. Not thread-safe. */
final class WideForm implements KeyForm<WideKeySource> {

    private final KeyRoom room;
    private final List<SortedWideKeys> stored = new ArrayList<>();
    private int maxOpenSources;

    WideForm(KeyRoom room) {
        this.room = room;
    }

    private record Nothing() implements WideKeySource {

        @Override
        public long rows() {
            return 0;
        }

        @Override
        public byte[] lowerBound() {
            return new byte[0];
        }

        @Override
        public WideKeyStream open() {
            throw new IllegalStateException("there are no keys");
        }
    }

    /** Keys that were stored, as a source. */
    record Stored(SortedWideKeys keys, int streamBytes) implements WideKeySource {

        @Override
        public long rows() {
            return keys.rows();
        }

        @Override
        public byte[] lowerBound() {
            return keys.first();
        }

        @Override
        public WideKeyStream open() {
            return keys.stream(streamBytes);
        }
    }

    @Override
    public long rows(WideKeySource source) {
        return source.rows();
    }

    @Override
    public WideKeySource nothing() {
        return new Nothing();
    }

    @Override
    public Merger merger(List<WideKeySource> sources) {
        return new WideRunMerger(sources, Math.max(1, sources.size()));
    }

    @Override
    public WideKeySource merged(List<WideKeySource> sources, long rows, PassedRuns runs) {
        SortedWideKeys merged = new SortedWideKeys(room, "a merge pass over sort keys", 0);
        stored.add(merged);
        try (WideRunMerger merger = new WideRunMerger(sources, sources.size());
                MergedKeys block = new MergedKeys(room)) {
            Runs taken = new Runs();
            while (block.next(merger, taken) > 0) {
                merged.append(block.keys());
                runs.append(taken);
                taken.clear();
            }
            maxOpenSources = Math.max(maxOpenSources, merger.maxOpenSources());
        }
        merged.finish();
        return new Stored(merged, room.plan().streamBytes());
    }

    @Override
    public int maxOpenSources() {
        return maxOpenSources;
    }

    @Override
    public void close() {
        stored.forEach(SortedWideKeys::close);
    }
}
