package dev.daypack.encoding;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import org.apache.parquet.bytes.HeapByteBufferAllocator;
import org.apache.parquet.column.values.ValuesWriter;
import org.apache.parquet.column.values.bytestreamsplit.ByteStreamSplitValuesWriter.FixedLenByteArrayByteStreamSplitValuesWriter;
import org.apache.parquet.column.values.bytestreamsplit.ByteStreamSplitValuesWriter.IntegerByteStreamSplitValuesWriter;
import org.apache.parquet.column.values.bytestreamsplit.ByteStreamSplitValuesWriter.LongByteStreamSplitValuesWriter;
import org.apache.parquet.column.values.plain.BooleanPlainValuesWriter;
import org.apache.parquet.column.values.plain.PlainValuesWriter;
import org.apache.parquet.io.api.Binary;
import org.junit.jupiter.api.Test;

/** PLAIN and BYTE_STREAM_SPLIT. */
class PlainTest {

    private static final HeapByteBufferAllocator HEAP = new HeapByteBufferAllocator();

    @Test
    void longsAreWrittenAsParquetJavaDoesAndComeBack() throws IOException {
        for (int count : new int[] {0, 1, 2, 7, 8, 100, 1000}) {
            long[] values = new Random(count).longs(count + 2).toArray();
            long[] middle = Arrays.copyOfRange(values, 1, count + 1);
            ByteBuilder plain = new ByteBuilder(0);
            plain.putByte(1);
            PlainEncoder.longs(values, 1, count + 1, plain);
            ByteBuilder split = new ByteBuilder(0);
            ByteStreamSplitEncoder.longs(values, 1, count + 1, split);
            PlainValuesWriter plainWriter = new PlainValuesWriter(64, 1 << 20, HEAP);
            ValuesWriter splitWriter = new LongByteStreamSplitValuesWriter(64, 1 << 20, HEAP);
            for (long value : middle) {
                plainWriter.writeLong(value);
                splitWriter.writeLong(value);
            }
            byte[] section = Arrays.copyOfRange(plain.toArray(), 1, plain.size());
            assertArrayEquals(Reading.bytes(plainWriter.getBytes()), section);
            assertArrayEquals(Reading.bytes(splitWriter.getBytes()), split.toArray());
            Reading.expect(middle, new PlainLongDecoder(), section, count);
            Reading.expect(middle, new ByteStreamSplitLongDecoder(), split.toArray(), count);
        }
    }

    @Test
    void intsAreWrittenAsParquetJavaDoesAndComeBack() throws IOException {
        for (int count : new int[] {0, 1, 2, 7, 8, 100, 1000}) {
            int[] values = new Random(count).ints(count + 2).toArray();
            int[] middle = Arrays.copyOfRange(values, 1, count + 1);
            ByteBuilder plain = new ByteBuilder(0);
            PlainEncoder.ints(values, 1, count + 1, plain);
            ByteBuilder split = new ByteBuilder(0);
            ByteStreamSplitEncoder.ints(values, 1, count + 1, split);
            PlainValuesWriter plainWriter = new PlainValuesWriter(64, 1 << 20, HEAP);
            ValuesWriter splitWriter = new IntegerByteStreamSplitValuesWriter(64, 1 << 20, HEAP);
            for (int value : middle) {
                plainWriter.writeInteger(value);
                splitWriter.writeInteger(value);
            }
            assertArrayEquals(Reading.bytes(plainWriter.getBytes()), plain.toArray());
            assertArrayEquals(Reading.bytes(splitWriter.getBytes()), split.toArray());
            Reading.expect(middle, new PlainIntDecoder(), plain.toArray(), count);
            Reading.expect(middle, new ByteStreamSplitIntDecoder(), split.toArray(), count);
        }
    }

    @Test
    void booleansAreWrittenAsParquetJavaDoesAndComeBack() throws IOException {
        for (int count = 0; count < 200; count++) {
            int[] values = new Random(count).ints(count, 0, 2).toArray();
            ByteBuilder out = new ByteBuilder(0);
            PlainEncoder.booleans(values, 0, count, out);
            BooleanPlainValuesWriter writer = new BooleanPlainValuesWriter();
            for (int value : values) {
                writer.writeBoolean(value != 0);
            }
            byte[] section = out.toArray();
            assertArrayEquals(Arrays.copyOf(Reading.bytes(writer.getBytes()), section.length), section);
            Reading.expect(values, new PlainBooleanDecoder(), section, count);
            PlainBooleanDecoder decoder = new PlainBooleanDecoder();
            decoder.reset(section, 0, section.length, count);
            assertThrows(MalformedDataException.class, () -> decoder.skip(8 * section.length + 1));
        }
    }

    @Test
    void stringsAreWrittenAsParquetJavaDoesAndComeBack() throws IOException {
        for (int seed = 0; seed < 40; seed++) {
            BinaryVector values = Reading.strings(new Random(seed), 20 * seed, seed);
            ByteBuilder out = new ByteBuilder(0);
            PlainEncoder.binary(values, 0, values.count(), out);
            assertEquals(out.size(), PlainEncoder.binaryBytes(values, 0, values.count()));
            PlainValuesWriter writer = new PlainValuesWriter(64, 1 << 20, HEAP);
            for (int i = 0; i < values.count(); i++) {
                writer.writeBytes(Binary.fromConstantByteArray(Reading.value(values, i)));
            }
            assertArrayEquals(Reading.bytes(writer.getBytes()), out.toArray());
            Reading.expect(values, new PlainBinaryDecoder(), out.toArray(), seed);
        }
    }

