package dev.daypack.input;

import dev.daypack.merge.KeySource;
import dev.daypack.merge.KeyStream;
import dev.daypack.merge.Merger;
import dev.daypack.merge.RunMerger;
import dev.daypack.merge.Runs;
import java.util.ArrayList;
import java.util.List;

/** Keys that are numbers. Not thread-safe. */
final class NarrowForm implements KeyForm<KeySource> {

    private static final int PASS_ROWS = 4096;

    private final KeyRoom room;
    private final List<SortedKeys> stored = new ArrayList<>();
    private int maxOpenSources;

    NarrowForm(KeyRoom room) {
        this.room = room;
    }

    private record Nothing() implements KeySource {

        @Override
        public long rows() {
            return 0;
        }

        @Override
        public long lowerBound() {
            return Long.MAX_VALUE;
        }

        @Override
        public KeyStream open() {
            throw new IllegalStateException("there are no keys");
        }
    }

    /** Keys that were stored, as a source. */
    record Stored(SortedKeys keys, int streamBytes) implements KeySource {

        @Override
        public long rows() {
            return keys.rows();
        }

        @Override
        public long lowerBound() {
            return keys.first();
        }

        @Override
        public KeyStream open() {
            return keys.stream(streamBytes);
        }
    }

    @Override
    public long rows(KeySource source) {
        return source.rows();
    }

    @Override
    public KeySource nothing() {
        return new Nothing();
    }

    @Override
    public Merger merger(List<KeySource> sources) {
        return new RunMerger(sources, Math.max(1, sources.size()));
    }

    @Override
    public KeySource merged(List<KeySource> sources, long rows, PassedRuns runs) {
        SortedKeys merged = new SortedKeys(room, "a merge pass over sort keys", rows);
        stored.add(merged);
        long[] keys = room.pool().longs(PASS_ROWS);
        try (RunMerger merger = new RunMerger(sources, sources.size())) {
            Runs taken = new Runs();
            int count;
            while ((count = merger.next(PASS_ROWS, taken, keys)) > 0) {
                merged.append(keys, 0, count);
                runs.append(taken);
                taken.clear();
            }
            maxOpenSources = Math.max(maxOpenSources, merger.maxOpenSources());
        } finally {
            room.pool().giveBack(keys);
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
        stored.forEach(SortedKeys::close);
    }
}
