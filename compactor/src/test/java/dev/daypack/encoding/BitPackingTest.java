package dev.daypack.encoding;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BitPackingTest {

    @Test
    void everyWidthIsUnpackedAsTheBitsStand() {
        Random random = new Random(1);
        for (int width = 0; width <= 64; width++) {
            byte[] bytes = new byte[3 + 5 * 8 * 8];
            random.nextBytes(bytes);
            long[] expected = naive(bytes, 3, width, 40);
            int to = 3 + 5 * width;
            for (int index = 0; index < 40; index++) {
                for (int count = 0; count <= 40 - index; count++) {
                    long[] longs = new long[count + 2];
                    BitUnpacking.unpackLongs(Arrays.copyOf(bytes, to), 3, to, width, index, longs, 1, count);
                    int[] ints = new int[count + 2];
                    BitUnpacking.unpackInts(Arrays.copyOf(bytes, to), 3, to, width, index, ints, 1, count);
                    for (int i = 0; i < count; i++) {
                        assertEquals(expected[index + i], longs[i + 1], "width " + width + ", value " + (index + i));
                        assertEquals(
                                (int) expected[index + i], ints[i + 1], "width " + width + ", value " + (index + i));
                    }
                    assertEquals(0, longs[count + 1]);
                    assertEquals(0, ints[count + 1]);
                }
            }
        }
    }

    @Test
    void bytesPastTheEndOfTheSectionAreNotUsed() {
        for (int width = 1; width <= 64; width++) {
            byte[] clean = new byte[200 * 8];
            byte[] dirty = clean.clone();
            int to = (int) BitPacking.bytesOf(43, width);
            Arrays.fill(dirty, to, dirty.length, (byte) 0xff);
            long[] into = new long[43];
            BitUnpacking.unpackLongs(dirty, 0, to, width, 0, into, 0, 43);
            assertArrayEquals(new long[43], into, "width " + width);
        }
    }

    @Test
    void packedValuesComeBack() {
        for (int width = 1; width <= 64; width++) {
            Random random = new Random(width);
            long[] values = random.longs(64).toArray();
            for (int i = 0; i < values.length; i++) {
                values[i] = (random.nextInt(9) == 0 ? -1L : values[i]) >>> (64 - width);
            }
            byte[] packed = new byte[2 + 7 * width + BitPacking.SLACK_BYTES];
            BitPacking.packLongs(values, 8, 64, width, packed, 2);
            assertArrayEquals(Arrays.copyOfRange(values, 8, 64), naive(packed, 2, width, 56), "width " + width);
            if (width <= 32) {
                int[] ints = Arrays.stream(values).mapToInt(v -> (int) v).toArray();
                byte[] packedInts = new byte[packed.length];
                BitPacking.packInts(ints, 8, 64, width, packedInts, 2);
                assertArrayEquals(
                        Arrays.copyOf(packed, 2 + 7 * width),
                        Arrays.copyOf(packedInts, 2 + 7 * width),
                        "width " + width);
            }
        }
    }

    @Test
    void widthIsThatOfTheGreatestValue() {
        assertEquals(0, BitPacking.widthOf(0));
        assertEquals(1, BitPacking.widthOf(1));
        assertEquals(8, BitPacking.widthOf(255));
        assertEquals(9, BitPacking.widthOf(256));
        assertEquals(32, BitPacking.widthOf(-1));
    }

    private static long[] naive(byte[] bytes, int start, int width, int count) {
        byte[] reversed = new byte[bytes.length - start + 1];
        for (int i = start; i < bytes.length; i++) {
            reversed[bytes.length - i] = bytes[i];
        }
        BigInteger bits = new BigInteger(reversed);
        BigInteger mask = BigInteger.ONE.shiftLeft(width).subtract(BigInteger.ONE);
        long[] values = new long[count];
        for (int i = 0; i < count; i++) {
            values[i] = bits.shiftRight(i * width).and(mask).longValue();
        }
        return values;
    }
}
