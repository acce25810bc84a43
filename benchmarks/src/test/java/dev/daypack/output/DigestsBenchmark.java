package dev.daypack.output;

import dev.daypack.encoding.BinaryVector;
import dev.daypack.input.NullMask;
import java.nio.charset.StandardCharsets;
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

/** The digest of conservation, in nanoseconds a value. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 1,
        jvmArgsAppend = {"-Xmx1g", "-XX:+UseSerialGC"})
@State(Scope.Thread)
public class DigestsBenchmark {
    static final int VALUES = 1 << 16;

    private static final int ENTRIES = 4_096;

    private final NullMask nulls = new NullMask();
    private final long[] identities = new long[VALUES];
    private final long[] longs = new long[VALUES];
    private final int[] ints = new int[VALUES];
    private final int[] ids = new int[VALUES];
    private final long[] hashes = new long[ENTRIES];
    private final BinaryVector binaries = new BinaryVector(VALUES, VALUES * 16);

    /** Makes the values. */
    @Setup
    public void fill() {
        SplittableRandom random = new SplittableRandom(1);
        Arrays.setAll(identities, i -> random.nextLong());
        Arrays.setAll(longs, i -> random.nextLong());
        Arrays.setAll(ints, i -> random.nextInt());
        Arrays.setAll(ids, i -> random.nextInt(ENTRIES));
        Arrays.setAll(hashes, i -> random.nextLong());
        for (int i = 0; i < VALUES; i++) {
            byte[] text = Long.toString(3_000_000_000L + i).getBytes(StandardCharsets.US_ASCII);
            binaries.append(text, 0, text.length);
        }
    }

    @Benchmark
    @OperationsPerInvocation(VALUES)
    public long ofLongs() {
        return Digests.ofLongs(longs, nulls, 0, VALUES, identities, 0);
    }

    @Benchmark
    @OperationsPerInvocation(VALUES)
    public long ofInts() {
        return Digests.ofInts(ints, nulls, 0, VALUES, identities, 0);
    }

    @Benchmark
    @OperationsPerInvocation(VALUES)
    public long ofIds() {
        return Digests.ofIds(ids, hashes, 0, VALUES, identities, 0);
    }

    @Benchmark
    @OperationsPerInvocation(VALUES)
    public long ofBinaries() {
        return Digests.ofBinaries(binaries, nulls, 0, VALUES, identities, 0);
    }
}
