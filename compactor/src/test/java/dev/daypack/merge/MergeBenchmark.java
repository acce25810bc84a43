package dev.daypack.merge;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.LongSupplier;

/**
 * Measures the merge and the sorter, in nanoseconds a row: CPU time of the one thread, so that other load on the
 * machine counts for little; median and best of the rounds. Run it with
 * {@code java -cp target/classes:target/test-classes dev.daypack.merge.MergeBenchmark}.
 */
final class MergeBenchmark {

    private static final int ROWS = 4_000_000;
    private static final int BLOCK_ROWS = 65_536;
    private static final int ROW_GROUP_ROWS = 1_048_576;
    private static final int WARM_UP_ROUNDS = 8;
    private static final int ROUNDS = 9;
    private static final long START_NS = 1_767_755_367_000_000_000L;

    /** The sink: a result that is used cannot be optimised away. */
    private long sink;

    private MergeBenchmark() {}

    public static void main(String[] args) {
        new MergeBenchmark().run();
    }

    private void run() {
        System.out.println("java " + System.getProperty("java.version") + ", " + ROWS + " rows, ns/row");
        merge("480 adjacent sources", adjacent(480));
        for (int fanIn : new int[] {2, 4, 16, 100, 480}) {
            merge(fanIn + " interleaved sources, random row by row", interleaved(fanIn, 1));
        }
        merge("16 interleaved sources, runs of 20", interleaved(16, 20));
        merge("16 interleaved sources, runs of 1000", interleaved(16, 1000));
        sort("sorted", sorted());
        sort("1 % of the rows late by up to 50", late(100, 50));
        sort("one row in 10,000 late by up to 100,000", late(10_000, 100_000));
        sort("every row moved by up to 8 places", jittered(8));
        sort("every row moved by up to 200 places", jittered(200));
        sort("reversed", reversed());
        sort("random", new SplittableRandom(7).longs(ROWS).toArray());
        System.out.println("(" + sink + ")");
    }

    private void merge(String name, List<KeySource> sources) {
        Runs runs = new Runs();
        long[] keys = new long[ROW_GROUP_ROWS];
        measure("merge, " + name, () -> {
            long start = cpuNanos();
            try (RunMerger merger = new RunMerger(sources, sources.size())) {
                runs.clear();
                while (merger.next(ROW_GROUP_ROWS, runs, keys) > 0) {
                    sink += runs.count() + keys[0];
                    runs.clear();
                }
                sink += merger.maxOpenSources();
            }
            return cpuNanos() - start;
        });
    }

    private void sort(String name, long[] keys) {
        KeySorter sorter = new KeySorter();
        long[] work = new long[keys.length];
        measure("sort, " + name, () -> {
            System.arraycopy(keys, 0, work, 0, keys.length);
            long start = cpuNanos();
            sink += sorter.sort(work, work.length);
            return cpuNanos() - start;
        });
    }

    private static long cpuNanos() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    private static void measure(String name, LongSupplier round) {
        for (int i = 0; i < WARM_UP_ROUNDS; i++) {
            round.getAsLong();
        }
        long[] nanos = new long[ROUNDS];
        for (int i = 0; i < ROUNDS; i++) {
            nanos[i] = round.getAsLong();
        }
        Arrays.sort(nanos);
        double median = (double) nanos[ROUNDS / 2] / ROWS;
        double best = (double) nanos[0] / ROWS;
        System.out.printf("%-55s %8.2f  (best %.2f)%n", name, median, best);
    }

    private static List<KeySource> adjacent(int count) {
        long[] keys = sorted();
        List<KeySource> sources = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            long[] part =
                    Arrays.copyOfRange(keys, (int) ((long) ROWS * i / count), (int) ((long) ROWS * (i + 1) / count));
            sources.add(new ArraySource(part, part[0], BLOCK_ROWS));
        }
        return sources;
    }

    /** Every stretch of {@code stretch} rows goes to a source drawn at random. */
    private static List<KeySource> interleaved(int count, int stretch) {
        SplittableRandom random = new SplittableRandom(42);
        long[] keys = sorted();
        long[][] parts = new long[count][16];
        int[] sizes = new int[count];
        int part = 0;
        for (int i = 0; i < ROWS; i++) {
            part = i % stretch == 0 ? random.nextInt(count) : part;
            if (sizes[part] == parts[part].length) {
                parts[part] = Arrays.copyOf(parts[part], 2 * sizes[part]);
            }
            parts[part][sizes[part]++] = keys[i];
        }
        List<KeySource> sources = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            sources.add(new ArraySource(Arrays.copyOf(parts[i], sizes[i]), parts[i][0], BLOCK_ROWS));
        }
        return sources;
    }

    /** Times that go up by 0 to 9 ms, so one row in ten has the time of the row before. */
    private static long[] sorted() {
        SplittableRandom random = new SplittableRandom(1);
        long[] keys = new long[ROWS];
        long now = START_NS;
        for (int i = 0; i < ROWS; i++) {
            now += random.nextInt(10) * 1_000_000L;
            keys[i] = now;
        }
        return keys;
    }

    private static long[] late(int every, int byRows) {
        SplittableRandom random = new SplittableRandom(3);
        long[] keys = sorted();
        for (int i = byRows; i < ROWS; i += every) {
            keys[i] = keys[i - 1 - random.nextInt(byRows)];
        }
        return keys;
    }

    private static long[] jittered(int places) {
        SplittableRandom random = new SplittableRandom(5);
        long[] keys = new long[ROWS];
        Arrays.setAll(keys, i -> START_NS + i + random.nextInt(places));
        return keys;
    }

    private static long[] reversed() {
        long[] keys = new long[ROWS];
        Arrays.setAll(keys, i -> START_NS - i);
        return keys;
    }
}
