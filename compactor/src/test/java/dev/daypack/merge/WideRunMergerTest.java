package dev.daypack.merge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The rules of {@link RunMergerTest}, of keys that are byte strings. */
class WideRunMergerTest {

    /** In order; told apart by the first byte, by the length, and behind the eighth byte. */
    private static final String[] KEYS = {"", "kkkkkkkk", "kkkkkkkka\u00ff"};

    private record Row(byte[] key, int source, long row) {
        @Override
        public String toString() {
            return new String(key, StandardCharsets.ISO_8859_1) + "@" + source + "/" + row;
        }
    }

    @Test
    void everyCaseOfUpToThreeSourcesAgreesWithTheNaiveSort() {
        List<String[]> contents = contents(3);
        assertEquals(20, contents.size());
        int turn = 0;
        for (String[] first : contents) {
            for (String[] second : contents) {
                for (String[] third : contents) {
                    check(turn++, first, second, third);
                }
                check(turn++, first, second);
            }
            check(turn++, first);
        }
    }

    /** Blocks of 1 to 3 rows, calls of any length, bounds at the first key or far below: in turn. */
    private static void check(int turn, String[]... contents) {
        List<FakeWideSource> sources = new ArrayList<>();
        for (String[] keys : contents) {
            List<byte[]> bytes = Arrays.stream(keys).map(FakeWideSource::bytes).toList();
            byte[] bound = keys.length == 0 || turn % 5 == 0 ? new byte[0] : bytes.get(0);
            sources.add(new FakeWideSource(bytes, keys.length, bound, 1 + turn % 3));
        }
        try {
            assertEquals(naive(sources), merged(sources, 3, 1 + turn % 4));
            sources.forEach(source -> {
                assertEquals(source.rows() > 0, source.isOpened());
                assertEquals(source.rows() > 0, source.isClosed());
            });
        } catch (AssertionError | RuntimeException e) {
            throw new AssertionError(Arrays.deepToString(contents) + ", turn " + turn, e);
        }
    }

    private static List<String[]> contents(int rows) {
        List<String[]> all = new ArrayList<>();
        all.add(new String[0]);
        for (int done = 0; done < all.size(); done++) {
            String[] keys = all.get(done);
            int from = keys.length == 0 ? 0 : Arrays.asList(KEYS).indexOf(keys[keys.length - 1]);
            for (int key = from; key < KEYS.length && keys.length < rows; key++) {
                String[] longer = Arrays.copyOf(keys, keys.length + 1);
                longer[keys.length] = KEYS[key];
                all.add(longer);
            }
        }
        return all;
    }

