package dev.daypack.encoding;

import java.util.Arrays;
import java.util.Locale;
import java.util.Random;

/**
 * Prints what the inner loops cost, in ns a value: the best of several rounds after a warm-up, on one thread. Run its
 * main; it is no test. Arguments, if any, are substrings of the names to run.
 */
public final class EncodingBenchmark {

    private static final int VALUES = 1 << 16;
    private static final int ROUNDS = 400;

    private final Random random = new Random(1);
    private final ByteBuilder out = new ByteBuilder(1 << 20);
    private final int[] ints = new int[VALUES];
    private final long[] longs = new long[VALUES];
    private final int[] intResult = new int[VALUES];
    private final long[] longResult = new long[VALUES];
    private final String[] names;

    private EncodingBenchmark(String[] names) {
        this.names = names;
    }

    public static void main(String[] names) {
        System.out.printf("# JDK %s, ns/value%n", Runtime.version());
        EncodingBenchmark benchmark = new EncodingBenchmark(names);
        benchmark.plain();
        benchmark.bitUnpacking();
        benchmark.hybrid();
        benchmark.delta();
        benchmark.strings();
        benchmark.hashes();
    }

    private void plain() {
        fillLongs(40);
        PlainEncoder.longs(longs, 0, VALUES, out);
        PlainLongDecoder decoder = new PlainLongDecoder();
        measure("plain long decode", () -> {
            decoder.reset(out.array(), 0, out.size(), VALUES);
            decoder.decode(longResult, 0, VALUES);
        });
        measure("plain long encode", () -> {
            out.clear();
            PlainEncoder.longs(longs, 0, VALUES, out);
        });
        out.clear();
        ByteStreamSplitEncoder.longs(longs, 0, VALUES, out);
        ByteStreamSplitLongDecoder split = new ByteStreamSplitLongDecoder();
        measure("byte stream split long decode", () -> {
            split.reset(out.array(), 0, out.size(), VALUES);
            split.decode(longResult, 0, VALUES);
        });
        measure("byte stream split long encode", () -> {
            out.clear();
            ByteStreamSplitEncoder.longs(longs, 0, VALUES, out);
        });
        out.clear();
    }

    private void bitUnpacking() {
        byte[] packed = new byte[VALUES * 8];
        random.nextBytes(packed);
        for (int width : new int[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 31}) {
            measure(
                    "unpack ints, width " + width,
                    () -> BitUnpacking.unpackInts(packed, 0, packed.length, width, 0, intResult, 0, VALUES));
        }
        for (int width : new int[] {5, 13, 21, 29, 31, 37, 61}) {
            measure(
                    "unpack longs, width " + width,
                    () -> BitUnpacking.unpackLongs(packed, 0, packed.length, width, 0, longResult, 0, VALUES));
        }
    }

    private void hybrid() {
        for (int width : new int[] {1, 4, 7, 8, 12, 16, 20}) {
            fillInts(width);
            hybrid("bit-packed ids of width " + width, width);
        }
        for (int i = 0; i < VALUES; i++) {
            ints[i] = (i / 50) & 0xff;
        }
        hybrid("ids of width 8 in runs of 50", 8);
        for (int i = 0; i < VALUES; i++) {
            ints[i] = random.nextInt(10) == 0 ? random.nextInt(256) : i == 0 ? 0 : ints[i - 1];
        }
        hybrid("ids of width 8 in runs of about 10", 8);
        Arrays.fill(ints, 1);
        hybrid("one run", 1);
    }

    private void hybrid(String name, int width) {
        RleDecoder decoder = RleDecoder.levels(width);
        measure("hybrid encode, " + name, () -> {
            out.clear();
            RleEncoder.encode(ints, 0, VALUES, width, out);
        });
        measure("hybrid decode, " + name, () -> {
            decoder.reset(out.array(), 0, out.size(), VALUES);
            decoder.decode(intResult, 0, VALUES);
        });
        measure("hybrid size, " + name, () -> RleEncoder.encodedBytes(ints, 0, VALUES, width));
    }

