package dev.daypack.encoding;

import java.util.Random;
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

/** Unpacking of bits alone, in nanoseconds a value. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 1,
        jvmArgsAppend = {"-Xmx1g", "-XX:+UseSerialGC"})
@State(Scope.Thread)
public class BitUnpackingBenchmark {
    static final int VALUES = 1 << 16;

    @Param({
        "1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12", "13", "15", "16", "17", "18", "20", "29", "31"
    })
    private int width;

    private final byte[] packed = new byte[VALUES * 8];
    private final int[] ints = new int[VALUES];
    private final long[] longs = new long[VALUES];

    /** Fills the page. */
    @Setup
    public void fill() {
        new Random(1).nextBytes(packed);
    }

    @Benchmark
    @OperationsPerInvocation(VALUES)
    public int[] ints() {
        BitUnpacking.unpackInts(packed, 0, packed.length, width, 0, ints, 0, VALUES);
        return ints;
    }

    @Benchmark
    @OperationsPerInvocation(VALUES)
    public long[] longs() {
        BitUnpacking.unpackLongs(packed, 0, packed.length, width, 0, longs, 0, VALUES);
        return longs;
    }
}
