package dev.daypack.demo;

import org.apache.parquet.bytes.ByteBufferAllocator;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.ParquetProperties;
import org.apache.parquet.column.values.ValuesWriter;
import org.apache.parquet.column.values.dictionary.DictionaryValuesWriter.PlainBinaryDictionaryValuesWriter;
import org.apache.parquet.column.values.dictionary.DictionaryValuesWriter.PlainDoubleDictionaryValuesWriter;
import org.apache.parquet.column.values.dictionary.DictionaryValuesWriter.PlainIntegerDictionaryValuesWriter;
import org.apache.parquet.column.values.dictionary.DictionaryValuesWriter.PlainLongDictionaryValuesWriter;
import org.apache.parquet.column.values.factory.ValuesWriterFactory;

/**
 * Encodes every column with a dictionary and keeps it even where it does not pay, as pyarrow does until a dictionary
 * reaches 1 MiB; a part of the demo has too few rows for that. parquet-java by itself would fall back to PLAIN for the
 * time columns, and the demo's input would not look like a collector's.
 */
final class KeepDictionary implements ValuesWriterFactory {

    private static final int DICTIONARY_BYTES = 1 << 20;

    private ByteBufferAllocator allocator;

    @Override
    public void initialize(ParquetProperties properties) {
        allocator = properties.getAllocator();
    }

    @Override
    public ValuesWriter newValuesWriter(ColumnDescriptor column) {
        Encoding ids = Encoding.RLE_DICTIONARY;
        Encoding entries = Encoding.PLAIN;
        return switch (column.getPrimitiveType().getPrimitiveTypeName()) {
            case INT32 -> new PlainIntegerDictionaryValuesWriter(DICTIONARY_BYTES, ids, entries, allocator);
            case INT64 -> new PlainLongDictionaryValuesWriter(DICTIONARY_BYTES, ids, entries, allocator);
            case DOUBLE -> new PlainDoubleDictionaryValuesWriter(DICTIONARY_BYTES, ids, entries, allocator);
            case BINARY -> new PlainBinaryDictionaryValuesWriter(DICTIONARY_BYTES, ids, entries, allocator);
            default -> throw new IllegalArgumentException("the demo has no column like " + column);
        };
    }
}
