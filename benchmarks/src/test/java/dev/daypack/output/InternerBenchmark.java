package dev.daypack.output;

import dev.daypack.encoding.BinaryVector;
import dev.daypack.encoding.Hashes;
import dev.daypack.input.ValueKind;
import dev.daypack.memory.BufferPool;
import dev.daypack.memory.MemoryLedger;
import java.nio.charset.StandardCharsets;
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

/** Interning, in nanoseconds a value: values that are new, and values that are known. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 1,
        jvmArgsAppend = {"-Xmx1g", "-XX:+UseSerialGC"})
@State(Scope.Thread)
public class InternerBenchmark {
    static final int VALUES = 1 << 16;

    @Param({"LONG", "BINARY"})
    private ValueKind kind;

    /** How many of the values differ. */
    @Param({"256", "65536"})
    private int distinct;

    private final long[] bits = new long[VALUES];
    private final BinaryVector binaries = new BinaryVector(VALUES, VALUES * 16);
    private final long[] hashes = new long[VALUES];
    private final BufferPool pool = new BufferPool(new MemoryLedger(Long.MAX_VALUE));
    private Interner known;

    /** Makes the values. */
    @Setup
    public void fill() {
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < VALUES; i++) {
            int value = distinct == VALUES ? i : random.nextInt(distinct);
            bits[i] = Double.doubleToRawLongBits((600_000 + value) / 10.0);
            byte[] text = Long.toString(3_000_000_000L + value).getBytes(StandardCharsets.US_ASCII);
            binaries.append(text, 0, text.length);
            hashes[i] = Hashes.hash(binaries, i);
        }
        known = new Interner(kind == ValueKind.BINARY, pool);
        internAll(known);
    }

    private long internAll(Interner interner) {
        long sum = 0;
        for (int i = 0; i < VALUES; i++) {
            sum += kind == ValueKind.BINARY ? interner.intern(binaries, i, hashes[i]) : interner.intern(bits[i]);
        }
        return sum;
    }

    @Benchmark
    @OperationsPerInvocation(VALUES)
    public long intoNew() {
        try (Interner interner = new Interner(kind == ValueKind.BINARY, pool)) {
            return internAll(interner);
        }
    }

    @Benchmark
    @OperationsPerInvocation(VALUES)
    public long intoKnown() {
        return internAll(known);
    }
}
