package dev.daypack.encoding;

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

/** DELTA_BINARY_PACKED, in nanoseconds a value. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 1,
        jvmArgsAppend = {"-Xmx1g", "-XX:+UseSerialGC"})
@State(Scope.Thread)
public class DeltaBenchmark {
    static final int VALUES = 1 << 16;

    /** Bits that a difference takes; 0: all differences are 1. */
    @Param({"0", "5", "10", "20", "28", "40", "62"})
    private int width;

    private final long[] longs = new long[VALUES];
    private final long[] longResult = new long[VALUES];
    private final int[] ints = new int[VALUES];
    private final int[] intResult = new int[VALUES];
    private final ByteBuilder longBytes = new ByteBuilder(1 << 20);
    private final ByteBuilder intBytes = new ByteBuilder(1 << 20);
    private final ByteBuilder out = new ByteBuilder(1 << 20);
    private final DeltaLongDecoder longDecoder = new DeltaLongDecoder();
    private final DeltaIntDecoder intDecoder = new DeltaIntDecoder();

    /** Fills the pages; differences of ints wrap around. */
    @Setup
    public void fill() {
        SplittableRandom random = new SplittableRandom(1);
        long value = 1_767_755_367_000_000L;
        for (int i = 0; i < VALUES; i++) {
            longs[i] = value;
            ints[i] = (int) value;
            value += width == 0 ? 1 : random.nextLong() >>> (Long.SIZE - width);
        }
        DeltaBinaryPacked.encode(longs, 0, VALUES, longBytes);
        DeltaBinaryPacked.encode(ints, 0, VALUES, intBytes);
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
    public int[] decodeInts() {
        intDecoder.reset(intBytes.array(), 0, intBytes.size(), VALUES);
        intDecoder.decode(intResult, 0, VALUES);
        return intResult;
    }

    @Benchmark
    @OperationsPerInvocation(VALUES)
    public ByteBuilder encodeLongs() {
        out.clear();
        DeltaBinaryPacked.encode(longs, 0, VALUES, out);
        return out;
    }

    @Benchmark
    @OperationsPerInvocation(VALUES)
    public ByteBuilder encodeInts() {
        out.clear();
        DeltaBinaryPacked.encode(ints, 0, VALUES, out);
        return out;
    }

    /** What the choice of an encoding asks for. */
    @Benchmark
    @OperationsPerInvocation(VALUES)
    public long sizeOfLongs() {
        return DeltaBinaryPacked.encodedBytes(longs, 0, VALUES);
    }
}
