package dev.daypack.codec;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
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
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Codecs over a page of 131,072 prices of 8 bytes, a random walk in ticks; in nanoseconds a value. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 1,
        jvmArgsAppend = {"-Xmx1g", "-XX:+UseSerialGC"})
@State(Scope.Thread)
public class CodecBenchmark {
    static final int VALUES = 1 << 17;

    private static final int PAGE_BYTES = VALUES * Long.BYTES;

    @Param({"SNAPPY", "ZSTD 1", "ZSTD 3", "ZSTD 9"})
    private String codec;

    private final byte[] page = new byte[PAGE_BYTES];
    private final byte[] result = new byte[PAGE_BYTES];
    private byte[] packed;
    private byte[] target;
    private int packedBytes;
    private Codec subject;

    /** Fills the page. */
    @Setup
    public void fill() {
        SplittableRandom random = new SplittableRandom(1);
        ByteBuffer prices = ByteBuffer.wrap(page).order(ByteOrder.LITTLE_ENDIAN);
        long price = 8_912_345;
        for (int i = 0; i < VALUES; i++) {
            price += random.nextInt(4) == 0 ? random.nextInt(21) - 10 : 0;
            prices.putLong(price);
        }
        subject = codec.equals("SNAPPY") ? new SnappyCodec() : new ZstdCodec(Integer.parseInt(codec.substring(5)));
        packed = new byte[subject.maxCompressedLength(PAGE_BYTES)];
        target = new byte[packed.length];
        packedBytes = subject.compress(page, 0, PAGE_BYTES, packed, 0);
    }

    /** Gives native memory back. */
    @TearDown
    public void close() {
        subject.close();
    }

    @Benchmark
    @OperationsPerInvocation(VALUES)
    public int compress() {
        return subject.compress(page, 0, PAGE_BYTES, target, 0);
    }

    @Benchmark
    @OperationsPerInvocation(VALUES)
    public int decompress() {
        return subject.decompress(packed, 0, packedBytes, result, 0, PAGE_BYTES);
    }
}
