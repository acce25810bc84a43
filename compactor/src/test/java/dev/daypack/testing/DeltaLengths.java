package dev.daypack.testing;

import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.ParquetProperties;
import org.apache.parquet.column.values.ValuesWriter;
import org.apache.parquet.column.values.deltalengthbytearray.DeltaLengthByteArrayValuesWriter;
import org.apache.parquet.column.values.factory.DefaultV1ValuesWriterFactory;
import org.apache.parquet.column.values.factory.ValuesWriterFactory;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;

/** Writes byte arrays as DELTA_LENGTH_BYTE_ARRAY, which parquet-java has but never chooses; all else as its V1 does. */
final class DeltaLengths implements ValuesWriterFactory {

    private final ValuesWriterFactory others = new DefaultV1ValuesWriterFactory();
    private ParquetProperties properties;

    @Override
    public void initialize(ParquetProperties chosen) {
        others.initialize(chosen);
        properties = chosen;
    }

    @Override
    public ValuesWriter newValuesWriter(ColumnDescriptor column) {
        return column.getPrimitiveType().getPrimitiveTypeName() == PrimitiveTypeName.BINARY
                ? new DeltaLengthByteArrayValuesWriter(
                        properties.getInitialSlabSize(), properties.getPageSizeThreshold(), properties.getAllocator())
                : others.newValuesWriter(column);
    }
}
