package dev.daypack.codec;

import java.util.Arrays;
import java.util.Locale;
import java.util.Random;

/**
 * Prints what packing and unpacking a page of 1 MiB costs, in ms: the best of several rounds, on one thread. The page
 * holds prices as a random walk in ticks, 8 bytes each. Packing is not a number where we only read; the Brotli page is
 * stored, not compressed. Run its main; it is no test.
 */
public final class CodecBenchmark {

    private static final int PAGE_BYTES = 1 << 20;
    private static final int ROUNDS = 40;

    private CodecBenchmark() {}

    public static void main(String[] arguments) {
        System.out.printf("# JDK %s, ms/MiB%n", Runtime.version());
        byte[] page = page();
        for (Compression compression : Compression.values()) {
            measure(compression.name(), compression.newDecompressor(), Packed.page(compression, page), page);
        }
        for (int level : new int[] {1, 9}) {
            ZstdCodec codec = new ZstdCodec(level);
            byte[] packed = new byte[codec.maxCompressedLength(page.length)];
            int size = codec.compress(page, 0, page.length, packed, 0);
            measure("ZSTD level " + level, codec, Arrays.copyOf(packed, size), page);
        }
    }

    private static void measure(String name, Decompressor decompressor, byte[] packed, byte[] page) {
        byte[] target = new byte[2 * page.length];
        double pack = Double.NaN;
        double unpack = Double.POSITIVE_INFINITY;
        try (decompressor) {
            for (int round = 0; round < ROUNDS; round++) {
                long start = System.nanoTime();
                decompressor.decompress(packed, 0, packed.length, target, 0, page.length);
                unpack = Math.min(unpack, (System.nanoTime() - start) / 1e6);
                if (decompressor instanceof Codec codec) {
                    start = System.nanoTime();
                    codec.compress(page, 0, page.length, target, 0);
                    double took = (System.nanoTime() - start) / 1e6;
                    pack = pack <= took ? pack : took;
                }
            }
        }
        System.out.printf(
                Locale.ROOT,
                "%-14s pack %8.2f  unpack %7.2f  to %5.1f %%%n",
                name,
                pack,
                unpack,
                100.0 * packed.length / page.length);
    }

    private static byte[] page() {
        Random random = new Random(1);
        byte[] page = new byte[PAGE_BYTES];
        long price = 8_912_345;
        for (int i = 0; i < PAGE_BYTES; i += 8) {
            price += random.nextInt(4) == 0 ? random.nextInt(21) - 10 : 0;
            for (int k = 0; k < 8; k++) {
                page[i + k] = (byte) (price >>> (8 * k));
            }
        }
        return page;
    }
}