    @Test
    void fixedValuesComeBack() throws IOException {
        for (int length : new int[] {1, 2, 5, 12, 16, 17, 40}) {
            BinaryVector values = new BinaryVector(0, 0);
            byte[] bytes = new byte[length * 300];
            new Random(length).nextBytes(bytes);
            values.appendFixed(bytes, 0, length, 300);
            ByteBuilder plain = new ByteBuilder(0);
            PlainEncoder.fixed(values, 0, 300, plain);
            assertArrayEquals(bytes, plain.toArray());
            Reading.expect(values, new PlainFixedDecoder(length), bytes, length);
            ByteBuilder split = new ByteBuilder(0);
            ByteStreamSplitEncoder.fixed(values, 0, 300, split);
            ValuesWriter writer = new FixedLenByteArrayByteStreamSplitValuesWriter(length, 64, 1 << 20, HEAP);
            for (int i = 0; i < 300; i++) {
                writer.writeBytes(Binary.fromConstantByteArray(Reading.value(values, i)));
            }
            assertArrayEquals(Reading.bytes(writer.getBytes()), split.toArray());
            Reading.expect(values, new ByteStreamSplitFixedDecoder(length), split.toArray(), length);
        }
    }

    @Test
    void valuesThatAreNotThereAreMissed() {
        PlainLongDecoder longs = new PlainLongDecoder();
        longs.reset(new byte[30], 1, 25, 100);
        longs.skip(2);
        String message = assertThrows(MalformedDataException.class, () -> longs.decode(new long[2], 0, 2))
                .getMessage();
        assertEquals("values needs 16 bytes, there are 8 (at byte 16 of 24)", message);
        PlainIntDecoder ints = new PlainIntDecoder();
        ints.reset(new byte[30], 1, 25, 100);
        assertThrows(MalformedDataException.class, () -> ints.skip(Integer.MAX_VALUE));
        PlainFixedDecoder fixed = new PlainFixedDecoder(12);
        fixed.reset(new byte[30], 1, 25, 100);
        assertThrows(MalformedDataException.class, () -> fixed.decode(new BinaryVector(0, 0), Integer.MAX_VALUE));
    }

    @Test
    void brokenLengthsOfStringsAreNamed() {
        byte[] section = {1, 0, 0, 0, 65, 2, 0, 0, 0, 66};
        PlainBinaryDecoder decoder = new PlainBinaryDecoder();
        for (int count : new int[] {2, Integer.MAX_VALUE}) {
            decoder.reset(section, 0, section.length, count);
            assertThrows(MalformedDataException.class, () -> decoder.decode(new BinaryVector(0, 0), count));
            decoder.reset(section, 0, section.length, count);
            assertThrows(MalformedDataException.class, () -> decoder.skip(count));
        }
        decoder.reset(section, 0, section.length, 2);
        decoder.skip(1);
        String message = assertThrows(MalformedDataException.class, () -> decoder.skip(1))
                .getMessage();
        assertEquals("value of length 2 (at byte 5 of 10)", message);
    }

    @Test
    void aSplitSectionMustBeWhole() {
        ByteStreamSplitLongDecoder longs = new ByteStreamSplitLongDecoder();
        assertThrows(MalformedDataException.class, () -> longs.reset(new byte[15], 0, 15, 10));
        assertThrows(MalformedDataException.class, () -> longs.reset(new byte[16], 0, 16, 1));
        longs.reset(new byte[16], 0, 16, 10);
        assertThrows(MalformedDataException.class, () -> longs.skip(3));
    }

    @Test
    void aRangeOfAVectorIsAppended() {
        BinaryVector values = Reading.strings(new Random(1), 30, 9);
        for (int from = 0; from <= 30; from++) {
            for (int to = from; to <= 30; to++) {
                BinaryVector copy = Reading.vector(new byte[] {1, 2});
                copy.appendRange(values, from, to);
                assertEquals(1 + to - from, copy.count());
                assertEquals(2 + values.byteCount(from, to), copy.byteCount());
                for (int i = from; i < to; i++) {
                    assertArrayEquals(Reading.value(values, i), Reading.value(copy, 1 + i - from));
                }
            }
        }
    }

    @Test
    void sizesOfVarintsAreExact() {
        ByteBuilder out = new ByteBuilder(0);
        for (int bits = 0; bits < 64; bits++) {
            for (long value : new long[] {1L << bits, (1L << bits) - 1, -(1L << bits), ~(1L << bits)}) {
                out.clear();
                out.putVarLong(value);
                assertEquals(out.size(), ByteBuilder.varLongBytes(value));
                out.clear();
                out.putZigZag(value);
                assertEquals(out.size(), ByteBuilder.zigZagBytes(value));
                Section section = new Section();
                section.reset(out.array(), 0, out.size());
                assertEquals(value, section.takeZigZag("value"));
                assertTrue(section.left() == 0);
            }
        }
    }
}
