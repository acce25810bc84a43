package dev.daypack.encoding;

import static java.nio.charset.StandardCharsets.UTF_8;
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
import org.apache.parquet.column.values.ValuesReader;
import org.apache.parquet.column.values.ValuesWriter;
import org.apache.parquet.column.values.deltalengthbytearray.DeltaLengthByteArrayValuesReader;
import org.apache.parquet.column.values.deltalengthbytearray.DeltaLengthByteArrayValuesWriter;
import org.apache.parquet.column.values.deltastrings.DeltaByteArrayReader;
import org.apache.parquet.column.values.deltastrings.DeltaByteArrayWriter;
import org.apache.parquet.io.api.Binary;
import org.junit.jupiter.api.Test;

class DeltaBinaryTest {

    private final DeltaBinaryEncoder encoder = new DeltaBinaryEncoder();

    @Test
    void lengthsThenBytesComeBackInAnyChunks() throws IOException {
        for (int seed = 0; seed < 60; seed++) {
            BinaryVector values = values(seed);
            ByteBuilder out = new ByteBuilder(0);
            encoder.encodeLengths(values, 0, values.count(), out);
            assertEquals(out.size(), encoder.lengthsBytes(values, 0, values.count()));
            Reading.expect(values, new DeltaLengthDecoder(), out.toArray(), seed);
            expectParquetJavaReads(values, new DeltaLengthByteArrayValuesReader(), out.toArray());
            Reading.expect(
                    values,
                    new DeltaLengthDecoder(),
                    written(values, new DeltaLengthByteArrayValuesWriter(100, 1 << 20, new HeapByteBufferAllocator())),
                    seed);
        }
    }

    @Test
    void prefixesAndSuffixesComeBackInAnyChunks() throws IOException {
        for (int seed = 0; seed < 60; seed++) {
            BinaryVector values = values(seed);
            ByteBuilder out = new ByteBuilder(0);
            encoder.encodePrefixes(values, 0, values.count(), out);
            assertEquals(out.size(), encoder.prefixesBytes(values, 0, values.count()));
            Reading.expect(values, DeltaByteArrayDecoder.ofLimit(1000), out.toArray(), seed);
            expectParquetJavaReads(values, new DeltaByteArrayReader(), out.toArray());
            Reading.expect(
                    values,
                    DeltaByteArrayDecoder.ofLimit(1000),
                    written(values, new DeltaByteArrayWriter(100, 1 << 20, new HeapByteBufferAllocator())),
                    seed);
        }
    }

    @Test
    void aRangeIsWrittenAsIfItStoodAlone() {
        BinaryVector values = Reading.strings(new Random(3), 50, 20);
        BinaryVector range = new BinaryVector(0, 0);
        range.appendRange(values, 10, 30);
        ByteBuilder whole = new ByteBuilder(0);
        ByteBuilder alone = new ByteBuilder(0);
        encoder.encodePrefixes(values, 10, 30, whole);
        encoder.encodeLengths(values, 10, 30, whole);
        encoder.encodePrefixes(range, 0, 20, alone);
        encoder.encodeLengths(range, 0, 20, alone);
        assertArrayEquals(alone.toArray(), whole.toArray());
    }

    @Test
    void fixedLengthsAreHeldTo() {
        BinaryVector values = new BinaryVector(0, 0);
        for (int i = 0; i < 100; i++) {
            values.append(String.format("%016d", i * i).getBytes(UTF_8), 0, 16);
        }
        ByteBuilder out = new ByteBuilder(0);
        encoder.encodePrefixes(values, 0, 100, out);
        Reading.expect(values, DeltaByteArrayDecoder.ofFixed(16), out.toArray(), 1);
        assertTrue(
                failure(DeltaByteArrayDecoder.ofFixed(15), out.toArray(), 100).contains("value of 16 bytes"));
    }

    @Test
    void emptySectionsHaveNoValues() {
        for (BinaryDecoder decoder :
                new BinaryDecoder[] {new DeltaLengthDecoder(), DeltaByteArrayDecoder.ofLimit(10)}) {
            decoder.reset(new byte[0], 0, 0, 5);
            decoder.decode(new BinaryVector(0, 0), 0);
            assertTrue(failure(decoder, new byte[0], 1).contains("there are 0"));
        }
    }

