package dev.daypack.input;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import org.apache.parquet.column.ParquetProperties.WriterVersion;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.MessageType;

/** Writes small parts whose chunks begin with dictionary pages and go on without, since the dictionary may not grow. */
final class FallbackWriter {

    private static final int DICTIONARY_BYTES = 400;
    private static final int PAGE_ROWS = 50;

    private FallbackWriter() {}

    static Path write(
            Path file,
            MessageType schema,
            CompressionCodecName codec,
            WriterVersion version,
            boolean crc,
            List<Object[]> rows) {
        try (ParquetWriter<Group> writer = ExampleParquetWriter.builder(new LocalOutputFile(file))
                .withConf(new PlainParquetConfiguration())
                .withType(schema)
                .withCompressionCodec(codec)
                .withWriterVersion(version)
                .withWriteMode(ParquetFileWriter.Mode.OVERWRITE)
                .withDictionaryEncoding(true)
                .withDictionaryPageSize(DICTIONARY_BYTES)
                .withPageRowCountLimit(PAGE_ROWS)
                .withPageWriteChecksumEnabled(crc)
                .build()) {
            for (Object[] row : rows) {
                writer.write(group(schema, row));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return file;
    }

    private static Group group(MessageType schema, Object[] row) {
        Group group = new SimpleGroup(schema);
        for (int column = 0; column < row.length; column++) {
            if (row[column] == null) {
                continue;
            }
            switch (schema.getType(column).asPrimitiveType().getPrimitiveTypeName()) {
                case BOOLEAN -> group.add(column, (boolean) row[column]);
                case INT32 -> group.add(column, (int) row[column]);
                case INT64 -> group.add(column, (long) row[column]);
                case FLOAT -> group.add(column, (float) row[column]);
                case DOUBLE -> group.add(column, (double) row[column]);
                default -> group.add(column, Binary.fromConstantByteArray((byte[]) row[column]));
            }
        }
        return group;
    }
}
