package dev.daypack.merge;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Loser tree and gallop, with the opening of sources and the copying of keys; in nanoseconds a row. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 1,
        jvmArgsAppend = {"-Xmx1g", "-XX:+UseSerialGC"})
@State(Scope.Thread)
public class RunMergerBenchmark {
    static final int ROWS = 1 << 22;

    private static final int BLOCK_ROWS = 1 << 16;
    private static final int ROW_GROUP_ROWS = 1 << 20;

    @Param({"1", "2", "16", "480"})
    private int sources;

    /** How many rows in a row come from one source: 0 all of them, so that sources are adjacent. */
    @Param({"0", "1", "20", "1000"})
    private int stretch;

    private final Runs runs = new Runs();
    private final long[] keys = new long[ROW_GROUP_ROWS];
    private List<KeySource> parts;

    /** Cuts the keys into sources. */
    @Setup
    public void cut() {
        long[] all = Keys.sorted(ROWS);
        parts = stretch == 0 ? adjacent(all) : interleaved(all);
    }

    private List<KeySource> adjacent(long[] all) {
        List<KeySource> cut = new ArrayList<>();
        for (int i = 0; i < sources; i++) {
            int from = (int) ((long) ROWS * i / sources);
            int to = (int) ((long) ROWS * (i + 1) / sources);
            cut.add(new ArraySource(Arrays.copyOfRange(all, from, to), BLOCK_ROWS));
        }
        return cut;
    }

    private List<KeySource> interleaved(long[] all) {
        SplittableRandom random = new SplittableRandom(42);
        long[][] cut = new long[sources][16];
        int[] sizes = new int[sources];
        int source = 0;
        for (int i = 0; i < ROWS; i++) {
            if (i % stretch == 0) {
                // One for each first, so that none is empty.
                source = i / stretch < sources ? i / stretch : random.nextInt(sources);
            }
            if (sizes[source] == cut[source].length) {
                cut[source] = Arrays.copyOf(cut[source], 2 * sizes[source]);
            }
            cut[source][sizes[source]++] = all[i];
        }
        List<KeySource> result = new ArrayList<>();
        for (int i = 0; i < sources; i++) {
            result.add(new ArraySource(Arrays.copyOf(cut[i], sizes[i]), BLOCK_ROWS));
        }
        return result;
    }

    @Benchmark
    @OperationsPerInvocation(ROWS)
    public long merge() {
        try (RunMerger merger = new RunMerger(parts, sources)) {
            runs.clear();
            while (merger.next(ROW_GROUP_ROWS, runs, keys) > 0) {
                runs.clear();
            }
            return merger.runs();
        }
    }
}
