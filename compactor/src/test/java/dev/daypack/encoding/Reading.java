package dev.daypack.encoding;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import org.apache.parquet.bytes.BytesInput;

/**
 * Reads a section in several ways and compares: whole, in random chunks, with random skips; at the very end of its
 * array and amid other bytes.
 */
final class Reading {

    private Reading() {}

    static void expect(int[] expected, IntDecoder decoder, byte[] section, long seed) {
        Random random = new Random(seed);
        for (int pattern = 0; pattern < 3; pattern++) {
            String message = "seed " + seed + ", pattern " + pattern;
            int padding = pattern == 0 ? 0 : random.nextInt(20);
            decoder.reset(padded(section, padding), padding, padding + section.length, expected.length);
            int[] into = new int[expected.length + 3];
            int position = 0;
            while (position < expected.length) {
                int count = chunk(random, pattern, expected.length - position);
                if (pattern == 2 && random.nextBoolean()) {
                    decoder.skip(count);
                    System.arraycopy(expected, position, into, position + 3, count);
                } else {
                    decoder.decode(into, position + 3, count);
                }
                position += count;
            }
            assertArrayEquals(expected, Arrays.copyOfRange(into, 3, into.length), message);
        }
    }

    static void expect(long[] expected, LongDecoder decoder, byte[] section, long seed) {
        Random random = new Random(seed);
        for (int pattern = 0; pattern < 3; pattern++) {
            String message = "seed " + seed + ", pattern " + pattern;
            int padding = pattern == 0 ? 0 : random.nextInt(20);
            decoder.reset(padded(section, padding), padding, padding + section.length, expected.length);
            long[] into = new long[expected.length + 3];
            int position = 0;
            while (position < expected.length) {
                int count = chunk(random, pattern, expected.length - position);
                if (pattern == 2 && random.nextBoolean()) {
                    decoder.skip(count);
                    System.arraycopy(expected, position, into, position + 3, count);
                } else {
                    decoder.decode(into, position + 3, count);
                }
                position += count;
            }
            assertArrayEquals(expected, Arrays.copyOfRange(into, 3, into.length), message);
        }
    }

    static void expect(BinaryVector expected, BinaryDecoder decoder, byte[] section, long seed) {
        Random random = new Random(seed);
        for (int pattern = 0; pattern < 3; pattern++) {
            int padding = pattern == 0 ? 0 : random.nextInt(20);
            decoder.reset(padded(section, padding), padding, padding + section.length, expected.count());
            BinaryVector into = new BinaryVector(1, 0);
            int position = 0;
            while (position < expected.count()) {
                int count = chunk(random, pattern, expected.count() - position);
                if (pattern == 2 && random.nextBoolean()) {
                    decoder.skip(count);
                    into.appendRange(expected, position, position + count);
                } else {
                    decoder.decode(into, count);
                }
                position += count;
            }
            expectEqual(expected, into, "seed " + seed + ", pattern " + pattern);
        }
    }

    static void expectEqual(BinaryVector expected, BinaryVector actual, String message) {
        assertEquals(expected.count(), actual.count(), message);
        for (int i = 0; i < expected.count(); i++) {
            assertArrayEquals(value(expected, i), value(actual, i), message + ", value " + i);
        }
    }

    static byte[] value(BinaryVector vector, int index) {
        return Arrays.copyOfRange(vector.bytes(), vector.start(index), vector.end(index));
    }

    static BinaryVector vector(byte[]... values) {
        BinaryVector vector = new BinaryVector(values.length, 0);
        for (byte[] value : values) {
            vector.append(value, 0, value.length);
        }
        return vector;
    }

    /** Random strings that often share a prefix with the one before. */
    static BinaryVector strings(Random random, int count, int lengthLimit) {
        BinaryVector vector = new BinaryVector(count, 0);
        byte[] before = {};
        for (int i = 0; i < count; i++) {
            byte[] value = new byte[random.nextInt(lengthLimit + 1)];
            random.nextBytes(value);
            int shared = random.nextInt(Math.min(before.length, value.length) + 1);
            System.arraycopy(before, 0, value, 0, shared);
            vector.append(value, 0, value.length);
            before = value;
        }
        return vector;
    }

    /** Random values that fit a width, now and then in runs. */
    static int[] ints(Random random, int count, int width) {
        int[] values = new int[count];
        for (int i = 0; i < count; i++) {
            values[i] = width == 0 ? 0 : random.nextInt() >>> (32 - width);
            if (random.nextInt(20) == 0) {
                int to = Math.min(count, i + random.nextInt(70));
                Arrays.fill(values, i, Math.max(to, i + 1), values[i]);
                i = Math.max(to - 1, i);
            }
        }
        return values;
    }

    /** What a writer of parquet-java has written. */
    static byte[] bytes(BytesInput input) throws IOException {
        return input.toInputStream().readAllBytes();
    }

    static byte[] padded(byte[] section, int padding) {
        byte[] bytes = new byte[section.length + 2 * padding];
        Arrays.fill(bytes, (byte) 0xa5);
        System.arraycopy(section, 0, bytes, padding, section.length);
        return bytes;
    }

    private static int chunk(Random random, int pattern, int left) {
        return pattern == 0 ? left : Math.min(left, random.nextInt(3) == 0 ? random.nextInt(300) : random.nextInt(12));
    }
}
