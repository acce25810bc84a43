package dev.daypack.merge;

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

/** Sorting of keys with their rows, in nanoseconds a row; the copy of the keys is part of it. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 1,
        jvmArgsAppend = {"-Xmx1g", "-XX:+UseSerialGC"})
@State(Scope.Thread)
public class KeySorterBenchmark {
    static final int ROWS = 1 << 22;

    /** {@code late-N}: one row in N comes late; {@code moved-N}: every row is moved by less than N places. */
    @Param({"sorted", "late-100", "late-10000", "moved-8", "moved-200", "reversed", "random"})
    private String order;

    private long[] keys;
    private final long[] work = new long[ROWS];
    private final KeySorter sorter = new KeySorter();

    /** Makes the keys. */
    @Setup
    public void fill() {
        keys = switch (order) {
            case "sorted" -> Keys.sorted(ROWS);
            case "late-100" -> Keys.late(ROWS, 100, 50);
            case "late-10000" -> Keys.late(ROWS, 10_000, 100_000);
            case "moved-8" -> Keys.moved(ROWS, 8);
            case "moved-200" -> Keys.moved(ROWS, 200);
            case "reversed" -> Keys.reversed(ROWS);
            default -> Keys.random(ROWS);
        };
    }

    @Benchmark
    @OperationsPerInvocation(ROWS)
    public int sort() {
        System.arraycopy(keys, 0, work, 0, ROWS);
        return sorter.sort(work, ROWS);
    }
}
