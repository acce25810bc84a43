package dev.daypack.codec;

import java.util.Locale;
import java.util.Random;

/**
 * Prints what packing and unpacking a page of 1 MiB costs, in ms: the best of several rounds, on one thread. The page
 * holds prices as a random walk in ticks, 8 bytes each. Run its main; it is no test.
 */
public final class CodecBenchmark {

    private static final int PAGE_BYTES = 1 << 20;
    private static final int ROUNDS = 40;

    private CodecBenchmark() {}

    public static void main(String[] arguments) {
        System.out.printf("# JDK %s, ms/MiB%n", Runtime.version());
        byte[] page = page();
        for (Compression compression : Compression.values()) {
            measure(compression.name(), compression.newCodec(), page);
        }
        measure("ZSTD level 1", new ZstdCodec(1), page);
        measure("ZSTD level 9", new ZstdCodec(9), page);
    }

    private static void measure(String name, Codec codec, byte[] page) {
        try (codec) {
            byte[] packed = new byte[codec.maxCompressedLength(page.length)];
            byte[] unpacked = new byte[page.length];
            double pack = Double.MAX_VALUE;
            double unpack = Double.MAX_VALUE;
            int size = 0;
            for (int round = 0; round < ROUNDS; round++) {
                long start = System.nanoTime();
                size = codec.compress(page, 0, page.length, packed, 0);
                long middle = System.nanoTime();
                codec.decompress(packed, 0, size, unpacked, 0, page.length);
                pack = Math.min(pack, (middle - start) / 1e6);
                unpack = Math.min(unpack, (System.nanoTime() - middle) / 1e6);
            }
            System.out.printf(
                    Locale.ROOT,
                    "%-14s pack %7.2f  unpack %7.2f  to %5.1f %%%n",
                    name,
                    pack,
                    unpack,
                    100.0 * size / page.length);
        }
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