    @Test
    void equalKeysComeFromTheLowerSourceFirst() {
        for (int count : new int[] {1, 2, 3, 5, 7}) {
            List<FakeWideSource> sources = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                sources.add(FakeWideSource.of(2, "same", "same", "same"));
            }
            try (WideRunMerger merger = new WideRunMerger(List.copyOf(sources), 1)) {
                Runs runs = new Runs();
                assertEquals(3 * count, merger.next(1000, runs));
                assertEquals(count, runs.count(), "each is one run");
                assertEquals(1, merger.maxOpenSources(), "no later source is needed before the one before has ended");
            }
        }
    }

    @Test
    void largeMergesOfAnyShapeAgreeWithTheNaiveSort() {
        for (long seed = 1; seed <= 30; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            List<FakeWideSource> sources = randomSources(random, random.nextInt(1, 60), 5_000);
            try {
                assertEquals(naive(sources), merged(sources, sources.size(), random.nextInt(1, 3000)));
            } catch (AssertionError e) {
                throw new AssertionError("seed " + seed, e);
            }
        }
    }

    private static List<FakeWideSource> randomSources(SplittableRandom random, int count, int rows) {
        List<List<byte[]>> keys = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            keys.add(new ArrayList<>());
        }
        int stretch = 1 << random.nextInt(8);
        int source = 0;
        List<byte[]> all = new ArrayList<>();
        for (int i = 0; i < rows; i++) {
            byte[] key = new byte[random.nextInt(12)];
            for (int at = 0; at < key.length; at++) {
                key[at] = (byte) (random.nextInt(3) - 1);
            }
            all.add(key);
        }
        all.sort(Arrays::compareUnsigned);
        for (byte[] key : all) {
            source = random.nextInt(stretch) == 0 ? random.nextInt(count) : source;
            keys.get(source).add(key);
        }
        List<FakeWideSource> sources = new ArrayList<>();
        for (List<byte[]> own : keys) {
            byte[] bound = own.isEmpty() || random.nextBoolean() ? new byte[0] : own.get(0);
            sources.add(new FakeWideSource(own, own.size(), bound, random.nextInt(1, 300)));
        }
        return sources;
    }

    @Test
    void adjacentSourcesAreOpenOneAtATimeWhateverTheirPlaceInTheList() {
        List<FakeWideSource> sources = new ArrayList<>();
        for (int i = 99; i >= 0; i--) {
            sources.add(FakeWideSource.of(2, "key%03d".formatted(i), "key%03da".formatted(i), "key%03db".formatted(i)));
        }
        assertEquals(naive(sources).toString(), merged(sources, 1, 7).toString());
    }

    @Test
    void nothingComesOutOfNothing() {
        try (WideRunMerger merger = new WideRunMerger(List.of(FakeWideSource.of(1), FakeWideSource.of(1)), 1)) {
            assertEquals(0, merger.next(10, new Runs()));
            assertEquals(0, merger.next(10, new Runs()));
        }
    }

    @Test
    void keysThatStepBackOrLieBelowTheBoundAreErrors() {
        FakeWideSource below = new FakeWideSource(List.of(FakeWideSource.bytes("b")), 1, FakeWideSource.bytes("c"), 1);
        KeyOrderException e = assertThrows(KeyOrderException.class, () -> drain(FakeWideSource.of(1, "a"), below));
        assertEquals(1, e.ordinal());
        assertEquals("source 1, row 0: key 0x62 is below the source's lower bound 0x63", e.getMessage());
        for (int blockRows = 1; blockRows <= 3; blockRows++) {
            FakeWideSource back = FakeWideSource.of(blockRows, "a", "c", "b");
            e = assertThrows(KeyOrderException.class, () -> drain(back));
            assertEquals("source 0, row 2: key 0x62 is below the key before it, 0x63", e.getMessage());
            assertTrue(back.isClosed());
        }
    }

    @Test
    void otherNumbersOfRowsThanClaimedAreErrors() {
        for (int blockRows = 1; blockRows <= 4; blockRows++) {
            List<byte[]> keys = List.of(FakeWideSource.bytes("a"), FakeWideSource.bytes("b"));
            FakeWideSource few = new FakeWideSource(keys, 3, new byte[0], blockRows);
            assertEquals(
                    2, assertThrows(RowCountException.class, () -> drain(few)).deliveredRows());
            FakeWideSource many = new FakeWideSource(keys, 1, new byte[0], blockRows);
            assertEquals(
                    2, assertThrows(RowCountException.class, () -> drain(many)).deliveredRows());
        }
    }

    @Test
    void moreOverlapThanTheFanInLimitIsTold() {
        FakeWideSource[] sources = {
            FakeWideSource.of(4, "a", "z"), FakeWideSource.of(4, "b", "z"), FakeWideSource.of(4, "c")
        };
        try (WideRunMerger merger = new WideRunMerger(List.of(sources), 2)) {
            FanInExceededException e = assertThrows(FanInExceededException.class, () -> merger.next(9, new Runs()));
            assertEquals(2, e.fanInLimit());
            assertEquals(3, e.openSources());
            assertFalse(sources[2].isOpened());
            assertThrows(IllegalStateException.class, () -> merger.next(9, new Runs()));
        }
        assertTrue(sources[0].isClosed() && sources[1].isClosed());
    }

    @Test
    void whatIsOpenIsClosedWhateverFails() {
        RuntimeException onFire = new IllegalStateException("disk on fire");
        FakeWideSource failing = FakeWideSource.of(1, "b", "c").failingOnNext(onFire);
        FakeWideSource stubborn = FakeWideSource.of(1, "a", "z").failingOnClose(new IllegalStateException("stuck"));
        FakeWideSource good = FakeWideSource.of(1, "a", "z");
        WideRunMerger merger = new WideRunMerger(List.of(failing, stubborn, good), 3);
        assertEquals(
                "disk on fire",
                assertThrows(IllegalStateException.class, () -> merger.next(9, new Runs()))
                        .getMessage());
        assertEquals(
                "stuck",
                assertThrows(IllegalStateException.class, merger::close).getMessage());
        assertTrue(failing.isClosed() && stubborn.isClosed() && good.isClosed());
        merger.close();
    }

    @Test
    void rowsCostNoMemory() {
        List<FakeWideSource> sources = randomSources(new SplittableRandom(8), 16, 200_000);
        Runs runs = new Runs();
        for (int i = 0; i < 200_000; i++) {
            runs.append(i, 2L * i, 1);
        }
        runs.clear();
        try (WideRunMerger merger = new WideRunMerger(List.copyOf(sources), 16)) {
            ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
            long thread = Thread.currentThread().getId();
            threads.getThreadAllocatedBytes(thread);
            long before = threads.getThreadAllocatedBytes(thread);
            merger.next(200_000, runs);
            long allocated = threads.getThreadAllocatedBytes(thread) - before;
            assertEquals(200_000, merger.rows());
            // Blocks and the last key of each; the fakes' blocks are small.
            assertTrue(allocated < 2_000_000, allocated + " bytes");
        }
    }

    @Test
    void argumentsAreChecked() {
        assertThrows(IllegalArgumentException.class, () -> new WideRunMerger(List.of(), 0));
        assertThrows(IllegalArgumentException.class, () -> new WideRunMerger(List.of(), LoserTree.MAX_SLOTS + 1));
        FakeWideSource negative = new FakeWideSource(List.of(), -1, new byte[0], 1);
        assertThrows(IllegalArgumentException.class, () -> new WideRunMerger(List.of(negative), 1));
        try (WideRunMerger merger = new WideRunMerger(List.of(FakeWideSource.of(1, "a")), 1)) {
            assertThrows(IllegalArgumentException.class, () -> merger.next(0, new Runs()));
            assertEquals(1, merger.next(1, new Runs()), "a refused call changes nothing");
        }
    }

    private static void drain(FakeWideSource... sources) {
        try (WideRunMerger merger = new WideRunMerger(List.of(sources), sources.length)) {
            while (merger.next(2, new Runs()) > 0) {
                assertTrue(merger.rows() > 0);
            }
        }
    }

    /** As text, which compares. */
    private static List<String> merged(List<FakeWideSource> sources, int fanInLimit, int maxRows) {
        List<String> rows = new ArrayList<>();
        Runs runs = new Runs();
        try (WideRunMerger merger = new WideRunMerger(List.copyOf(sources), fanInLimit)) {
            while (merger.next(maxRows, runs) > 0) {
                for (int run = 0; run < runs.count(); run++) {
                    for (int i = 0; i < runs.length(run); i++) {
                        long row = runs.start(run) + i;
                        byte[] key = sources.get(runs.source(run)).allKeys().get(Math.toIntExact(row));
                        rows.add(new Row(key, runs.source(run), row).toString());
                    }
                }
                runs.clear();
            }
            assertEquals(rows.size(), merger.rows());
        }
        return rows;
    }

    private static List<String> naive(List<FakeWideSource> sources) {
        List<Row> rows = new ArrayList<>();
        for (int source = 0; source < sources.size(); source++) {
            for (byte[] key : sources.get(source).allKeys()) {
                long row = rows.isEmpty() || rows.get(rows.size() - 1).source != source
                        ? 0
                        : rows.get(rows.size() - 1).row + 1;
                rows.add(new Row(key, source, row));
            }
        }
        rows.sort((one, other) -> Arrays.compareUnsigned(one.key, other.key));
        return rows.stream().map(Row::toString).toList();
    }
}
