package dev.daypack.merge;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.LongSupplier;

/**
 * Measures the merge and the sorter of byte string keys as {@link MergeBenchmark} does those of numbers: nanoseconds of
 * CPU time a row, median and best. A key is a time and an id of ten characters, as of {@code ts_event, trade_id}. Run
 * it with {@code java -cp target/classes:target/test-classes dev.daypack.merge.WideMergeBenchmark}.
 */
final class WideMergeBenchmark {

    private static final int ROWS = 1_000_000;
    private static final int BLOCK_ROWS = 8_192;
    private static final int ROUNDS = 9;

    /** The sink: a result that is used cannot be optimised away. */
    private long sink;

    private WideMergeBenchmark() {}

    public static void main(String[] args) {
        new WideMergeBenchmark().run();
    }

    private void run() {
        System.out.println("java " + System.getProperty("java.version") + ", " + ROWS + " rows, ns/row");
        merge("one source", 1, 1);
        for (int count : new int[] {2, 16, 480}) {
            merge(count + " interleaved sources, random row by row", count, 1);
        }
        merge("16 interleaved sources, runs of 1000", 16, 1000);
        sort("sorted", 0);
        sort("every row moved by up to 200 places", 200);
        sort("random", ROWS);
    }

    private void merge(String name, int count, int stretch) {
        SplittableRandom random = new SplittableRandom(42);
        List<KeyBlock> parts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            parts.add(new KeyBlock(16, 256));
        }
        KeyBlock all = keys(0);
        int part = 0;
        for (int i = 0; i < ROWS; i++) {
            part = i % stretch == 0 ? random.nextInt(count) : part;
            parts.get(part).put(all.bytes(), all.start(i), all.end(i) - all.start(i));
            parts.get(part).endKey();
        }
        Runs runs = new Runs();
        measure("merge, " + name, () -> {
            List<WideKeySource> sources = parts.stream()
                    .map(Blocks::new)
                    .map(WideKeySource.class::cast)
                    .toList();
            long start = cpuNanos();
            try (WideRunMerger merger = new WideRunMerger(sources, count)) {
                while (merger.next(ROWS, runs) > 0) {
                    sink += runs.count();
                    runs.clear();
                }
            }
            return cpuNanos() - start;
        });
    }

    private void sort(String name, int places) {
        KeyBlock keys = keys(places);
        WideKeySorter sorter = new WideKeySorter();
        measure("sort, " + name, () -> {
            KeyBlock work = new KeyBlock(ROWS, keys.byteCount());
            work.addAll(keys);
            long start = cpuNanos();
            sink += sorter.sort(work);
            return cpuNanos() - start;
        });
    }

    private static KeyBlock keys(int places) {
        SplittableRandom random = new SplittableRandom(1);
        KeyBlock keys = new KeyBlock(ROWS, 20 * ROWS);
        long now = 1_767_755_367_000L;
        for (int i = 0; i < ROWS; i++) {
            now += random.nextInt(10);
            keys.putLong(now + (places == 0 ? 0 : 4L * random.nextInt(places)) ^ Long.MIN_VALUE);
            for (int digit = 0; digit < 10; digit++) {
                keys.put(places == 0 ? '0' : '0' + random.nextInt(10));
            }
            keys.endKey();
        }
        return keys;
    }

    private static long cpuNanos() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    private void measure(String name, LongSupplier round) {
        long[] nanos = new long[ROUNDS];
        for (int i = -ROUNDS; i < ROUNDS; i++) {
            nanos[Math.max(0, i)] = round.getAsLong();
        }
        Arrays.sort(nanos);
        System.out.printf(
                "%-50s median %6.1f  best %6.1f  (%d)%n",
                name, (double) nanos[ROUNDS / 2] / ROWS, (double) nanos[0] / ROWS, sink & 1);
    }

    /** A sorted source of blocks, copied as a reader would fill them. */
    private record Blocks(KeyBlock keys) implements WideKeySource {

        @Override
        public long rows() {
            return keys.count();
        }

        @Override
        public byte[] lowerBound() {
            return keys.copy(0);
        }

        @Override
        public WideKeyStream open() {
            return new Stream(keys);
        }
    }

    private static final class Stream implements WideKeyStream {
        private final KeyBlock keys;
        private final KeyBlock block = new KeyBlock(BLOCK_ROWS, BLOCK_ROWS);
        private int taken;

        Stream(KeyBlock keys) {
            this.keys = keys;
        }

        @Override
        public boolean next() {
            block.clear();
            for (int i = 0; i < BLOCK_ROWS && taken < keys.count(); i++, taken++) {
                block.put(keys.bytes(), keys.start(taken), keys.end(taken) - keys.start(taken));
                block.endKey();
            }
            return block.count() > 0;
        }

        @Override
        public KeyBlock keys() {
            return block;
        }

        @Override
        public void close() {
            // Nothing is held.
        }
    }
}
