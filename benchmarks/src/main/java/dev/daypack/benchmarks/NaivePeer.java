package dev.daypack.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.ReadSupport;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.example.GroupReadSupport;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.LocalInputFile;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Types;

/**
 * The job as it is written first, row by row with parquet-java: {@code NaivePeer DIRECTORY OUTPUT}. A priority queue of
 * readers, each sorted by {@code ts_event}, which is the first column.
 */
final class NaivePeer {

    private NaivePeer() {}

    public static void main(String[] arguments) throws IOException {
        List<Path> files = Trees.parquetFiles(Path.of(arguments[0]));
        PriorityQueue<Source> queue = new PriorityQueue<>();
        for (int rank = 0; rank < files.size(); rank++) {
            advance(new Source(rank, files.get(rank)), queue);
        }
        long seq = 0;
        MessageType schema = withSeq(files.get(0));
        try (ParquetWriter<Group> writer = writer(Path.of(arguments[1]), schema)) {
            while (!queue.isEmpty()) {
                Source first = queue.poll();
                writer.write(withSeq(first.row, schema, seq++));
                advance(first, queue);
            }
        }
    }

    private static void advance(Source source, PriorityQueue<Source> queue) throws IOException {
        if (source.next()) {
            queue.add(source);
        } else {
            source.reader.close();
        }
    }

    private static MessageType withSeq(Path file) throws IOException {
        try (ParquetFileReader reader = ParquetFileReader.open(new LocalInputFile(file))) {
            List<Type> fields = new ArrayList<>(
                    reader.getFooter().getFileMetaData().getSchema().getFields());
            fields.add(1, Types.required(PrimitiveTypeName.INT64).named("seq"));
            return new MessageType("schema", fields);
        }
    }

    private static ParquetWriter<Group> writer(Path output, MessageType schema) throws IOException {
        PlainParquetConfiguration configuration = new PlainParquetConfiguration();
        configuration.set("parquet.compression.codec.zstd.level", "3");
        return ExampleParquetWriter.builder(new LocalOutputFile(output))
                .withConf(configuration)
                .withType(schema)
                .withCompressionCodec(CompressionCodecName.ZSTD)
                .withWriteMode(ParquetFileWriter.Mode.OVERWRITE)
                .build();
    }

    private static Group withSeq(Group row, MessageType schema, long seq) {
        Group result = new SimpleGroup(schema);
        result.add(1, seq);
        for (int field = 0; field < schema.getFieldCount() - 1; field++) {
            if (row.getFieldRepetitionCount(field) > 0) {
                copy(row, field, result, field == 0 ? 0 : field + 1);
            }
        }
        return result;
    }

    private static void copy(Group from, int field, Group to, int target) {
        switch (from.getType().getType(field).asPrimitiveType().getPrimitiveTypeName()) {
            case BOOLEAN -> to.add(target, from.getBoolean(field, 0));
            case INT32 -> to.add(target, from.getInteger(field, 0));
            case INT64 -> to.add(target, from.getLong(field, 0));
            case DOUBLE -> to.add(target, from.getDouble(field, 0));
            default -> to.add(target, from.getBinary(field, 0));
        }
    }

    private static final class Source implements Comparable<Source> {
        private final int rank;
        private final ParquetReader<Group> reader;
        private Group row;
        private long key;

        Source(int rank, Path file) throws IOException {
            this.rank = rank;
            reader = new Builder(file).build();
        }

        boolean next() throws IOException {
            row = reader.read();
            key = row == null ? 0 : row.getLong(0, 0);
            return row != null;
        }

        @Override
        public int compareTo(Source other) {
            int order = Long.compare(key, other.key);
            return order != 0 ? order : Integer.compare(rank, other.rank);
        }
    }

    private static final class Builder extends ParquetReader.Builder<Group> {
        Builder(Path file) {
            super(new LocalInputFile(file), new PlainParquetConfiguration());
        }

        @Override
        protected ReadSupport<Group> getReadSupport() {
            return new GroupReadSupport();
        }
    }
}
