package dev.daypack.testing;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.filter2.compat.FilterCompat;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.KeyValue;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.SortingColumn;
import org.apache.parquet.format.Util;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.api.ReadSupport;
import org.apache.parquet.hadoop.example.GroupReadSupport;
import org.apache.parquet.io.InputFile;
import org.apache.parquet.io.LocalInputFile;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.Type;

/** Reads small files with parquet-java, as a second opinion on what we write. See {@link PageWalk} for pages. */
public final class ParquetJava {

    private static final int MAGIC_AND_LENGTH_BYTES = 8;

    private ParquetJava() {}

    /**
     * All rows by parquet-java's record reader, page checksums verified where present: column name to
     * {@link Boolean}, {@link Integer}, {@link Long}, {@link Float}, {@link Double}, {@link String} (where annotated),
     * {@link ByteBuffer} or {@code null}, in schema order. Nested columns as their text.
     */
    public static List<Map<String, Object>> rows(Path file) {
        List<Map<String, Object>> rows = new ArrayList<>();
        groups(file).forEach(group -> rows.add(row(group)));
        return rows;
    }

    /** All rows by parquet-java's record reader as records, page checksums verified where present. */
    public static List<Group> groups(Path file) {
        return groups(file, FilterCompat.NOOP);
    }

    /** The rows that a filter takes, found by statistics and page index where there are any. */
    public static List<Group> groups(Path file, FilterCompat.Filter filter) {
        List<Group> groups = new ArrayList<>();
        try (ParquetReader<Group> reader = new Builder(new LocalInputFile(file))
                .usePageChecksumVerification()
                .withFilter(filter)
                .build()) {
            for (Group group = reader.read(); group != null; group = reader.read()) {
                groups.add(group);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return groups;
    }

    /** The footer as Thrift has it, so that nothing is lost in conversion. */
    public static FileMetaData footer(Path file) {
        try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
            in.seek(in.length() - MAGIC_AND_LENGTH_BYTES);
            int length = Integer.reverseBytes(in.readInt());
            in.seek(in.length() - MAGIC_AND_LENGTH_BYTES - length);
            return Util.readFileMetaData(new BufferedInputStream(Channels.newInputStream(in.getChannel())));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Rows of each row group. */
    public static List<Long> rowGroupRows(Path file) {
        return footer(file).getRow_groups().stream().map(RowGroup::getNum_rows).toList();
    }

    /** Key-value metadata of the footer. */
    public static Map<String, String> keyValues(Path file) {
        Map<String, String> pairs = new LinkedHashMap<>();
        FileMetaData footer = footer(file);
        if (footer.isSetKey_value_metadata()) {
            for (KeyValue pair : footer.getKey_value_metadata()) {
                pairs.put(pair.getKey(), pair.getValue());
            }
        }
        return pairs;
    }

    /** For each row group the names of its sorting columns, with {@code DESC} and {@code NULLS FIRST} if so. */
    public static List<List<String>> sortingColumns(Path file) {
        List<List<String>> groups = new ArrayList<>();
        for (RowGroup group : footer(file).getRow_groups()) {
            List<String> names = new ArrayList<>();
            if (group.isSetSorting_columns()) {
                group.getSorting_columns().forEach(column -> names.add(name(group, column)));
            }
            groups.add(names);
        }
        return groups;
    }

    /**
     * Columns of which some chunk has no column index. Writers may leave it out where a page has no bounds, as with
     * NaN.
     */
    public static Set<String> withoutColumnIndex(Path file) {
        return columns(file, chunk -> !chunk.isSetColumn_index_offset() || chunk.getColumn_index_length() <= 0);
    }

    /** Columns of which some chunk has no offset index. */
    public static Set<String> withoutOffsetIndex(Path file) {
        return columns(file, chunk -> !chunk.isSetOffset_index_offset() || chunk.getOffset_index_length() <= 0);
    }

    private static Set<String> columns(Path file, Predicate<ColumnChunk> condition) {
        return chunks(file).stream()
                .filter(condition)
                .map(chunk -> String.join(".", chunk.getMeta_data().getPath_in_schema()))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The chunks of all row groups, in file order. */
    public static List<ColumnChunk> chunks(Path file) {
        return footer(file).getRow_groups().stream()
                .flatMap(group -> group.getColumns().stream())
                .toList();
    }

    private static String name(RowGroup group, SortingColumn column) {
        ColumnMetaData chunk = group.getColumns().get(column.getColumn_idx()).getMeta_data();
        return String.join(".", chunk.getPath_in_schema())
                + (column.isDescending() ? " DESC" : "")
                + (column.isNulls_first() ? " NULLS FIRST" : "");
    }

    private static Map<String, Object> row(Group group) {
        Map<String, Object> row = new LinkedHashMap<>();
        for (Type field : group.getType().getFields()) {
            int index = group.getType().getFieldIndex(field.getName());
            boolean isNull = group.getFieldRepetitionCount(index) == 0;
            row.put(field.getName(), isNull ? null : value(group, index, field));
        }
        return row;
    }

    private static Object value(Group group, int index, Type field) {
        if (!field.isPrimitive() || field.isRepetition(Type.Repetition.REPEATED)) {
            return group.getValueToString(index, 0);
        }
        PrimitiveType type = field.asPrimitiveType();
        return switch (type.getPrimitiveTypeName()) {
            case BOOLEAN -> group.getBoolean(index, 0);
            case INT32 -> group.getInteger(index, 0);
            case INT64 -> group.getLong(index, 0);
            case FLOAT -> group.getFloat(index, 0);
            case DOUBLE -> group.getDouble(index, 0);
            case INT96 -> ByteBuffer.wrap(group.getInt96(index, 0).getBytes());
            default ->
                LogicalTypeAnnotation.stringType().equals(type.getLogicalTypeAnnotation())
                        ? group.getString(index, 0)
                        : ByteBuffer.wrap(group.getBinary(index, 0).getBytes());
        };
    }

    private static final class Builder extends ParquetReader.Builder<Group> {

        Builder(InputFile file) {
            super(file, new PlainParquetConfiguration());
        }

        @Override
        protected ReadSupport<Group> getReadSupport() {
            return new GroupReadSupport();
        }
    }
}
