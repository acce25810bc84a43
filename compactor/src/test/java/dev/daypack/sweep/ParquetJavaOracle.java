package dev.daypack.sweep;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.api.ReadSupport;
import org.apache.parquet.hadoop.example.GroupReadSupport;
import org.apache.parquet.io.InputFile;
import org.apache.parquet.io.LocalInputFile;
import org.apache.parquet.schema.Type;

/** parquet-java's record reader with checksums verified; values are compared by their bits. */
final class ParquetJavaOracle implements Oracle {

    private static final Pattern COLUMN_ORDER = Pattern.compile(" columnorder\\(\\w+\\)");

    /** A row without the sequence; without a key if there is no sort column. */
    private record Row(String text, Optional<RowText.Key> key) {}

    @Override
    public long read(Path file) throws IOException {
        return groups(file).size();
    }

    @Override
    public Optional<String> difference(Optional<String> sortColumn, List<Path> inputs, Path output) throws IOException {
        List<Row> expected = new ArrayList<>();
        for (Path input : inputs) {
            groups(input).forEach(group -> expected.add(row(group, sortColumn)));
        }
        if (sortColumn.isPresent()) {
            // Stable: rows of equal keys stay in the order of input and row.
            expected.sort(Comparator.comparing(row -> row.key().orElseThrow()));
        }
        List<String> columns = columns(inputs.get(0));
        int seqPlace = sortColumn.isPresent() ? place(inputs.get(0), sortColumn.get()) + 1 : 0;
        columns.add(seqPlace, "required int64 " + EngineProcess.SEQ);
        List<String> written = columns(output);
        return columns.equals(written)
                ? difference(expected, groups(output))
                : Optional.of("columns should be " + columns + " but are " + written);
    }

    private static Optional<String> difference(List<Row> expected, List<Group> actual) {
        if (expected.size() != actual.size()) {
            return Optional.of("should have " + expected.size() + " rows but has " + actual.size());
        }
        for (int i = 0; i < actual.size(); i++) {
            Group group = actual.get(i);
            if (group.getLong(EngineProcess.SEQ, 0) != i) {
                return Optional.of("row " + i + " has seq " + group.getLong(EngineProcess.SEQ, 0));
            }
            String row = RowText.of(group, EngineProcess.SEQ);
            if (!row.equals(expected.get(i).text())) {
                return Optional.of("row " + i + " should be " + expected.get(i).text() + " but is " + row);
            }
        }
        return Optional.empty();
    }

    private static Row row(Group group, Optional<String> sortColumn) {
        return new Row(RowText.of(group, EngineProcess.SEQ), sortColumn.map(column -> RowText.key(group, column)));
    }

    /** Each column with its type, annotations and field ids; by which order its bounds were taken is none of these. */
    private static List<String> columns(Path file) throws IOException {
        List<String> columns = new ArrayList<>();
        for (Type field : fields(file)) {
            StringBuilder text = new StringBuilder();
            field.writeToStringBuilder(text, "");
            columns.add(COLUMN_ORDER.matcher(text).replaceAll(""));
        }
        return columns;
    }

    private static int place(Path file, String column) throws IOException {
        return fields(file).stream().map(Type::getName).toList().indexOf(column);
    }

    private static List<Type> fields(Path file) throws IOException {
        ParquetReadOptions options = new ParquetReadOptions.Builder(new PlainParquetConfiguration()).build();
        try (ParquetFileReader reader = ParquetFileReader.open(new LocalInputFile(file), options)) {
            return reader.getFileMetaData().getSchema().getFields();
        }
    }

    private static List<Group> groups(Path file) throws IOException {
        List<Group> groups = new ArrayList<>();
        try (ParquetReader<Group> reader = new Builder(new LocalInputFile(file))
                .usePageChecksumVerification()
                .build()) {
            for (Group group = reader.read(); group != null; group = reader.read()) {
                groups.add(group);
            }
        }
        return groups;
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
