package dev.daypack.encoding;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import org.apache.parquet.bytes.HeapByteBufferAllocator;
import org.apache.parquet.column.values.bitpacking.ByteBitPackingValuesWriter;
import org.apache.parquet.column.values.bitpacking.Packer;
import org.apache.parquet.column.values.rle.RunLengthBitPackingHybridDecoder;
import org.apache.parquet.column.values.rle.RunLengthBitPackingHybridEncoder;
import org.junit.jupiter.api.Test;

class RleTest {

    @Test
    void allShortSequencesOfBitsComeBack() {
        RleDecoder decoder = RleDecoder.levels(1);
        for (int length = 0; length <= 12; length++) {
            for (int bits = 0; bits < 1 << length; bits++) {
                int[] values = new int[length];
                for (int i = 0; i < length; i++) {
                    values[i] = bits >>> i & 1;
                }
                byte[] section = encoded(values, 1);
                int[] into = new int[length];
                decoder.reset(section, 0, section.length, length);
                decoder.decode(into, 0, length);
                assertArrayEquals(values, into);
            }
        }
    }

    @Test
    void everyWidthComesBackInAnyChunks() {
        for (int width = 0; width <= 32; width++) {
            for (int seed = 0; seed < 12; seed++) {
                Random random = new Random(seed);
                int[] values = Reading.ints(random, random.nextInt(1000), width);
                byte[] section = encoded(values, width);
                assertEquals(section.length, RleEncoder.encodedBytes(values, 0, values.length, width));
                Reading.expect(values, RleDecoder.levels(width), section, seed);
            }
        }
    }

    @Test
    void parquetJavaReadsWhatIsWritten() throws IOException {
        for (int width = 1; width <= 32; width++) {
            Random random = new Random(width);
            int[] values = Reading.ints(random, 2000, width);
            RunLengthBitPackingHybridDecoder reader =
                    new RunLengthBitPackingHybridDecoder(width, new ByteArrayInputStream(encoded(values, width)));
            for (int i = 0; i < values.length; i++) {
                assertEquals(values[i], reader.readInt(), "width " + width + ", value " + i);
            }
        }
    }

    @Test
    void whatParquetJavaWritesIsRead() throws IOException {
        for (int width = 1; width <= 32; width++) {
            int[] values = Reading.ints(new Random(width), 2000, width);
            try (RunLengthBitPackingHybridEncoder writer =
                    new RunLengthBitPackingHybridEncoder(width, 64, 1 << 20, new HeapByteBufferAllocator())) {
                for (int value : values) {
                    writer.writeInt(value);
                }
                Reading.expect(values, RleDecoder.levels(width), Reading.bytes(writer.toBytes()), width);
            }
        }
    }

    @Test
    void outputIsTheCanonicalOne() {
        assertArrayEquals(bytes(), encoded(new int[0], 3));
        assertArrayEquals(bytes(16, 5), encoded(repeat(5, 8), 4));
        assertArrayEquals(bytes(3, 0x55, 0x55, 0x55, 0x05), encoded(repeat(5, 7), 4), "seven are no run");
        assertArrayEquals(bytes(3, 0x55), encoded(bits("10101010"), 1));
        assertArrayEquals(bytes(9, 0xff, 0xff, 0xff, 0x7f), encoded(repeat(1, 31), 1), "31 bits are no run");
        assertArrayEquals(bytes(64, 1), encoded(repeat(1, 32), 1));
        int[] mixed = new int[8 + 20 + 3];
        Arrays.fill(mixed, 8, 28, 200);
        mixed[3] = 1;
        mixed[30] = 7;
        assertArrayEquals(
                bytes(3, 0, 0, 0, 1, 0, 0, 0, 0, 40, 200, 3, 0, 0, 7, 0, 0, 0, 0, 0),
                encoded(mixed, 8),
                "a run goes on as far as it can, the last group is filled up");
    }

    @Test
    void ofWidthZeroOnlyTheCountIsWritten() {
        assertArrayEquals(bytes(0x90, 0x4e), encoded(new int[5000], 0));
        assertEquals(2, RleEncoder.encodedBytes(new int[5000], 0, 5000, 0));
        Reading.expect(new int[5000], RleDecoder.levels(0), bytes(0x90, 0x4e), 1);
        Reading.expect(new int[5000], RleDecoder.levels(0), bytes(), 1);
    }

    @Test
    void equalValuesNeedNotBeWrittenOut() {
        for (int width : new int[] {0, 1, 2, 3, 4, 8, 17, 32}) {
            for (int count : new int[] {0, 1, 7, 8, 9, 15, 16, 31, 32, 33, 5000}) {
                int value = width == 0 ? 0 : width == 32 ? -1 : (1 << width) - 1;
                int[] values = new int[count];
                Arrays.fill(values, value);
                ByteBuilder expected = new ByteBuilder(16);
                RleEncoder.encode(values, 0, count, width, expected);
                ByteBuilder actual = new ByteBuilder(16);
                RleEncoder.encodeEqual(value, count, width, actual);
                assertArrayEquals(expected.toArray(), actual.toArray(), count + " of width " + width);
            }
        }
    }

