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

/** Dictionary ids and levels (RLE and bit-packed runs), in nanoseconds a value. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 1,
        jvmArgsAppend = {"-Xmx1g", "-XX:+UseSerialGC"})
@State(Scope.Thread)
public class RleBenchmark {
    static final int VALUES = 1 << 16;

    /** {@code bitsN}: any ids of N bits; {@code runsN}: ids of 8 bits, each N times on average; or one id. */
    @Param({"bits1", "bits4", "bits7", "bits8", "bits12", "bits16", "bits17", "runs10", "runs50", "one"})
    private String ids;

    private int width;
    private final int[] values = new int[VALUES];
    private final int[] result = new int[VALUES];
    private final ByteBuilder bytes = new ByteBuilder(1 << 20);
    private final ByteBuilder out = new ByteBuilder(1 << 20);
    private RleDecoder decoder;

    /** Fills the page. */
    @Setup
    public void fill() {
        SplittableRandom random = new SplittableRandom(1);
        if (ids.equals("one")) {
            width = 1;
            Arrays.fill(values, 1);
        } else if (ids.startsWith("bits")) {
            width = Integer.parseInt(ids.substring(4));
            Arrays.setAll(values, i -> random.nextInt(1 << width));
        } else {
            width = 8;
            int length = Integer.parseInt(ids.substring(4));
            for (int i = 1; i < VALUES; i++) {
                values[i] = random.nextInt(length) == 0 ? random.nextInt(256) : values[i - 1];
            }
        }
        RleEncoder.encode(values, 0, VALUES, width, bytes);
        decoder = RleDecoder.levels(width);
    }

    @Benchmark
    @OperationsPerInvocation(VALUES)
    public int[] decode() {
        decoder.reset(bytes.array(), 0, bytes.size(), VALUES);
        decoder.decode(result, 0, VALUES);
        return result;
    }

    @Benchmark
    @OperationsPerInvocation(VALUES)
    public ByteBuilder encode() {
        out.clear();
        RleEncoder.encode(values, 0, VALUES, width, out);
        return out;
    }
}
