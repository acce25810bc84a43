package dev.daypack.encoding;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import org.apache.parquet.bytes.ByteBufferInputStream;
import org.apache.parquet.bytes.HeapByteBufferAllocator;
import org.apache.parquet.column.values.delta.DeltaBinaryPackingValuesReader;
import org.apache.parquet.column.values.delta.DeltaBinaryPackingValuesWriterForInteger;
import org.apache.parquet.column.values.delta.DeltaBinaryPackingValuesWriterForLong;
import org.junit.jupiter.api.Test;

class DeltaBinaryPackedTest {

    private static final long[] EXTREMES = {Long.MIN_VALUE, Long.MAX_VALUE, 0, -1, 1};

    @Test
    void allShortSequencesOfExtremesComeBack() {
        DeltaLongDecoder decoder = new DeltaLongDecoder();
        for (int length = 0; length <= 5; length++) {
            for (int n = 0; n < Math.pow(EXTREMES.length, length); n++) {
                long[] values = new long[length];
                for (int i = 0, rest = n; i < length; i++, rest /= EXTREMES.length) {
                    values[i] = EXTREMES[rest % EXTREMES.length];
                }
                byte[] section = encoded(values);
                long[] into = new long[length];
                decoder.reset(section, 0, section.length, length);
                decoder.decode(into, 0, length);
                assertArrayEquals(values, into);
            }
        }
    }

    @Test
    void longsOfEveryDeltaWidthComeBackInAnyChunks() throws IOException {
        for (int width = 0; width <= 64; width++) {
            long[] values = longs(new Random(width), 700 + width, width);
            byte[] section = encoded(values);
            assertEquals(section.length, DeltaBinaryPacked.encodedBytes(values, 0, values.length));
            Reading.expect(values, new DeltaLongDecoder(), section, width);
            DeltaBinaryPackingValuesReader reader = reader(section, values.length);
            for (long value : values) {
                assertEquals(value, reader.readLong(), "width " + width);
            }
        }
    }

    @Test
    void intsOfEveryDeltaWidthComeBackInAnyChunks() throws IOException {
        for (int width = 0; width <= 32; width++) {
            int[] values = Arrays.stream(longs(new Random(width), 700 + width, width))
                    .mapToInt(v -> (int) v)
                    .toArray();
            byte[] section = encoded(values);
            assertEquals(section.length, DeltaBinaryPacked.encodedBytes(values, 0, values.length));
            Reading.expect(values, new DeltaIntDecoder(), section, width);
            DeltaBinaryPackingValuesReader reader = reader(section, values.length);
            for (int value : values) {
                assertEquals(value, reader.readInteger(), "width " + width);
            }
        }
    }

    @Test
    void everyCountAroundABlockComesBack() {
        for (int count = 0; count <= 270; count++) {
            long[] values = longs(new Random(count), count, 9);
            byte[] section = encoded(values);
            assertEquals(section.length, DeltaBinaryPacked.encodedBytes(values, 0, count));
            Reading.expect(values, new DeltaLongDecoder(), section, count);
        }
    }

    @Test
    void whatParquetJavaWritesInBlocksOfAnyShapeIsRead() throws IOException {
        int[][] shapes = {{128, 4}, {128, 1}, {256, 8}, {256, 1}, {1024, 32}, {2048, 8}, {8, 1}, {64, 8}};
        for (int[] shape : shapes) {
            for (int width = 0; width <= 64; width += 3) {
                long[] values = longs(new Random(width), 1 + 37 * width, width);
                DeltaBinaryPackingValuesWriterForLong longs = new DeltaBinaryPackingValuesWriterForLong(
                        shape[0], shape[1], 100, 1 << 20, new HeapByteBufferAllocator());
                DeltaBinaryPackingValuesWriterForInteger ints = new DeltaBinaryPackingValuesWriterForInteger(
                        shape[0], shape[1], 100, 1 << 20, new HeapByteBufferAllocator());
                for (long value : values) {
                    longs.writeLong(value);
                    ints.writeInteger((int) value);
                }
                byte[] section = Reading.bytes(longs.getBytes());
                Reading.expect(values, new DeltaLongDecoder(), section, width);
                int[] narrow = Arrays.stream(values).mapToInt(v -> (int) v).toArray();
                Reading.expect(narrow, new DeltaIntDecoder(), Reading.bytes(ints.getBytes()), width);
                DeltaBlocks blocks = new DeltaBlocks();
                blocks.reset(Reading.padded(section, 9), 9, 18 + section.length, values.length);
                assertEquals(9 + section.length, blocks.end(), "the end is found without the length");
            }
        }
    }

    @Test
    void outputIsAsSmallAsThatOfParquetJava() {
        for (int width = 0; width <= 64; width += 4) {
            long[] values = longs(new Random(width), 5000, width);
            DeltaBinaryPackingValuesWriterForLong writer =
                    new DeltaBinaryPackingValuesWriterForLong(100, 1 << 20, new HeapByteBufferAllocator());
            for (long value : values) {
                writer.writeLong(value);
            }
            assertTrue(encoded(values).length <= writer.getBytes().size(), "width " + width);
        }
    }

