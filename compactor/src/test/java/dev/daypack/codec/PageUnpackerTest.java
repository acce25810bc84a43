package dev.daypack.codec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.daypack.encoding.MalformedDataException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PageUnpackerTest {

    private static final int WINDOW_LOG = 23;

    @ParameterizedTest
    @EnumSource(Compression.class)
    void pagesOfAnySizeComeOutAsFromTheWholePageCodec(Compression compression) {
        for (int seed = 0; seed < 24; seed++) {
            byte[] page = page(seed);
            assertArrayEquals(page, unpack(compression, Packed.page(compression, page), page.length), "seed " + seed);
        }
    }

    @ParameterizedTest
    @EnumSource(Compression.class)
    void anyOtherSizeThanTheExpectedIsRefused(Compression compression) {
        byte[] page = page(7);
        byte[] packed = Packed.page(compression, page);
        for (int expected : new int[] {1, page.length - 1, page.length + 1, 2 * page.length}) {
            assertThrows(
                    MalformedDataException.class, () -> unpack(compression, packed, expected), "expected " + expected);
        }
        byte[] cut = Arrays.copyOf(packed, packed.length / 2);
        assertThrows(MalformedDataException.class, () -> unpack(compression, cut, page.length));
    }

    @ParameterizedTest
    @EnumSource(Compression.class)
    void brokenBytesAreRefusedOrGiveAsManyBytes(Compression compression) {
        for (int seed = 0; seed < 300; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            byte[] page = Arrays.copyOf(page(3), 3_000);
            byte[] packed = Packed.page(compression, page);
            for (int i = 1 + random.nextInt(4); i > 0; i--) {
                packed[random.nextInt(packed.length)] ^= (byte) (1 << random.nextInt(8));
            }
            try {
                byte[] found = unpack(compression, packed, page.length);
                if (found.length != page.length) {
                    throw new AssertionError("seed " + seed + " gave " + found.length + " bytes");
                }
            } catch (MalformedDataException | WindowTooLargeException expected) {
                // That is what is to happen.
            }
        }
    }

    @Test
    void snappyMatchesReachAnyDistanceBack() {
        byte[] far = new byte[700_000];
        new SplittableRandom(5).nextBytes(far);
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        int expected = far.length + 60;
        for (int left = expected; left > 0; left >>>= 7) {
            packed.write(left > 0x7f ? left & 0x7f | 0x80 : left);
        }
        packed.write(62 << 2);
        number(packed, far.length - 1, 3);
        packed.writeBytes(far);
        packed.write(59 << 2 | 3);
        number(packed, far.length - 10, 4);

        byte[] page = Arrays.copyOf(far, expected);
        System.arraycopy(far, 10, page, far.length, 60);
        assertArrayEquals(page, unpack(Compression.SNAPPY, packed.toByteArray(), expected));
    }

    private static void number(ByteArrayOutputStream into, int value, int bytes) {
        for (int i = 0; i < bytes; i++) {
            into.write(value >>> (8 * i));
        }
    }

    /** Texts that compress, with what does not in between; up to some hundred KiB. */
    private static byte[] page(int seed) {
        SplittableRandom random = new SplittableRandom(seed);
        ByteArrayOutputStream page = new ByteArrayOutputStream();
        int size = seed == 0 ? 1 : random.nextInt(1 << (4 + seed % 16));
        while (page.size() <= size) {
            byte[] noise = new byte[random.nextInt(200)];
            random.nextBytes(noise);
            page.writeBytes(noise);
            byte[] run = new byte[random.nextInt(3_000)];
            Arrays.fill(run, (byte) random.nextInt(4));
            page.writeBytes(run);
            byte[] before = page.toByteArray();
            int from = Math.max(0, before.length - 1 - random.nextInt(60_000));
            page.write(before, from, Math.min(before.length - from, random.nextInt(500)));
        }
        return page.toByteArray();
    }

    private static byte[] unpack(Compression compression, byte[] packed, int expected) {
        ByteArrayOutputStream found = new ByteArrayOutputStream();
        PageUnpacker.unpack(compression, new ByteArrayInputStream(packed), expected, WINDOW_LOG, new UnpackedSink() {
            @Override
            public void append(byte[] bytes, int from, int to) {
                found.write(bytes, from, to - from);
            }

            @Override
            public byte at(long place) {
                return found.toByteArray()[(int) place];
            }
        });
        return found.toByteArray();
    }
}
