package dev.daypack.merge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Sources that lie, fail, or are too many. */
class RunMergerFaultTest {

    @Test
    void aKeyBelowTheLowerBoundIsAnError() {
        FakeSource liar = new FakeSource(new long[] {3, 9}, 2, 4, 2);
        KeyOrderException e = assertThrows(KeyOrderException.class, () -> drain(List.of(FakeSource.of(1, 1, 2), liar)));
        assertEquals(1, e.ordinal());
        assertEquals(0, e.row());
        assertEquals(3, e.key());
        assertEquals(4, e.bound());
        assertEquals("source 1, row 0: key 3 is below the source's lower bound 4", e.getMessage());
    }

    @Test
    void aStepBackBetweenBlocksIsAnError() {
        FakeSource liar = new FakeSource(new long[] {1, 8, 7, 9}, 4, 1, 2);
        KeyOrderException e = assertThrows(KeyOrderException.class, () -> drain(List.of(liar)));
        assertEquals("source 0, row 2: key 7 is below the key before it, 8", e.getMessage());
    }

    @Test
    void aStepBackInsideABlockIsAnError() {
        FakeSource liar = new FakeSource(new long[] {1, 2, 3, 8, 7, 9}, 6, 1, 6);
        KeyOrderException e = assertThrows(KeyOrderException.class, () -> drain(List.of(liar, FakeSource.of(1, 1))));
        assertEquals(4, e.row());
        assertEquals(7, e.key());
        assertEquals(8, e.bound());
    }

    @Test
    void tooFewRowsAreAnError() {
        for (int blockRows = 1; blockRows <= 4; blockRows++) {
            FakeSource liar = new FakeSource(new long[] {1, 2, 3}, 4, 1, blockRows);
            RowCountException e =
                    assertThrows(RowCountException.class, () -> drain(List.of(FakeSource.of(1, 9), liar)));
            assertEquals(1, e.ordinal());
            assertEquals(4, e.claimedRows());
            assertEquals(3, e.deliveredRows());
            assertEquals("source 1 claims 4 rows but delivered only 3", e.getMessage());
        }
    }

    @Test
    void tooManyRowsAreAnError() {
        for (int blockRows = 1; blockRows <= 4; blockRows++) {
            FakeSource liar = new FakeSource(new long[] {1, 2, 3, 4}, 3, 1, blockRows);
            RowCountException e = assertThrows(RowCountException.class, () -> drain(List.of(liar)));
            assertEquals("source 0 claims 3 rows but delivered at least 4", e.getMessage());
        }
    }

    @Test
    void rowsClaimedByASourceThatHasNoneAreAnError() {
        FakeSource liar = new FakeSource(new long[0], 1, 0, 1);
        RowCountException e = assertThrows(RowCountException.class, () -> drain(List.of(liar)));
        assertEquals(0, e.deliveredRows());
        assertTrue(liar.isClosed());
    }

    @Test
    void anEmptyBlockBreaksTheContract() {
        KeySource source = new KeySource() {
            @Override
            public long rows() {
                return 1;
            }

            @Override
            public long lowerBound() {
                return 0;
            }

            @Override
            public KeyStream open() {
                return new EmptyBlocks();
            }
        };
        try (RunMerger merger = new RunMerger(List.of(source), 1)) {
            assertThrows(IllegalStateException.class, () -> merger.next(1, new Runs()));
        }
    }

    @Test
    void moreOverlapThanTheFanInLimitNamesHowManyAndWhere() {
        List<FakeSource> sources = new ArrayList<>();
        sources.add(FakeSource.of(4, 1, 2, 30));
        sources.add(FakeSource.of(4, 2, 40));
        sources.add(FakeSource.of(4, 7, 50));
        sources.add(FakeSource.of(4, 8, 50));
        sources.add(FakeSource.of(4, 35));
        RunMerger merger = new RunMerger(List.copyOf(sources), 2);
        Runs runs = new Runs();
        FanInExceededException e = assertThrows(FanInExceededException.class, () -> merger.next(100, runs));
        assertEquals(2, e.fanInLimit());
        assertEquals(4, e.openSources());
        assertEquals(7, e.key());
        assertEquals("4 sources overlap at key 7, more than the fan-in limit of 2", e.getMessage());
        assertFalse(sources.get(2).isOpened());
        merger.close();
        assertTrue(sources.get(0).isClosed() && sources.get(1).isClosed());
    }

