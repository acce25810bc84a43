package dev.daypack.encoding;

import java.nio.charset.StandardCharsets;
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

/** The encodings of byte arrays, over ids of 10 digits that go up, in nanoseconds a value. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 1,
        jvmArgsAppend = {"-Xmx1g", "-XX:+UseSerialGC"})
@State(Scope.Thread)
public class StringsBenchmark {
    static final int VALUES = 1 << 16;

    /** PLAIN, DELTA_LENGTH_BYTE_ARRAY or DELTA_BYTE_ARRAY. */
    @Param({"plain", "lengths", "prefixes"})
    private String encoding;

    private final BinaryVector values = new BinaryVector(VALUES, VALUES * 16);
    private final BinaryVector result = new BinaryVector(VALUES, VALUES * 16);
    private final ByteBuilder bytes = new ByteBuilder(1 << 21);
    private final ByteBuilder out = new ByteBuilder(1 << 21);
    private final DeltaBinaryEncoder encoder = new DeltaBinaryEncoder();
    private BinaryDecoder decoder;

    /** Fills the page. */
    @Setup
    public void fill() {
        for (int i = 0; i < VALUES; i++) {
            byte[] value = Long.toString(3_000_000_000L + i).getBytes(StandardCharsets.US_ASCII);
            values.append(value, 0, value.length);
        }
        decoder = switch (encoding) {
            case "plain" -> new PlainBinaryDecoder();
            case "lengths" -> new DeltaLengthDecoder();
            default -> DeltaByteArrayDecoder.ofLimit(1 << 20);
        };
        encode(bytes);
    }

    private void encode(ByteBuilder into) {
        switch (encoding) {
            case "plain" -> PlainEncoder.binary(values, 0, VALUES, into);
            case "lengths" -> encoder.encodeLengths(values, 0, VALUES, into);
            default -> encoder.encodePrefixes(values, 0, VALUES, into);
        }
    }

    @Benchmark
    @OperationsPerInvocation(VALUES)
    public BinaryVector decode() {
        result.clear();
        decoder.reset(bytes.array(), 0, bytes.size(), VALUES);
        decoder.decode(result, VALUES);
        return result;
    }

    @Benchmark
    @OperationsPerInvocation(VALUES)
    public ByteBuilder encode() {
        out.clear();
        encode(out);
        return out;
    }
}
