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

/** Sorting of byte string keys of 18 bytes, in nanoseconds a row; the copy of the keys is part of it. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 1,
        jvmArgsAppend = {"-Xmx1g", "-XX:+UseSerialGC"})
@State(Scope.Thread)
public class WideKeySorterBenchmark {
    static final int ROWS = 1 << 20;

    /** By how many places rows are moved at most; 0 is sorted. */
    @Param({"0", "200", "1000000"})
    private int places;

    private KeyBlock keys;
    private final KeyBlock work = new KeyBlock(ROWS, 20 * ROWS);
    private final WideKeySorter sorter = new WideKeySorter();

    /** Makes the keys. */
    @Setup
    public void fill() {
        keys = Keys.wide(ROWS, places);
    }

    @Benchmark
    @OperationsPerInvocation(ROWS)
    public long sort() {
        work.clear();
        work.addAll(keys);
        return sorter.sort(work);
    }
}
