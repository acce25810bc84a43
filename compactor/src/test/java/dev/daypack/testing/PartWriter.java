package dev.daypack.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.apache.parquet.bytes.HeapByteBufferAllocator;
import org.apache.parquet.column.ColumnWriteStore;
import org.apache.parquet.column.ColumnWriter;
import org.apache.parquet.column.ParquetProperties;
import org.apache.parquet.column.ParquetProperties.WriterVersion;
import org.apache.parquet.column.values.factory.DefaultV1ValuesWriterFactory;
import org.apache.parquet.column.values.factory.DefaultV2ValuesWriterFactory;
import org.apache.parquet.compression.CompressionCodecFactory;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.GroupWriter;
import org.apache.parquet.hadoop.CodecFactory;
import org.apache.parquet.hadoop.ColumnChunkPageWriteStore;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.ColumnIOFactory;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.ColumnOrder;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type.Repetition;
import org.apache.parquet.schema.Types;
import org.apache.parquet.schema.Types.PrimitiveBuilder;

/**
 * Writes parts for tests with parquet-java's column writers: any schema, any codec, pages v1 and v2. Immutable; each
 * setting returns a new writer. To begin with: snappy, pages v1 of 1 MiB, dictionaries on, no page checksums, one row
 * group, which is what collectors write.
 *
 * <p>Rows of a flat schema are arrays of values in column order: {@code null}, {@link Boolean}, {@link Integer},
 * {@link Long}, {@link Float}, {@link Double}, {@link String} or {@code byte[]}, as the column's physical type needs.
 * Rows of any schema may be given as {@link Group}.
 */
public final class PartWriter {

    private static final int PAGE_BYTES = 1 << 20;
    private static final int INITIAL_BYTES = 64;

    private final MessageType schema;
    private final CompressionCodecName codec;
    private final long rowGroupBytes;
    private final int splitRowsValues;
    private final UnaryOperator<ParquetProperties.Builder> properties;

    private PartWriter(
            MessageType schema,
            CompressionCodecName codec,
            long rowGroupBytes,
            int splitRowsValues,
            UnaryOperator<ParquetProperties.Builder> properties) {
        this.schema = schema;
        this.codec = codec;
        this.rowGroupBytes = rowGroupBytes;
        this.splitRowsValues = splitRowsValues;
        this.properties = properties;
    }

    /** A writer of parts with these columns. */
    public static PartWriter of(PrimitiveType... columns) {
        return of(new MessageType("schema", List.of(columns)));
    }

    /** A writer of parts with this schema. */
    public static PartWriter of(MessageType schema) {
        return new PartWriter(
                        schema,
                        CompressionCodecName.SNAPPY,
                        Long.MAX_VALUE,
                        Integer.MAX_VALUE,
                        UnaryOperator.identity())
                .pagesV1()
                .pages(PAGE_BYTES, Integer.MAX_VALUE)
                .rowGroups(Long.MAX_VALUE, Integer.MAX_VALUE)
                .checksums(false);
    }

    /** A column that may hold nulls. */
    public static PrimitiveType optional(PrimitiveTypeName type, String name) {
        return column(type, Repetition.OPTIONAL, 0, null, name);
    }

    /** A column that may hold nulls, with an annotation. */
    public static PrimitiveType optional(PrimitiveTypeName type, LogicalTypeAnnotation annotation, String name) {
        return column(type, Repetition.OPTIONAL, 0, annotation, name);
    }

    /** A column without nulls. */
    public static PrimitiveType required(PrimitiveTypeName type, String name) {
        return column(type, Repetition.REQUIRED, 0, null, name);
    }

    /** A column without nulls, with an annotation. */
    public static PrimitiveType required(PrimitiveTypeName type, LogicalTypeAnnotation annotation, String name) {
        return column(type, Repetition.REQUIRED, 0, annotation, name);
    }

    /** A FIXED_LEN_BYTE_ARRAY column. */
    public static PrimitiveType fixed(Repetition repetition, int lengthBytes, String name) {
        return column(PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY, repetition, lengthBytes, null, name);
    }

    /**
     * Any column. Floating-point columns get the type-defined order, as all older writers give it.
     *
     * @param lengthBytes of a FIXED_LEN_BYTE_ARRAY, else 0
     * @param annotation null for none
     */
    public static PrimitiveType column(
            PrimitiveTypeName type,
            Repetition repetition,
            int lengthBytes,
            LogicalTypeAnnotation annotation,
            String name) {
        PrimitiveBuilder<PrimitiveType> builder =
                Types.primitive(type, repetition).as(annotation);
        if (lengthBytes > 0) {
            builder = builder.length(lengthBytes);
        }
        boolean floating = type == PrimitiveTypeName.FLOAT || type == PrimitiveTypeName.DOUBLE;
        return (floating ? builder.columnOrder(ColumnOrder.typeDefined()) : builder).named(name);
    }