    @Test
    void valuesThatExpandBeyondReasonAreRefused() {
        BinaryVector values = new BinaryVector(0, 0);
        byte[] value = new byte[100_000];
        for (int i = 0; i < 100; i++) {
            values.append(value, 0, value.length);
        }
        ByteBuilder once = new ByteBuilder(0);
        encoder.encodePrefixes(values, 0, 50, once);
        assertTrue(failure(DeltaByteArrayDecoder.ofLimit(99_999), once.toArray(), 50)
                .contains("limits.value-bytes is 99999"));
        // The same value a thousand times over 100 KB is reasonable, over 100 bytes it is not.
        byte[] bomb = bomb(100);
        assertTrue(failure(DeltaByteArrayDecoder.ofLimit(1 << 30), bomb, 20_000).contains("expand beyond 1000 times"));
    }

    @Test
    void brokenLengthsAreNamed() {
        ByteBuilder out = new ByteBuilder(0);
        DeltaBinaryPacked.encode(new int[] {3, -1}, 0, 2, out);
        out.putInt(0);
        assertTrue(failure(new DeltaLengthDecoder(), out.toArray(), 2).contains("length -1"));
        out.clear();
        DeltaBinaryPacked.encode(new int[] {3, 2}, 0, 2, out);
        out.putInt(0);
        assertTrue(failure(new DeltaLengthDecoder(), out.toArray(), 2).contains("2 values needs 5 bytes, there are 4"));
        out.clear();
        DeltaBinaryPacked.encode(new int[] {0, 4}, 0, 2, out);
        DeltaBinaryPacked.encode(new int[] {3, 0}, 0, 2, out);
        out.putInt(0);
        assertTrue(failure(DeltaByteArrayDecoder.ofLimit(9), out.toArray(), 2)
                .contains("prefix of 4 bytes after a value of 3"));
        out.clear();
        DeltaBinaryPacked.encode(new int[] {0, 4}, 0, 2, out);
        DeltaBinaryPacked.encode(new int[] {3}, 0, 1, out);
        assertTrue(failure(DeltaByteArrayDecoder.ofLimit(9), out.toArray(), 2).contains("2 prefixes and 1 suffixes"));
    }

    /** 20,000 values that each repeat the one before and add nothing, after a first one of some bytes. */
    private static byte[] bomb(int firstBytes) {
        int[] prefixes = new int[20_000];
        int[] suffixes = new int[20_000];
        suffixes[0] = firstBytes * 100;
        Arrays.fill(prefixes, 1, prefixes.length, firstBytes * 100);
        ByteBuilder out = new ByteBuilder(0);
        DeltaBinaryPacked.encode(prefixes, 0, prefixes.length, out);
        DeltaBinaryPacked.encode(suffixes, 0, suffixes.length, out);
        out.put(new byte[firstBytes * 100], 0, firstBytes * 100);
        return out.toArray();
    }

    private static String failure(BinaryDecoder decoder, byte[] section, int count) {
        return assertThrows(MalformedDataException.class, () -> {
                    decoder.reset(section, 0, section.length, count);
                    decoder.decode(new BinaryVector(0, 0), count);
                })
                .getMessage();
    }

    private static BinaryVector values(int seed) {
        Random random = new Random(seed);
        return Reading.strings(random, seed < 10 ? seed : random.nextInt(2500), seed % 3 == 0 ? 3 : 40);
    }

    private static byte[] written(BinaryVector values, ValuesWriter writer) throws IOException {
        for (int i = 0; i < values.count(); i++) {
            writer.writeBytes(Binary.fromConstantByteArray(Reading.value(values, i)));
        }
        byte[] section = Reading.bytes(writer.getBytes());
        writer.close();
        return section;
    }

    private static void expectParquetJavaReads(BinaryVector values, ValuesReader reader, byte[] section)
            throws IOException {
        if (values.count() == 0) {
            return;
        }
        reader.initFromPage(values.count(), ByteBufferInputStream.wrap(ByteBuffer.wrap(section)));
        for (int i = 0; i < values.count(); i++) {
            assertArrayEquals(Reading.value(values, i), reader.readBytes().getBytes());
        }
    }
}
