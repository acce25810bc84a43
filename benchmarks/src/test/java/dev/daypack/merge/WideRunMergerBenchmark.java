package dev.daypack.merge;

import java.util.ArrayList;
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

/** The merge of byte string keys of 18 bytes, in nanoseconds a row. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 1,
        jvmArgsAppend = {"-Xmx1g", "-XX:+UseSerialGC"})
@State(Scope.Thread)
public class WideRunMergerBenchmark {
    static final int ROWS = 1 << 20;

    private static final int BLOCK_ROWS = 1 << 13;

    @Param({"1", "2", "16", "480"})
    private int sources;

    /** How many rows in a row come from one source. */
    @Param({"1", "1000"})
    private int stretch;

    private final Runs runs = new Runs();
    private final List<KeyBlock> parts = new ArrayList<>();

    /** Cuts the keys into sources. */
    @Setup
    public void cut() {
        SplittableRandom random = new SplittableRandom(42);
        for (int i = 0; i < sources; i++) {
            parts.add(new KeyBlock(16, 256));
        }
        KeyBlock all = Keys.wide(ROWS, 0);
        int part = 0;
        for (int i = 0; i < ROWS; i++) {
            if (i % stretch == 0) {
                // One for each first, so that none is empty.
                part = i / stretch < sources ? i / stretch : random.nextInt(sources);
            }
            parts.get(part).put(all.bytes(), all.start(i), all.end(i) - all.start(i));
            parts.get(part).endKey();
        }
    }

    @Benchmark
    @OperationsPerInvocation(ROWS)
    public long merge() {
        List<WideKeySource> opened = new ArrayList<>();
        parts.forEach(keys -> opened.add(new BlockSource(keys, BLOCK_ROWS)));
        long count = 0;
        try (WideRunMerger merger = new WideRunMerger(opened, sources)) {
            while (merger.next(ROWS, runs) > 0) {
                count += runs.count();
                runs.clear();
            }
        }
        return count;
    }
}
