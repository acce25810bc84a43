package dev.daypack.merge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class RunMergerTest {

    @Test
    void equalKeysComeFromTheLowerSourceFirst() {
        for (int count : new int[] {1, 2, 3, 5, 7}) {
            List<FakeSource> sources = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                sources.add(FakeSource.of(2, 4, 4, 4));
            }
            Merged merged = merge(sources, count, 1000);
            assertEquals(NaiveMerge.of(sources), merged.rows, count + " sources");
            assertEquals(count, merged.runs, "each is one run");
            assertEquals(1, merged.maxOpen, "no later source is needed before the one before it has ended");
        }
    }

    @Test
    void minAndMaxAreOrdinaryKeys() {
        List<FakeSource> sources = List.of(
                FakeSource.of(1, 0, Long.MAX_VALUE, Long.MAX_VALUE),
                FakeSource.of(2, Long.MIN_VALUE, Long.MIN_VALUE, Long.MAX_VALUE),
                FakeSource.of(3, Long.MAX_VALUE),
                FakeSource.of(3, Long.MIN_VALUE, 0, Long.MAX_VALUE));
        assertEquals(NaiveMerge.of(sources), merge(sources, 4, 3).rows);
    }

    @Test
    void nothingComesOutOfNothing() {
        assertEquals(0, merge(List.of(), 1, 10).rows.size());
        List<FakeSource> empty = List.of(FakeSource.of(1), FakeSource.of(1));
        assertEquals(0, merge(empty, 1, 10).rows.size());
        assertFalse(empty.get(0).isOpened(), "a source without rows is not opened");
    }

    @Test
    void emptySourcesBetweenOthersKeepTheirOrdinal() {
        List<FakeSource> sources =
                List.of(FakeSource.of(1), FakeSource.of(2, 1, 3), FakeSource.of(1), FakeSource.of(2, 1, 2));
        Merged merged = merge(sources, 2, 10);
        assertEquals(NaiveMerge.of(sources), merged.rows);
        assertEquals(1, merged.rows.get(0).source());
    }

    @Test
    void theEndIsToldAgainAndAgain() {
        try (RunMerger merger = new RunMerger(List.of(FakeSource.of(1, 5)), 1)) {
            Runs runs = new Runs();
            assertEquals(1, merger.next(10, runs));
            assertEquals(0, merger.next(10, runs));
            assertEquals(0, merger.next(10, runs));
            assertEquals(1, runs.rows());
        }
    }

    @Test
    void aSourceIsClosedWithItsLastRow() {
        FakeSource first = FakeSource.of(4, 1, 2);
        FakeSource second = FakeSource.of(4, 1, 9);
        try (RunMerger merger = new RunMerger(List.of(first, second), 2)) {
            merger.next(3, new Runs());
            assertTrue(first.isClosed());
            assertFalse(second.isClosed());
        }
        assertTrue(second.isClosed(), "closed with the merger");
    }

    @Test
    void aRunAcrossBlocksAndCallsIsOneRunOfTheList() {
        Runs runs = new Runs();
        try (RunMerger merger = new RunMerger(List.of(FakeSource.of(3, 1, 2, 3, 4, 5, 6, 7, 8)), 1)) {
            assertEquals(5, merger.next(5, runs));
            assertEquals(3, merger.next(5, runs));
            assertEquals(1, merger.runs());
        }
        assertEquals(1, runs.count());
        assertEquals(8, runs.length(0));
    }

    @Test
    void aThousandAdjacentSourcesAreOpenOneAtATime() {
        List<FakeSource> log = new ArrayList<>();
        List<FakeSource> sources = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            // The last key of each is the first of the next.
            sources.add(FakeSource.of(7, ascending(100L * i, 101)).loggingTo(log));
        }
        Merged merged = merge(sources, 1, 4096);
        assertEquals(NaiveMerge.of(sources), merged.rows);
        assertEquals(1, merged.maxOpen);
        assertEquals(1000, merged.runs - merged.calls + 1, "one run each, and one more per cut inside a run");
        assertEquals(sources, log);
    }

    @Test
    void neighboursThatOverlapAreOpenTwoAtATime() {
        List<FakeSource> log = new ArrayList<>();
        List<FakeSource> sources = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            sources.add(FakeSource.of(7, ascending(100L * i, 110)).loggingTo(log));
        }
        Merged merged = merge(sources, 2, 100_000_000);
        assertEquals(NaiveMerge.of(sources), merged.rows);
        assertEquals(2, merged.maxOpen);
        assertEquals(sources, log);
    }

    @Test
    void sourcesOpenInTheOrderOfTheirBoundsNotOfTheList() {
        List<FakeSource> log = new ArrayList<>();
        List<FakeSource> sources = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            sources.add(0, FakeSource.of(7, ascending(100L * i, 100)).loggingTo(log));
        }
        Merged merged = merge(sources, 1, 1000);
        assertEquals(NaiveMerge.of(sources), merged.rows);
        assertEquals(1, merged.maxOpen);
        for (int i = 0; i < 100; i++) {
            assertEquals(sources.get(99 - i), log.get(i));
        }
    }

    @Test
    void aHigherSourceWithTheSameBoundStaysClosedUntilTheLowerHasEnded() {
        FakeSource lower = FakeSource.of(1, 5, 5);
        FakeSource higher = FakeSource.of(1, 5);
        try (RunMerger merger = new RunMerger(List.of(lower, higher), 1)) {
            Runs runs = new Runs();
            merger.next(2, runs);
            assertFalse(higher.isOpened());
            assertEquals(1, merger.next(2, runs));
            assertEquals(1, runs.source(1));
        }
    }

    @Test
    void aLowerSourceWithTheSameBoundIsOpenedBeforeTheKeyIsTaken() {
        FakeSource lower = FakeSource.of(1, 5);
        FakeSource higher = FakeSource.of(1, 4, 5);
        try (RunMerger merger = new RunMerger(List.of(lower, higher), 2)) {
            Runs runs = new Runs();
            merger.next(1, runs);
            assertFalse(lower.isOpened());
            merger.next(1, runs);
            assertEquals(0, runs.source(1));
        }
    }

    @Test
    void largeMergesOfAnyShapeAgreeWithTheNaiveSort() {
        for (long seed = 1; seed <= 40; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            int count = random.nextInt(1, 60);
            int stretch = 1 << random.nextInt(10);
            List<FakeSource> sources = randomSources(random, count, 20_000, stretch);
            Merged merged = merge(sources, count, random.nextInt(1, 5000));
            assertEquals(NaiveMerge.of(sources), merged.rows, "seed " + seed);
        }
    }

    @Test
    void aThousandInterleavedSourcesAgreeWithTheNaiveSort() {
        long seed = 77;
        List<FakeSource> sources = randomSources(new SplittableRandom(seed), 1000, 200_000, 1);
        Merged merged = merge(sources, 1000, 65_536);
        assertEquals(NaiveMerge.of(sources), merged.rows, "seed " + seed);
        assertTrue(merged.maxOpen > 500, "seed " + seed);
    }

    @Test
    void keysAreOptionalAndNothingElseDependsOnThem() {
        long seed = 5;
        SplittableRandom random = new SplittableRandom(seed);
        List<FakeSource> sources = randomSources(random, 9, 5000, 3);
        Runs runs = new Runs();
        long[] keys = new long[5000];
        List<NaiveMerge.Row> expected = NaiveMerge.of(sources);
        try (RunMerger merger = new RunMerger(List.copyOf(sources), 9)) {
            assertEquals(5000, merger.next(6000, runs));
        }
        Arrays.setAll(keys, i -> expected.get(i).key());
        List<NaiveMerge.Row> rows = new ArrayList<>();
        NaiveMerge.appendRows(runs, keys, rows);
        assertEquals(expected, rows, "seed " + seed);
    }

    @Test
    void neitherRowsNorRunsCostMemory() {
        List<FakeSource> sources = randomSources(new SplittableRandom(8), 16, 300_000, 2);
        Runs runs = new Runs();
        long[] keys = new long[10_000];
        for (int i = 0; i < keys.length; i++) {
            runs.append(i, 2L * i, 1);
        }
        try (RunMerger merger = new RunMerger(List.copyOf(sources), 16)) {
            ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
            long thread = Thread.currentThread().getId();
            threads.getThreadAllocatedBytes(thread);
            long before = threads.getThreadAllocatedBytes(thread);
            do {
                runs.clear();
            } while (merger.next(keys.length, runs, keys) > 0);
            long allocated = threads.getThreadAllocatedBytes(thread) - before;
            assertEquals(300_000, merger.rows());
            assertTrue(allocated < 100_000, allocated + " bytes");
        }
    }

    @Test
    void argumentsAreChecked() {
        assertThrows(IllegalArgumentException.class, () -> new RunMerger(List.of(), 0));
        assertThrows(IllegalArgumentException.class, () -> new RunMerger(List.of(), LoserTree.MAX_SLOTS + 1));
        FakeSource negative = new FakeSource(new long[0], -1, 0, 1);
        assertThrows(IllegalArgumentException.class, () -> new RunMerger(List.of(negative), 1));
        try (RunMerger merger = new RunMerger(List.of(FakeSource.of(1, 1)), 1)) {
            Runs runs = new Runs();
            assertThrows(IllegalArgumentException.class, () -> merger.next(0, runs));
            assertThrows(IllegalArgumentException.class, () -> merger.next(2, runs, new long[1]));
            assertEquals(1, merger.next(1, runs, new long[1]), "a refused call changes nothing");
        }
    }

    private record Merged(List<NaiveMerge.Row> rows, long runs, int maxOpen, int calls) {}

    private static Merged merge(List<FakeSource> sources, int fanInLimit, int maxRows) {
        List<NaiveMerge.Row> rows = new ArrayList<>();
        Runs runs = new Runs();
        long[] keys = new long[Math.min(maxRows, 200_000)];
        int calls = 0;
        try (RunMerger merger = new RunMerger(List.copyOf(sources), fanInLimit)) {
            while (merger.next(keys.length, runs, keys) > 0) {
                NaiveMerge.appendRows(runs, keys, rows);
                runs.clear();
                calls++;
            }
            assertEquals(rows.size(), merger.rows());
            return new Merged(rows, merger.runs(), merger.maxOpenSources(), calls);
        }
    }

    /** Ascending keys, dealt out in stretches of up to {@code stretch}; loose bounds, blocks of any size. */
    private static List<FakeSource> randomSources(SplittableRandom random, int count, int rows, int stretch) {
        long[][] keys = new long[count][16];
        int[] sizes = new int[count];
        long key = random.nextLong() >> 1;
        int source = 0;
        for (int i = 0; i < rows; i++) {
            key += random.nextInt(3);
            source = random.nextInt(stretch) == 0 ? random.nextInt(count) : source;
            if (sizes[source] == keys[source].length) {
                keys[source] = Arrays.copyOf(keys[source], 2 * sizes[source]);
            }
            keys[source][sizes[source]++] = key;
        }
        List<FakeSource> sources = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            long[] own = Arrays.copyOf(keys[i], sizes[i]);
            long bound = own.length == 0 ? 0 : own[0] - random.nextInt(4);
            sources.add(new FakeSource(own, own.length, bound, random.nextInt(1, 300)));
        }
        return sources;
    }

    private static long[] ascending(long first, int count) {
        long[] keys = new long[count];
        Arrays.setAll(keys, i -> first + i);
        return keys;
    }
}
