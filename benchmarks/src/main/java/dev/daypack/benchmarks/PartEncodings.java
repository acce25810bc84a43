package dev.daypack.benchmarks;

import static org.apache.parquet.column.Encoding.PLAIN;
import static org.apache.parquet.column.Encoding.RLE_DICTIONARY;

import org.apache.parquet.bytes.ByteBufferAllocator;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.ParquetProperties;
import org.apache.parquet.column.values.ValuesWriter;
import org.apache.parquet.column.values.dictionary.DictionaryValuesWriter.PlainBinaryDictionaryValuesWriter;
import org.apache.parquet.column.values.dictionary.DictionaryValuesWriter.PlainDoubleDictionaryValuesWriter;
import org.apache.parquet.column.values.dictionary.DictionaryValuesWriter.PlainIntegerDictionaryValuesWriter;
import org.apache.parquet.column.values.dictionary.DictionaryValuesWriter.PlainLongDictionaryValuesWriter;
import org.apache.parquet.column.values.factory.ValuesWriterFactory;
import org.apache.parquet.column.values.fallback.FallbackValuesWriter;
import org.apache.parquet.column.values.plain.BooleanPlainValuesWriter;
import org.apache.parquet.column.values.plain.PlainValuesWriter;

/**
 * Dictionaries that are kept until they outgrow 1 MiB, whether they pay or not, as Arrow C++ keeps them; parquet-java
 * by itself would drop those of the time columns, and parts would not look like a collector's.
 */
final class PartEncodings implements ValuesWriterFactory {

    private static final int INITIAL_BYTES = 64;
    private static final int DICTIONARY_BYTES = PartShape.MEBIBYTE;

    private final PartShape shape;
    private ByteBufferAllocator allocator;

    PartEncodings(PartShape shape) {
        this.shape = shape;
    }

    @Override
    public void initialize(ParquetProperties properties) {
        allocator = properties.getAllocator();
    }

    @Override
    public ValuesWriter newValuesWriter(ColumnDescriptor column) {
        ValuesWriter plain = new PlainValuesWriter(INITIAL_BYTES, 2 * shape.pageBytes(), allocator);
        return switch (column.getPrimitiveType().getPrimitiveTypeName()) {
            case BOOLEAN -> new BooleanPlainValuesWriter();
            case INT32 -> shape.hasDictionaries() ? FallbackValuesWriter.of(new Ints(allocator), plain) : plain;
            case INT64 -> shape.hasDictionaries() ? FallbackValuesWriter.of(new Longs(allocator), plain) : plain;
            case DOUBLE -> shape.hasDictionaries() ? FallbackValuesWriter.of(new Doubles(allocator), plain) : plain;
            case BINARY -> shape.hasDictionaries() ? FallbackValuesWriter.of(new Strings(allocator), plain) : plain;
            default -> throw new IllegalArgumentException("no stream has a column like " + column);
        };
    }

    private static final class Ints extends PlainIntegerDictionaryValuesWriter {
        Ints(ByteBufferAllocator allocator) {
            super(DICTIONARY_BYTES, RLE_DICTIONARY, PLAIN, allocator);
        }

        @Override
        public boolean isCompressionSatisfying(long rawBytes, long encodedBytes) {
            return true;
        }
    }

    private static final class Longs extends PlainLongDictionaryValuesWriter {
        Longs(ByteBufferAllocator allocator) {
            super(DICTIONARY_BYTES, RLE_DICTIONARY, PLAIN, allocator);
        }

        @Override
        public boolean isCompressionSatisfying(long rawBytes, long encodedBytes) {
            return true;
        }
    }

    private static final class Doubles extends PlainDoubleDictionaryValuesWriter {
        Doubles(ByteBufferAllocator allocator) {
            super(DICTIONARY_BYTES, RLE_DICTIONARY, PLAIN, allocator);
        }

        @Override
        public boolean isCompressionSatisfying(long rawBytes, long encodedBytes) {
            return true;
        }
    }

    private static final class Strings extends PlainBinaryDictionaryValuesWriter {
        Strings(ByteBufferAllocator allocator) {
            super(DICTIONARY_BYTES, RLE_DICTIONARY, PLAIN, allocator);
        }

        @Override
        public boolean isCompressionSatisfying(long rawBytes, long encodedBytes) {
            return true;
        }
    }
}
