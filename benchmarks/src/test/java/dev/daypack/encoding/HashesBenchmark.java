package dev.daypack.encoding;

import java.util.Arrays;
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

/** Hashes of values, in nanoseconds a value. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 1,
        jvmArgsAppend = {"-Xmx1g", "-XX:+UseSerialGC"})
@State(Scope.Thread)
public class HashesBenchmark {
    static final int VALUES = 1 << 16;

    @Param({"10", "36", "200"})
    private int bytesEach;

    private final long[] longs = new long[VALUES];
    private BinaryVector binaries;

    /** Fills the values. */
    @Setup
    public void fill() {
        SplittableRandom random = new SplittableRandom(1);
        Arrays.setAll(longs, i -> random.nextLong());
        binaries = new BinaryVector(VALUES, VALUES * bytesEach);
        byte[] value = new byte[bytesEach];
        for (int i = 0; i < VALUES; i++) {
            random.nextBytes(value);
            binaries.append(value, 0, value.length);
        }
    }

    @Benchmark
    @OperationsPerInvocation(VALUES)
    public long ofBinaries() {
        long sum = 0;
        for (int i = 0; i < VALUES; i++) {
            sum += Hashes.hash(binaries, i);
        }
        return sum;
    }

    @Benchmark
    @OperationsPerInvocation(VALUES)
    public long mixOfLongs() {
        long sum = 0;
        for (int i = 0; i < VALUES; i++) {
            sum += Hashes.mix(longs[i]);
        }
        return sum;
    }
}