    @Test
    void deltasWiderThanTheTypeWrapAround() {
        // Some writers take the differences of INT32 in 64 bits.
        long[] values = {Integer.MIN_VALUE, Integer.MAX_VALUE, Integer.MIN_VALUE, 5, 6};
        Reading.expect(
                new int[] {Integer.MIN_VALUE, Integer.MAX_VALUE, Integer.MIN_VALUE, 5, 6},
                new DeltaIntDecoder(),
                encoded(values),
                1);
    }

    @Test
    void widthsOfUnusedMiniblocksAreNotLookedAt() {
        byte[] section = encoded(new long[] {1, 2, 4});
        int widths = section.length - 4 - 4;
        assertEquals(1, section[widths]);
        section[widths + 2] = (byte) 200;
        Reading.expect(new long[] {1, 2, 4}, new DeltaLongDecoder(), section, 1);
    }

    /** As writers in Go leave it, and older Parquet.Net; ClickHouse reads it too (its PR 99857). */
    @Test
    void aLastMiniblockMayEndWithItsValues() {
        byte[] section = encoded(new long[] {1, 2, 4});
        Reading.expect(new long[] {1, 2, 4}, new DeltaLongDecoder(), Arrays.copyOf(section, section.length - 3), 1);
    }

    @Test
    void aLastMiniblockThatEndsElsewhereNeedsItsPadding() {
        byte[] section = encoded(new long[] {1, 2, 4});
        Reading.expect(new long[] {1, 2, 4}, new DeltaLongDecoder(), section, 1);
        DeltaLongDecoder decoder = new DeltaLongDecoder();
        decoder.reset(section, 0, section.length - 1, 3);
        MalformedDataException e = assertThrows(MalformedDataException.class, () -> decoder.decode(new long[3], 0, 3));
        assertTrue(e.getMessage().contains("miniblock of 32 values"), e.getMessage());
    }

    @Test
    void brokenHeadersAreNamed() {
        assertTrue(failure(10, 0x80, 1, 0, 3, 0).contains("0 miniblocks"));
        assertTrue(failure(10, 0, 4, 3, 0).contains("block of 0 values"));
        assertTrue(failure(10, 0x80, 1, 3, 3, 0).contains("3 miniblocks in a block of 128"));
        assertTrue(failure(10, 0x80, 1, 32, 3, 0).contains("miniblock of 4 values"));
        assertTrue(failure(10, 0x80, 1, 4, 11, 0).contains("11 values claimed, the page has at most 10"));
        assertTrue(failure(10, 0x80, 1, 4, 0xff, 0xff, 0xff, 0xff, 0x0f, 0).contains("value count is 4294967295"));
        assertTrue(failure(10, 0x80, 1, 4, 10).contains("first value"));
        assertTrue(failure(10, 0x80, 1, 4, 10, 0, 0, 65, 0, 0, 0).contains("bit width 65"));
        assertTrue(failure(10, 0x80, 1, 4, 10, 0, 0, 8, 0, 0, 0).contains("32 values of 8 bits"));
        assertTrue(failure(10, 0x80, 1, 4, 10, 0, 0, 8, 0).contains("bit widths needs 4 bytes"));
        assertTrue(failure(10, 0x80, 1, 4, 9, 0, 0, 0, 0, 0, 0).contains("asked for 10 values, there are 9"));
        assertTrue(failure(10).contains("there are 0"), "a section of no bytes has no values");
    }

    private static String failure(int valueCount, int... header) {
        byte[] section = new byte[header.length];
        for (int i = 0; i < header.length; i++) {
            section[i] = (byte) header[i];
        }
        DeltaLongDecoder decoder = new DeltaLongDecoder();
        return assertThrows(MalformedDataException.class, () -> {
                    decoder.reset(section, 0, section.length, valueCount);
                    decoder.decode(new long[valueCount], 0, valueCount);
                })
                .getMessage();
    }

    /** Values whose differences need a width, with stretches of equal ones. */
    private static long[] longs(Random random, int count, int width) {
        long[] values = new long[count];
        long value = random.nextLong() >> random.nextInt(64);
        for (int i = 0; i < count; i++) {
            values[i] = value;
            if (i % 100 > 30) {
                value += width == 0 ? 3 : random.nextLong() >>> (64 - width);
            }
        }
        return values;
    }

    private static DeltaBinaryPackingValuesReader reader(byte[] section, int count) throws IOException {
        DeltaBinaryPackingValuesReader reader = new DeltaBinaryPackingValuesReader();
        reader.initFromPage(count, ByteBufferInputStream.wrap(ByteBuffer.wrap(section)));
        return reader;
    }

    private static byte[] encoded(long[] values) {
        ByteBuilder out = new ByteBuilder(0);
        DeltaBinaryPacked.encode(values, 0, values.length, out);
        return out.toArray();
    }

    private static byte[] encoded(int[] values) {
        ByteBuilder out = new ByteBuilder(0);
        DeltaBinaryPacked.encode(values, 0, values.length, out);
        return out.toArray();
    }
}