    /** One row. */
    public static Object[] row(Object... values) {
        return values;
    }

    /** The schema of the parts. */
    public MessageType schema() {
        return schema;
    }

    /** Compression of all columns. */
    public PartWriter codec(CompressionCodecName codec) {
        return new PartWriter(schema, codec, rowGroupBytes, splitRowsValues, properties);
    }

    /** Data pages v1: PLAIN, or PLAIN_DICTIONARY where that pays. */
    public PartWriter pagesV1() {
        return with(builder -> builder.withWriterVersion(WriterVersion.PARQUET_1_0)
                .withValuesWriterFactory(new DefaultV1ValuesWriterFactory()));
    }

    /** Data pages v2 with the same encodings as {@link #pagesV1}. */
    public PartWriter pagesV2() {
        return with(builder -> builder.withWriterVersion(WriterVersion.PARQUET_2_0)
                .withValuesWriterFactory(new DefaultV1ValuesWriterFactory()));
    }

    /** Data pages v2 with what parquet-java prefers there: RLE_DICTIONARY, RLE for booleans, the DELTA encodings. */
    public PartWriter pagesV2WithDeltas() {
        return with(builder -> builder.withWriterVersion(WriterVersion.PARQUET_2_0)
                .withValuesWriterFactory(new DefaultV2ValuesWriterFactory()));
    }

    /** Data pages v1 with the encodings of {@link #pagesV2WithDeltas}. */
    public PartWriter pagesV1WithDeltas() {
        return with(builder -> builder.withWriterVersion(WriterVersion.PARQUET_1_0)
                .withValuesWriterFactory(new DefaultV2ValuesWriterFactory()));
    }

    /** DELTA_LENGTH_BYTE_ARRAY for byte arrays, in the pages chosen before; no dictionaries. */
    public PartWriter deltaLengths() {
        return with(builder -> builder.withValuesWriterFactory(new DeltaLengths()));
    }

    /** Pages v1 end within rows as soon as they have so many values. */
    public PartWriter splitRows(int values) {
        return new PartWriter(schema, codec, rowGroupBytes, values, properties);
    }

    /** Dictionaries where they pay, or none. */
    public PartWriter dictionary(boolean dictionary) {
        return with(builder -> builder.withDictionaryEncoding(dictionary));
    }

    /** A chunk gives up its dictionary when that has about this many bytes, and goes on without. */
    public PartWriter dictionaryBytes(int bytes) {
        return with(builder -> builder.withDictionaryPageSize(bytes));
    }

    /** BYTE_STREAM_SPLIT for every type that has it, where no dictionary is used. */
    public PartWriter byteStreamSplit() {
        return with(builder -> builder.withExtendedByteStreamSplitEncoding(true));
    }

    /** A page ends when it has about this many bytes, or this many rows. */
    public PartWriter pages(int bytes, int rows) {
        return with(builder -> builder.withPageSize(bytes)
                .withPageRowCountLimit(rows)
                .withMinRowCountForPageSizeCheck(Math.min(100, rows)));
    }

    /** A row group ends when it has about this many bytes, or exactly this many rows. */
    public PartWriter rowGroups(long bytes, int rows) {
        return new PartWriter(schema, codec, bytes, splitRowsValues, properties)
                .with(builder -> builder.withRowGroupRowCountLimit(rows));
    }

    /** Whether pages carry a CRC-32. */
    public PartWriter checksums(boolean checksums) {
        return with(builder -> builder.withPageWriteChecksumEnabled(checksums));
    }

    /** Key-value metadata of the footer. */
    public PartWriter keyValues(Map<String, String> keyValues) {
        return with(builder -> builder.withExtraMetaData(keyValues));
    }

    private PartWriter with(UnaryOperator<ParquetProperties.Builder> setting) {
        return new PartWriter(
                schema, codec, rowGroupBytes, splitRowsValues, builder -> setting.apply(properties.apply(builder)));
    }

    /** Writes one part of rows given one by one: {@code write(file, row(1L, "a"), row(2L, null))}. */
    public Path write(Path file, Object[]... rows) {
        return write(file, Arrays.asList(rows));
    }

    /** Writes one part and returns its path. A file that stands there is replaced. No rows: no row group. */
    public Path write(Path file, List<Object[]> rows) {
        return write(file, rows, this::arrays);
    }

