package dev.daypack.output;

import dev.daypack.encoding.BinaryVector;
import dev.daypack.input.Dictionaries;
import dev.daypack.input.ValueDictionary;
import dev.daypack.input.ValueKind;
import dev.daypack.memory.BufferPool;
import dev.daypack.memory.MemoryLedger;
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
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Ids of a source's dictionary to shared ones, in nanoseconds an id; each dictionary is new, or seen before. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 1,
        jvmArgsAppend = {"-Xmx1g", "-XX:+UseSerialGC"})
@State(Scope.Thread)
public class DictionaryMappingBenchmark {
    static final int VALUES = 1 << 16;

    @Param({"LONG", "BINARY"})
    private ValueKind kind;

    /** Entries of the source's dictionary. */
    @Param({"1", "256", "16384"})
    private int entries;

    private final int[] ids = new int[VALUES];
    private final int[] work = new int[VALUES];
    private ValueDictionary dictionary;
    private DictionaryMapping mapping;

    /** Makes the dictionary and ids of it. */
    @Setup
    public void fill() {
        SplittableRandom random = new SplittableRandom(1);
        BufferPool pool = new BufferPool(new MemoryLedger(Long.MAX_VALUE));
        long[] bits = new long[entries];
        BinaryVector binaries = new BinaryVector(entries, entries * 16);
        for (int id = 0; id < entries; id++) {
            bits[id] = Double.doubleToRawLongBits((600_000 + id) / 10.0);
            byte[] text = Long.toString(3_000_000_000L + id).getBytes(StandardCharsets.US_ASCII);
            binaries.append(text, 0, text.length);
        }
        dictionary =
                kind == ValueKind.BINARY ? Dictionaries.ofBinaries(pool, binaries) : Dictionaries.ofBits(pool, bits);
        Arrays.setAll(ids, i -> random.nextInt(entries));
        mapping = new DictionaryMapping(new Interner(kind == ValueKind.BINARY, pool));
    }

    @Benchmark
    @OperationsPerInvocation(VALUES)
    public int[] newDictionary() {
        mapping.forget();
        return map();
    }

    @Benchmark
    @OperationsPerInvocation(VALUES)
    public int[] sameDictionary() {
        return map();
    }

    private int[] map() {
        System.arraycopy(ids, 0, work, 0, VALUES);
        mapping.map(dictionary, work, 0, VALUES);
        return work;
    }
}
