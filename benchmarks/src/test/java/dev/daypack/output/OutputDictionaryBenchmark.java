package dev.daypack.output;

import dev.daypack.input.ValueKind;
import dev.daypack.memory.BufferPool;
import dev.daypack.memory.MemoryLedger;
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

/** The output's dictionary in the order of first sight, in nanoseconds a row; the copy of the ids is part of it. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 1,
        jvmArgsAppend = {"-Xmx1g", "-XX:+UseSerialGC"})
@State(Scope.Thread)
public class OutputDictionaryBenchmark {
    static final int ROWS = 1 << 20;

    /** Entries that are known, of which the rows have all. */
    @Param({"256", "65536"})
    private int entries;

    private final BufferPool pool = new BufferPool(new MemoryLedger(Long.MAX_VALUE));
    private final int[] ids = new int[ROWS];
    private Interner interner;
    private ColumnValues values;

    /** Makes the ids and what they stand for; early rows show few of them, as prices do. */
    @Setup
    public void fill() {
        SplittableRandom random = new SplittableRandom(1);
        interner = new Interner(false, pool);
        for (int id = 0; id < entries; id++) {
            interner.intern(Double.doubleToRawLongBits((600_000 + id) / 10.0));
        }
        for (int i = 0; i < ROWS; i++) {
            int middle = (int) ((long) i * entries / ROWS);
            ids[i] = Math.floorMod(middle + random.nextInt(128) - 64, entries);
        }
        values = ColumnValues.ofIds(ValueKind.LONG, ROWS, pool);
    }

    @Benchmark
    @OperationsPerInvocation(ROWS)
    public int ofIds() {
        System.arraycopy(ids, 0, values.ids(), 0, ROWS);
        try (OutputDictionary dictionary = OutputDictionary.build(values, interner, pool)) {
            return dictionary.size();
        }
    }
}