    /** Writes one part of records, which may be nested, and returns its path. */
    public Path writeGroups(Path file, List<Group> rows) {
        return write(file, rows, this::groups);
    }

    /** Takes the rows of one row group. */
    private interface Rows<R> {

        void write(R row);

        void end();
    }

    private <R> Path write(Path file, List<R> rows, Function<ColumnWriteStore, Rows<R>> into) {
        ParquetProperties chosen = properties.apply(ParquetProperties.builder()).build();
        try (ParquetFileWriter out = new ParquetFileWriter(
                new LocalOutputFile(file), schema, ParquetFileWriter.Mode.OVERWRITE, 1L << 40, 0, null, chosen)) {
            out.start();
            for (int from = 0; from < rows.size(); ) {
                from += writeRowGroup(out, chosen, rows.subList(from, rows.size()), into);
            }
            out.end(chosen.getExtraMetaData());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return file;
    }

    /** Writes rows until the row group is full, and returns how many. */
    private <R> int writeRowGroup(
            ParquetFileWriter out, ParquetProperties chosen, List<R> rows, Function<ColumnWriteStore, Rows<R>> into)
            throws IOException {
        CompressionCodecFactory codecs =
                new CodecFactory(new PlainParquetConfiguration(), chosen.getPageSizeThreshold());
        try (ColumnChunkPageWriteStore pages = new ColumnChunkPageWriteStore(
                        codecs.getCompressor(codec),
                        schema,
                        new HeapByteBufferAllocator(),
                        INITIAL_BYTES,
                        chosen.getPageWriteChecksumEnabled());
                ColumnWriteStore columns = chosen.newColumnWriteStore(schema, pages)) {
            Rows<R> target = into.apply(columns);
            int limit = Math.min(rows.size(), chosen.getRowGroupRowCountLimit());
            int written = 0;
            while (written < limit && columns.getBufferedSize() < rowGroupBytes) {
                target.write(rows.get(written++));
            }
            target.end();
            out.startBlock(written);
            columns.flush();
            pages.flushToFileWriter(out);
            out.endBlock();
            return written;
        } finally {
            codecs.release();
        }
    }

    private Rows<Group> groups(ColumnWriteStore columns) {
        SplitRows split = new SplitRows(columns, splitRowsValues);
        ColumnWriteStore target = splitRowsValues == Integer.MAX_VALUE ? columns : split.columns();
        RecordConsumer consumer = new ColumnIOFactory().getColumnIO(schema).getRecordWriter(target);
        GroupWriter writer = new GroupWriter(consumer, schema);
        return new Rows<>() {
            @Override
            public void write(Group row) {
                writer.write(row);
            }

            @Override
            public void end() {
                consumer.flush();
                split.end();
            }
        };
    }

    private Rows<Object[]> arrays(ColumnWriteStore columns) {
        return new Rows<>() {
            @Override
            public void write(Object[] row) {
                writeRow(columns, row);
            }

            @Override
            public void end() {}
        };
    }

    private void writeRow(ColumnWriteStore columns, Object[] row) {
        if (row.length != schema.getFieldCount()) {
            throw new IllegalArgumentException(
                    Arrays.toString(row) + " does not have " + schema.getFieldCount() + " values");
        }
        for (int column = 0; column < row.length; column++) {
            ColumnWriter writer = columns.getColumnWriter(schema.getColumns().get(column));
            PrimitiveType type = schema.getType(column).asPrimitiveType();
            int level = type.isRepetition(Repetition.REQUIRED) ? 0 : 1;
            if (row[column] != null) {
                write(writer, type.getPrimitiveTypeName(), row[column], level);
            } else if (level == 1) {
                writer.writeNull(0, 0);
            } else {
                throw new IllegalArgumentException("null for the required column " + type.getName());
            }
        }
        columns.endRecord();
    }

    private static void write(ColumnWriter writer, PrimitiveTypeName type, Object value, int level) {
        switch (type) {
            case BOOLEAN -> writer.write((boolean) value, 0, level);
            case INT32 -> writer.write((int) value, 0, level);
            case INT64 -> writer.write((long) value, 0, level);
            case FLOAT -> writer.write((float) value, 0, level);
            case DOUBLE -> writer.write((double) value, 0, level);
            default -> writer.write(Binary.fromConstantByteArray(bytes(value)), 0, level);
        }
    }

    private static byte[] bytes(Object value) {
        return value instanceof String text ? text.getBytes(StandardCharsets.UTF_8) : (byte[]) value;
    }
}
