package dev.daypack.encoding;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import org.apache.parquet.column.values.bloomfilter.XxHash;
import org.junit.jupiter.api.Test;

/** The vectors here are published in files: a change of one of them is a change of format. */
class HashesTest {

    @Test
    void mixIsTheFirstOutputOfSplitMix64() {
        assertEquals(0xE220A8397B1DCDAFL, Hashes.mix(0));
        assertEquals(6457827717110365317L, Hashes.mix(1234567));
        assertEquals(3203168211198807973L, Hashes.mix(1234567 + 0x9E3779B97F4A7C15L));
    }

    @Test
    void mixMovesHalfOfTheBits() {
        Random random = new Random(1);
        for (int bit = 0; bit < 64; bit++) {
            long moved = 0;
            for (int i = 0; i < 1000; i++) {
                long value = random.nextLong();
                moved += Long.bitCount(Hashes.mix(value) ^ Hashes.mix(value ^ (1L << bit)));
            }
            assertTrue(moved > 31_000 && moved < 33_000, "bit " + bit + " moves " + moved / 1000.0);
        }
    }

    @Test
    void hashIsXxh64() {
        assertEquals(0xEF46DB3751D8E999L, hash(""));
        assertEquals(0xD24EC4F1A98C6E5BL, hash("a"));
        assertEquals(0x44BC2CF5AD770999L, hash("abc"));
        assertEquals(0xFBCEA83C8A378BF1L, hash("Nobody inspects the spammish repetition"));
    }

    @Test
    void hashIsThatOfParquetJavaForEveryLength() {
        XxHash other = new XxHash();
        for (int length = 0; length < 200; length++) {
            byte[] bytes = new byte[length + 7];
            new Random(length).nextBytes(bytes);
            assertEquals(
                    other.hashBytes(Arrays.copyOfRange(bytes, 5, length + 5)),
                    Hashes.hash(bytes, 5, length),
                    "" + length);
        }
    }

    @Test
    void bytesOutsideTheArrayAreRefused() {
        assertThrows(IndexOutOfBoundsException.class, () -> Hashes.hash(new byte[8], 1, 8));
        assertThrows(IndexOutOfBoundsException.class, () -> Hashes.hash(new byte[8], 1, -1));
    }

    private static long hash(String text) {
        return Hashes.hash(text.getBytes(US_ASCII), 0, text.length());
    }
}
