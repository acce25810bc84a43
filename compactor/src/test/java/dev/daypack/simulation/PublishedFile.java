package dev.daypack.simulation;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.convert.GroupRecordConverter;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.Util;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.io.ColumnIOFactory;
import org.apache.parquet.io.MessageColumnIO;
import org.apache.parquet.io.RecordReader;
import org.apache.parquet.schema.MessageType;

/**
 * What stands in a published file, by parquet-java.
 *
 * @param columns their names
 * @param seqs of the rows
 * @param keyValues of the footer
 */
record PublishedFile(List<String> columns, List<Long> seqs, List<Row> rows, Map<String, String> keyValues) {

    static PublishedFile parse(byte[] bytes) {
        ParquetReadOptions options = ParquetReadOptions.builder(new PlainParquetConfiguration())
                .usePageChecksumVerification()
                .build();
        List<Long> seqs = new ArrayList<>();
        List<Row> rows = new ArrayList<>();
        try (ParquetFileReader reader = new ParquetFileReader(new BytesFile(bytes), options)) {
            MessageType schema = reader.getFileMetaData().getSchema();
            MessageColumnIO columns = new ColumnIOFactory().getColumnIO(schema);
            for (PageReadStore pages = reader.readNextRowGroup(); pages != null; pages = reader.readNextRowGroup()) {
                RecordReader<Group> records = columns.getRecordReader(pages, new GroupRecordConverter(schema));
                for (long row = 0; row < pages.getRowCount(); row++) {
                    Group group = records.read();
                    seqs.add(group.getLong("seq", 0));
                    rows.add(row(group));
                }
            }
            List<String> names =
                    schema.getFields().stream().map(field -> field.getName()).toList();
            return new PublishedFile(names, seqs, rows, keyValues(bytes));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Row row(Group group) {
        return new Row(
                group.getLong("ts_event", 0),
                group.getLong("id", 0),
                has(group, "symbol") ? group.getString("symbol", 0) : null,
                has(group, "price") ? (Double) group.getDouble("price", 0) : null,
                has(group, "side") ? (Integer) group.getInteger("side", 0) : null);
    }

    private static boolean has(Group group, String column) {
        return group.getFieldRepetitionCount(column) > 0;
    }

    private static Map<String, String> keyValues(byte[] bytes) throws IOException {
        int length = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt(bytes.length - 8);
        FileMetaData footer = Util.readFileMetaData(new ByteArrayInputStream(bytes, bytes.length - 8 - length, length));
        Map<String, String> pairs = new LinkedHashMap<>();
        footer.getKey_value_metadata().forEach(pair -> pairs.put(pair.getKey(), pair.getValue()));
        return pairs;
    }
}