    private void delta() {
        for (int width : new int[] {0, 5, 10, 20, 28, 40, 62}) {
            long value = 1767755367000000L;
            for (int i = 0; i < VALUES; i++) {
                longs[i] = value;
                value += width == 0 ? 1 : random.nextLong() >>> (64 - width);
            }
            DeltaLongDecoder decoder = new DeltaLongDecoder();
            measure("delta encode longs, width " + width, () -> {
                out.clear();
                DeltaBinaryPacked.encode(longs, 0, VALUES, out);
            });
            measure("delta decode longs, width " + width, () -> {
                decoder.reset(out.array(), 0, out.size(), VALUES);
                decoder.decode(longResult, 0, VALUES);
            });
            measure("delta size longs, width " + width, () -> DeltaBinaryPacked.encodedBytes(longs, 0, VALUES));
        }
        fillInts(20);
        DeltaIntDecoder decoder = new DeltaIntDecoder();
        measure("delta encode ints, width 21", () -> {
            out.clear();
            DeltaBinaryPacked.encode(ints, 0, VALUES, out);
        });
        measure("delta decode ints, width 21", () -> {
            decoder.reset(out.array(), 0, out.size(), VALUES);
            decoder.decode(intResult, 0, VALUES);
        });
    }

    private void strings() {
        BinaryVector vector = new BinaryVector(VALUES, VALUES * 24);
        for (int i = 0; i < VALUES; i++) {
            byte[] value = ("trade-" + (1_000_000 + i * 3) + "-" + random.nextInt(1000)).getBytes();
            vector.append(value, 0, value.length);
        }
        BinaryVector result = new BinaryVector(VALUES, VALUES * 24);
        DeltaBinaryEncoder encoder = new DeltaBinaryEncoder();
        strings("plain strings", () -> PlainEncoder.binary(vector, 0, VALUES, out), new PlainBinaryDecoder(), result);
        strings("delta length", () -> encoder.encodeLengths(vector, 0, VALUES, out), new DeltaLengthDecoder(), result);
        strings(
                "delta byte array",
                () -> encoder.encodePrefixes(vector, 0, VALUES, out),
                DeltaByteArrayDecoder.ofLimit(1 << 20),
                result);
        measure("hash of strings of 17 bytes", () -> {
            long sum = 0;
            for (int i = 0; i < VALUES; i++) {
                sum += Hashes.hash(vector.bytes(), vector.start(i), vector.length(i));
            }
            longResult[0] = sum;
        });
    }

    private void strings(String name, Runnable encode, BinaryDecoder decoder, BinaryVector result) {
        measure(name + " encode", () -> {
            out.clear();
            encode.run();
        });
        measure(name + " decode", () -> {
            result.clear();
            decoder.reset(out.array(), 0, out.size(), VALUES);
            decoder.decode(result, VALUES);
        });
    }

    private void hashes() {
        measure("mix", () -> {
            long sum = 0;
            for (int i = 0; i < VALUES; i++) {
                sum += Hashes.mix(longs[i]);
            }
            longResult[0] = sum;
        });
        byte[] bytes = new byte[VALUES * 8];
        measure("hash of 512 KiB, per 8 bytes", () -> longResult[0] = Hashes.hash(bytes, 0, bytes.length));
    }

    private void fillInts(int width) {
        for (int i = 0; i < VALUES; i++) {
            ints[i] = random.nextInt() >>> (32 - width);
        }
    }

    private void fillLongs(int width) {
        for (int i = 0; i < VALUES; i++) {
            longs[i] = random.nextLong() >>> (64 - width);
        }
    }

    private void measure(String name, Runnable work) {
        if (names.length > 0 && Arrays.stream(names).noneMatch(name::contains)) {
            work.run(); // later ones read what this one writes
            return;
        }
        double best = Double.MAX_VALUE;
        for (int round = 0; round < ROUNDS; round++) {
            long start = System.nanoTime();
            work.run();
            best = Math.min(best, (System.nanoTime() - start) / (double) VALUES);
        }
        System.out.printf(Locale.ROOT, "%-50s %6.2f%n", name, best);
    }
}