    @Test
    void runsAreSeenWithoutReadingThem() {
        int[] values = new int[1000];
        Arrays.fill(values, 0, 500, 3);
        values[502] = 1;
        Arrays.fill(values, 508, 1000, 2);
        byte[] section = encoded(values, 2);
        RleDecoder decoder = RleDecoder.levels(2);
        decoder.reset(section, 0, section.length, 900);
        assertEquals(500, decoder.runLength());
        assertEquals(3, decoder.runValue());
        decoder.skip(499);
        assertEquals(1, decoder.runLength());
        decoder.skip(1);
        assertEquals(0, decoder.runLength(), "bit-packed");
        decoder.skip(8);
        assertEquals(392, decoder.runLength(), "no further than the values of the page");
        assertEquals(2, decoder.runValue());
        assertEquals(392, decoder.valuesLeft());
        decoder.skip(392);
        assertEquals(0, decoder.runLength(), "at the end");
        assertThrows(MalformedDataException.class, () -> decoder.skip(1));
    }

    @Test
    void dictionaryIndicesCarryTheirWidth() {
        int[] values = Reading.ints(new Random(7), 500, 11);
        ByteBuilder out = new ByteBuilder(0);
        RleEncoder.encodeWithWidth(values, 0, values.length, 11, out);
        assertEquals(11, out.array()[0]);
        Reading.expect(values, RleDecoder.dictionaryIndices(), out.toArray(), 7);
        RleDecoder empty = RleDecoder.dictionaryIndices();
        empty.reset(bytes(), 0, 0, 10);
        assertEquals(0, empty.runLength(), "a page of nulls only");
        assertThrows(MalformedDataException.class, () -> empty.skip(1));
        assertThrows(MalformedDataException.class, () -> empty.reset(bytes(33, 1, 1), 0, 3, 10));
    }

    @Test
    void booleansCarryTheirLength() {
        int[] values = Reading.ints(new Random(8), 300, 1);
        ByteBuilder out = new ByteBuilder(0);
        RleEncoder.encodeWithLength(values, 0, values.length, 1, out);
        assertEquals(out.size() - 4, out.array()[0] & 0xff);
        Reading.expect(values, RleDecoder.booleans(), out.toArray(), 8);
        RleDecoder decoder = RleDecoder.booleans();
        assertThrows(MalformedDataException.class, () -> decoder.reset(bytes(9, 0, 0, 0, 2, 1), 0, 6, 1));
        assertThrows(MalformedDataException.class, () -> decoder.reset(bytes(9, 0, 0, 0x80, 2, 1), 0, 6, 1));
    }

    @Test
    void aRunOfTwoBillionCostsNothing() {
        RleDecoder decoder = RleDecoder.levels(8);
        decoder.reset(bytes(0xfe, 0xff, 0xff, 0xff, 0x0f, 9), 0, 6, Integer.MAX_VALUE);
        assertEquals(Integer.MAX_VALUE, decoder.runLength());
        decoder.skip(Integer.MAX_VALUE - 1);
        int[] into = new int[1];
        decoder.decode(into, 0, 1);
        assertEquals(9, into[0]);
    }

    @Test
    void aLastGroupMayBeCutShortAfterItsLastValue() {
        int[] values = {1, 2, 3, 4, 5};
        byte[] whole = encoded(values, 6);
        Reading.expect(values, RleDecoder.levels(6), Arrays.copyOf(whole, 1 + 4), 1);
        RleDecoder decoder = RleDecoder.levels(6);
        decoder.reset(whole, 0, 4, 5);
        assertThrows(MalformedDataException.class, () -> decoder.decode(new int[5], 0, 5));
    }

    @Test
    void brokenRunsAreNamed() {
        assertTrue(failure(1, 4, 3).contains("run value 3 is wider than 1 bits"));
        assertTrue(failure(1).contains("end 9 values early (at byte 0 of 0)"), failure(1));
        assertTrue(failure(1, 8).contains("run value needs 1 bytes"));
        assertTrue(failure(1, 0x80).contains("run header"));
        assertTrue(failure(1, 0xff, 0xff, 0xff, 0xff, 0x1f, 1).contains("more than 32 bits"));
        assertTrue(failure(1, 0, 1, 0, 0).contains("early"), "runs of nothing are passed over");
    }

    @Test
    void legacyLevelsAreReadMostSignificantBitFirst() throws IOException {
        for (int width = 1; width <= 8; width++) {
            int[] values = Reading.ints(new Random(width), 100, width);
            ByteBitPackingValuesWriter writer = new ByteBitPackingValuesWriter((1 << width) - 1, Packer.BIG_ENDIAN);
            for (int value : values) {
                writer.writeInteger(value);
            }
            byte[] section = Reading.bytes(writer.getBytes());
            assertEquals(section.length, BitPackedLevelDecoder.sectionBytes(100, width));
            Reading.expect(values, new BitPackedLevelDecoder(width), section, width);
            BitPackedLevelDecoder decoder = new BitPackedLevelDecoder(width);
            decoder.reset(section, 0, section.length - width, 100);
            assertThrows(MalformedDataException.class, () -> decoder.decode(new int[100], 0, 100));
        }
    }

    private static String failure(int width, int... section) {
        RleDecoder decoder = RleDecoder.levels(width);
        decoder.reset(bytes(section), 0, section.length, 9);
        return assertThrows(MalformedDataException.class, () -> decoder.decode(new int[9], 0, 9))
                .getMessage();
    }

    private static byte[] encoded(int[] values, int width) {
        ByteBuilder out = new ByteBuilder(0);
        RleEncoder.encode(values, 0, values.length, width, out);
        return out.toArray();
    }

    private static int[] repeat(int value, int count) {
        int[] values = new int[count];
        Arrays.fill(values, value);
        return values;
    }

    private static int[] bits(String bits) {
        return bits.chars().map(c -> c - '0').toArray();
    }

    private static byte[] bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }
}
