package dev.daypack.output;

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

/** The gather of a row group's column into output order, in nanoseconds a row. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 1,
        jvmArgsAppend = {"-Xmx1g", "-XX:+UseSerialGC"})
@State(Scope.Thread)
public class GatherBenchmark {
    static final int ROWS = 1 << 20;

    @Param({"IDS", "INTS", "LONGS", "BINARIES"})
    private String form;

    /** Sources whose rows are dealt out at random. */
    @Param({"2", "16", "480"})
    private int sources;

    private int[] order;
    private ColumnValues values;

    /** Makes the values and their order; gathering them again and again makes no difference to what it costs. */
    @Setup
    public void fill() {
        BufferPool pool = new BufferPool(new MemoryLedger(Long.MAX_VALUE));
        values = switch (form) {
            case "IDS" -> ColumnValues.ofIds(ValueKind.LONG, ROWS, pool);
            case "INTS" -> ColumnValues.ofValues(ValueKind.INT, ROWS, pool);
            case "LONGS" -> ColumnValues.ofValues(ValueKind.LONG, ROWS, pool);
            default -> ColumnValues.ofValues(ValueKind.BINARY, ROWS, pool);
        };
        for (int i = 0; i < ROWS && form.equals("BINARIES"); i++) {
            byte[] text = Long.toString(3_000_000_000L + i).getBytes(StandardCharsets.US_ASCII);
            values.binaries().append(text, 0, text.length);
        }
        order = order();
    }

    /** Output place to place among rows that stand source by source. */
    private int[] order() {
        SplittableRandom random = new SplittableRandom(42);
        int[] source = new int[ROWS];
        int[] next = new int[sources + 1];
        for (int i = 0; i < ROWS; i++) {
            source[i] = random.nextInt(sources);
            next[source[i] + 1]++;
        }
        for (int i = 1; i <= sources; i++) {
            next[i] += next[i - 1];
        }
        int[] places = new int[ROWS];
        for (int i = 0; i < ROWS; i++) {
            places[i] = next[source[i]]++;
        }
        return places;
    }

    @Benchmark
    @OperationsPerInvocation(ROWS)
    public ColumnValues reorder() {
        values.reorder(order);
        return values;
    }
}