    @Test
    void afterAFailureTheMergeRefusesToGoOnAndClosesAllThatIsOpen() {
        RuntimeException failure = new IllegalStateException("disk on fire");
        FakeSource good = FakeSource.of(8, 1, 5, 9);
        FakeSource bad = FakeSource.of(1, 1, 2, 3).failingOnNext(failure);
        RunMerger merger = new RunMerger(List.of(good, bad), 2);
        Runs runs = new Runs();
        assertSame(failure, assertThrows(IllegalStateException.class, () -> merger.next(100, runs)));
        assertThrows(IllegalStateException.class, () -> merger.next(100, runs));
        merger.close();
        merger.close();
        assertTrue(good.isClosed() && bad.isClosed());
    }

    @Test
    void afterCloseThereIsNoNext() {
        RunMerger merger = new RunMerger(List.of(FakeSource.of(8, 1)), 2);
        merger.close();
        assertThrows(IllegalStateException.class, () -> merger.next(100, new Runs()));
    }

    @Test
    void allAreClosedEvenIfClosingFails() {
        RuntimeException first = new IllegalStateException("first");
        RuntimeException second = new IllegalStateException("second");
        List<FakeSource> sources = List.of(
                FakeSource.of(1, 1, 9),
                FakeSource.of(1, 1, 9).failingOnClose(second),
                FakeSource.of(1, 1, 9),
                FakeSource.of(1, 0, 9).failingOnClose(first));
        RunMerger merger = new RunMerger(List.copyOf(sources), 4);
        merger.next(3, new Runs());
        merger.next(1, new Runs());
        RuntimeException e = assertThrows(IllegalStateException.class, merger::close);
        assertSame(first, e);
        assertSame(second, e.getSuppressed()[0]);
        assertTrue(sources.stream().allMatch(FakeSource::isClosed));
        merger.close();
    }

    @Test
    void aSourceWhoseCloseFailsAtItsEndIsNotClosedAgain() {
        FakeSource bad = FakeSource.of(1, 1).failingOnClose(new IllegalStateException("no"));
        RunMerger merger = new RunMerger(List.of(bad), 1);
        assertThrows(IllegalStateException.class, () -> merger.next(1, new Runs()));
        merger.close();
        assertTrue(bad.isClosed());
    }

    /** One key of an honest set is moved: the merge either notices, or its order is right all the same. */
    @Test
    void noLieEverGivesAWrongOrder() {
        int noticed = 0;
        for (long seed = 0; seed < 3000; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            List<FakeSource> sources = new ArrayList<>();
            int liar = random.nextInt(4);
            for (int i = 0; i < 4; i++) {
                long[] keys =
                        random.longs(random.nextInt(1, 12), 0, 20).sorted().toArray();
                long bound = keys[0];
                if (i == liar) {
                    keys[random.nextInt(keys.length)] = random.nextLong(-3, 23);
                }
                sources.add(new FakeSource(keys, keys.length, bound, random.nextInt(1, 5)));
            }
            try {
                assertEquals(NaiveMerge.of(sources), drain(sources), "seed " + seed);
            } catch (KeyOrderException e) {
                assertEquals(liar, e.ordinal(), "seed " + seed);
                noticed++;
            }
        }
        assertTrue(noticed > 1000, "noticed only " + noticed);
    }

    private static List<NaiveMerge.Row> drain(List<FakeSource> sources) {
        List<NaiveMerge.Row> rows = new ArrayList<>();
        Runs runs = new Runs();
        long[] keys = new long[3];
        try (RunMerger merger = new RunMerger(List.copyOf(sources), sources.size())) {
            while (merger.next(keys.length, runs, keys) > 0) {
                NaiveMerge.appendRows(runs, keys, rows);
                runs.clear();
            }
        } finally {
            assertTrue(sources.stream().allMatch(source -> source.isOpened() == source.isClosed()), "left open");
        }
        return rows;
    }

    private static final class EmptyBlocks implements KeyStream {

        @Override
        public boolean next() {
            return true;
        }

        @Override
        public long[] keys() {
            return new long[1];
        }

        @Override
        public int size() {
            return 0;
        }

        @Override
        public void close() {}
    }
}
