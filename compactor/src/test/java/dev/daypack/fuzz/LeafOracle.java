package dev.daypack.fuzz;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.ColumnReadStore;
import org.apache.parquet.column.ColumnReader;
import org.apache.parquet.column.impl.ColumnReadStoreImpl;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.DummyRecordConverter;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.io.LocalInputFile;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType;

/**
 * parquet-java's column readers, without its records and without what the footer tells besides: for files whose columns
 * contradict each other in their levels, which no reader of columns notices, and for files with broken hints.
 */
final class LeafOracle {

    private static final String SEQ = "daypack_seq";

    private LeafOracle() {}

    /** One row: for each column but the sequence its levels and values as text. */
    private record Row(List<Comparable<Object>> keys, List<String> cells) implements Comparable<Row> {

        @Override
        public int compareTo(Row other) {
            Comparator<Comparable<Object>> order = Comparator.nullsLast(Comparator.naturalOrder());
            int result = 0;
            for (int i = 0; i < keys.size() && result == 0; i++) {
                result = order.compare(keys.get(i), other.keys.get(i));
            }
            return result;
        }
    }

    /**
     * Whether the output has, column by column and row by row, what the inputs have.
     *
     * @param files the order, the output, the inputs
     */
    static boolean agrees(List<String> files) {
        List<String> keys =
                files.get(0).equals("none") ? List.of() : List.of(files.get(0).split(", ", -1));
        List<Row> expected = new ArrayList<>();
        try {
            for (String input : files.subList(2, files.size())) {
                expected.addAll(rows(stripped(Path.of(input)), keys));
            }
            Collections.sort(expected);
            List<List<String>> found =
                    rows(Path.of(files.get(1)), keys).stream().map(Row::cells).toList();
            return expected.stream().map(Row::cells).toList().equals(found);
        } catch (IOException | RuntimeException e) {
            return false;
        }
    }

    private static Path stripped(Path file) throws IOException {
        MutableFile mutable = new MutableFile(Files.readAllBytes(file));
        mutable.strip();
        mutable.mendLevelEncodings();
        return Files.write(file.resolveSibling("stripped.parquet"), mutable.bytes());
    }

    private static List<Row> rows(Path file, List<String> keys) throws IOException {
        List<Row> rows = new ArrayList<>();
        ParquetReadOptions options = new ParquetReadOptions.Builder(new PlainParquetConfiguration())
                .usePageChecksumVerification()
                .build();
        try (ParquetFileReader reader = ParquetFileReader.open(new LocalInputFile(file), options)) {
            MessageType schema = reader.getFileMetaData().getSchema();
            for (PageReadStore group = reader.readNextRowGroup(); group != null; group = reader.readNextRowGroup()) {
                add(group, schema, keys, rows);
            }
        }
        return rows;
    }

    private static void add(PageReadStore group, MessageType schema, List<String> keys, List<Row> rows) {
        ColumnReadStore columns =
                new ColumnReadStoreImpl(group, new DummyRecordConverter(schema).getRootConverter(), schema, null);
        List<Row> added = new ArrayList<>();
        for (long row = 0; row < group.getRowCount(); row++) {
            added.add(new Row(new ArrayList<>(Collections.nCopies(keys.size(), null)), new ArrayList<>()));
        }
        for (ColumnDescriptor column : schema.getColumns()) {
            String name = String.join(".", column.getPath());
            if (!name.equals(SEQ)) {
                long values = group.getPageReader(column).getTotalValueCount();
                read(columns.getColumnReader(column), column, values, keys.indexOf(name), added);
            }
        }
        rows.addAll(added);
    }

    /** @param key place among the sort columns, or -1 */
    private static void read(ColumnReader reader, ColumnDescriptor column, long values, int key, List<Row> rows) {
        int row = -1;
        StringBuilder cell = new StringBuilder();
        for (long i = values; i > 0; i--) {
            if (reader.getCurrentRepetitionLevel() == 0) {
                end(rows, row++, cell);
            }
            cell.append(reader.getCurrentRepetitionLevel()).append('/').append(reader.getCurrentDefinitionLevel());
            if (reader.getCurrentDefinitionLevel() == column.getMaxDefinitionLevel()) {
                cell.append('=').append(text(reader, column));
                if (key >= 0) {
                    rows.get(row).keys().set(key, key(reader, column));
                }
            }
            cell.append(' ');
            reader.consume();
        }
        end(rows, row, cell);
    }

    private static void end(List<Row> rows, int row, StringBuilder cell) {
        if (row >= 0) {
            rows.get(row).cells().add(cell.toString());
            cell.setLength(0);
        }
    }

    private static String text(ColumnReader reader, ColumnDescriptor column) {
        return switch (column.getPrimitiveType().getPrimitiveTypeName()) {
            case BOOLEAN -> Boolean.toString(reader.getBoolean());
            case INT32 -> Integer.toString(reader.getInteger());
            case INT64 -> Long.toString(reader.getLong());
            case FLOAT -> Integer.toHexString(Float.floatToRawIntBits(reader.getFloat()));
            case DOUBLE -> Long.toHexString(Double.doubleToRawLongBits(reader.getDouble()));
            default -> HexFormat.of().formatHex(reader.getBinary().getBytes());
        };
    }

    @SuppressWarnings("unchecked")
    private static Comparable<Object> key(ColumnReader reader, ColumnDescriptor column) {
        Object key = switch (column.getPrimitiveType().getPrimitiveTypeName()) {
            case BOOLEAN -> reader.getBoolean();
            case INT32 -> reader.getInteger();
            case INT64 -> reader.getLong();
            case FLOAT -> reader.getFloat() + 0.0f;
            case DOUBLE -> reader.getDouble() + 0.0;
            case INT96 -> Int96.of(reader.getBinary().getBytes());
            default -> new ByteKey(reader.getBinary().getBytes(), column.getPrimitiveType());
        };
        return (Comparable<Object>) key;
    }

    /** The day, then the nanoseconds of it. */
    private record Int96(int julianDay, long nanos) implements Comparable<Int96> {

        static Int96 of(byte[] bytes) {
            ByteBuffer number = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
            return new Int96(number.getInt(Long.BYTES), number.getLong(0));
        }

        @Override
        public int compareTo(Int96 other) {
            int days = Integer.compare(julianDay, other.julianDay);
            return days != 0 ? days : Long.compare(nanos, other.nanos);
        }
    }

    /** Byte strings by the order of their type. */
    private record ByteKey(byte[] bytes, PrimitiveType type) implements Comparable<ByteKey> {

        @Override
        public int compareTo(ByteKey other) {
            return type.<Binary>comparator()
                    .compare(Binary.fromConstantByteArray(bytes), Binary.fromConstantByteArray(other.bytes));
        }
    }
}
