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
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** PLAIN values, in nanoseconds a value. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 1,
        jvmArgsAppend = {"-Xmx1g", "-XX:+UseSerialGC"})
@State(Scope.Thread)
public class PlainBenchmark {
    static final int VALUES = 1 << 16;

    private final int[] ints = new int[VALUES];
    private final long[] longs = new long[VALUES];
    private final int[] intResult = new int[VALUES];
    private final long[] longResult = new long[VALUES];
    private final ByteBuilder intBytes = new ByteBuilder(1 << 20);
    private final ByteBuilder longBytes = new ByteBuilder(1 << 20);
    private final ByteBuilder out = new ByteBuilder(1 << 20);
    private final PlainIntDecoder intDecoder = new PlainIntDecoder();
    private final PlainLongDecoder longDecoder = new PlainLongDecoder();

    /** Fills the pages. */
    @Setup
    public void fill() {
        SplittableRandom random = new SplittableRandom(1);
        Arrays.setAll(ints, i -> random.nextInt());
        Arrays.setAll(longs, i -> random.nextLong());
        PlainEncoder.ints(ints, 0, VALUES, intBytes);
        PlainEncoder.longs(longs, 0, VALUES, longBytes);
    }

    @Benchmark
    @OperationsPerInvocation(VALUES)
    public int[] decodeInts() {
        intDecoder.reset(intBytes.array(), 0, intBytes.size(), VALUES);
        intDecoder.decode(intResult, 0, VALUES);
        return intResult;
    }

    @Benchmark
    @OperationsPerInvocation(VALUES)
    public long[] decodeLongs() {
        longDecoder.reset(longBytes.array(), 0, longBytes.size(), VALUES);
        longDecoder.decode(longResult, 0, VALUES);
        return longResult;
    }

    @Benchmark
    @OperationsPerInvocation(VALUES)
    public ByteBuilder encodeInts() {
        out.clear();
        PlainEncoder.ints(ints, 0, VALUES, out);
        return out;
    }

    @Benchmark
    @OperationsPerInvocation(VALUES)
    public ByteBuilder encodeLongs() {
        out.clear();
        PlainEncoder.longs(longs, 0, VALUES, out);
        return out;
    }
}
