package dev.daypack.testing;

import static dev.daypack.testing.PartWriter.fixed;
import static dev.daypack.testing.PartWriter.optional;
import static dev.daypack.testing.PartWriter.required;
import static dev.daypack.testing.PartWriter.row;
import static org.apache.parquet.schema.LogicalTypeAnnotation.stringType;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.BINARY;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.BOOLEAN;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.DOUBLE;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.FLOAT;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT32;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT64;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daypack.testing.PageWalk.Page;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.PageType;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.schema.Type.Repetition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@link PartWriter} writes, seen through {@link ParquetJava} and {@link PageWalk}, which are tested with it. */
class PartWriterTest {

    private static final PartWriter ALL_TYPES = PartWriter.of(
            required(INT64, "ts_event"),
            optional(BOOLEAN, "flag"),
            optional(INT32, "int"),
            optional(FLOAT, "float"),
            required(DOUBLE, "double"),
            optional(BINARY, stringType(), "text"),
            optional(BINARY, "bytes"),
            fixed(Repetition.OPTIONAL, 3, "fixed"));

    @TempDir
    Path directory;

    @Test
    void everyTypeCodecPageVersionAndDictionarySettingReadsBack() {
        for (CompressionCodecName codec : EnumSet.of(
                CompressionCodecName.UNCOMPRESSED,
                CompressionCodecName.SNAPPY,
                CompressionCodecName.GZIP,
                CompressionCodecName.ZSTD)) {
            for (PartWriter writer : List.of(ALL_TYPES, ALL_TYPES.pagesV2(), ALL_TYPES.pagesV2WithDeltas())) {
                for (boolean dictionary : new boolean[] {true, false}) {
                    readsBack(writer.codec(codec)
                            .dictionary(dictionary)
                            .pages(1_000, 100)
                            .checksums(dictionary));
                }
            }
        }
    }

    private void readsBack(PartWriter writer) {
        List<Object[]> rows = rows(500);
        Path file = writer.write(directory.resolve("part.parquet"), rows);
        assertEquals(
                rows.stream().map(PartWriterTest::comparable).toList(),
                ParquetJava.rows(file).stream()
                        .map(row -> comparable(row.values().toArray()))
                        .toList());
    }

    private static List<Object> comparable(Object[] row) {
        List<Object> values = new ArrayList<>();
        for (Object value : row) {
            values.add(value instanceof byte[] bytes ? ByteBuffer.wrap(bytes) : value);
        }
        return values;
    }

    @Test
    void aPartWithoutRowsHasNoRowGroup() {
        Path file = ALL_TYPES.write(directory.resolve("empty.parquet"), List.of());
        assertEquals(List.of(), ParquetJava.rowGroupRows(file));
        assertEquals(List.of(), ParquetJava.rows(file));
    }

    @Test
    void rowGroupsEndAtTheirLimits() {
        assertEquals(
                List.of(200L, 200L, 100L),
                ParquetJava.rowGroupRows(
                        ALL_TYPES.rowGroups(Long.MAX_VALUE, 200).write(path(), rows(500))));
        List<Long> byBytes = ParquetJava.rowGroupRows(
                ALL_TYPES.rowGroups(5_000, Integer.MAX_VALUE).write(path(), rows(500)));
        assertTrue(byBytes.size() > 2, byBytes.toString());
    }

    @Test
    void pagesEndAtTheirRows() {
        Path file = ALL_TYPES.pages(1 << 20, 100).write(path(), rows(500));
        List<Integer> values = PageWalk.pages(file).stream()
                .filter(page -> page.column().equals("ts_event") && page.type() == PageType.DATA_PAGE)
                .map(Page::values)
                .toList();
        assertEquals(List.of(100, 100, 100, 100, 100), values);
    }

    @Test
    void theTwoKindsOfV2DifferInTheirEncodings() {
        assertEquals(
                Set.of(Encoding.PLAIN),
                dataPageEncodings(ALL_TYPES.pagesV2().dictionary(false).write(path(), rows(500))));
        assertTrue(dataPageEncodings(
                        ALL_TYPES.pagesV2WithDeltas().dictionary(false).write(path(), rows(500)))
                .contains(Encoding.DELTA_BINARY_PACKED));
    }

    private static Set<Encoding> dataPageEncodings(Path file) {
        return PageWalk.pages(file).stream()
                .filter(page -> page.type() == PageType.DATA_PAGE_V2)
                .map(Page::encoding)
                .collect(Collectors.toSet());
    }

    @Test
    void checksumsAreThereWhenAskedForAndMatch() {
        List<Page> with = PageWalk.pages(ALL_TYPES.checksums(true).write(path(), rows(500)));
        assertTrue(with.stream().allMatch(page -> page.hasCrc() && page.crcMatches()), with.toString());
        List<Page> without = PageWalk.pages(ALL_TYPES.write(path(), rows(500)));
        assertTrue(without.stream().noneMatch(Page::hasCrc), without.toString());
    }

    @Test
    void aChangedByteIsSeenByTheChecksum() throws IOException {
        Path file = ALL_TYPES
                .codec(CompressionCodecName.UNCOMPRESSED)
                .dictionary(false)
                .checksums(true)
                .write(path(), rows(500));
        long inTheMiddleOfTheFirstPage = 2_000;
        try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
            bytes.seek(inTheMiddleOfTheFirstPage);
            int old = bytes.read();
            bytes.seek(inTheMiddleOfTheFirstPage);
            bytes.write(old ^ 1);
        }
        assertEquals(
                1,
                PageWalk.pages(file).stream().filter(page -> !page.crcMatches()).count());
        assertThrows(RuntimeException.class, () -> ParquetJava.rows(file));
    }

    @Test
    void footerFactsAreReported() {
        Path file = ALL_TYPES.keyValues(Map.of("origin", "test")).write(path(), rows(10));
        assertEquals(Map.of("origin", "test"), ParquetJava.keyValues(file));
        assertEquals(List.of(List.of()), ParquetJava.sortingColumns(file));
        assertEquals(Set.of("double"), ParquetJava.withoutColumnIndex(file), "it has a NaN");
        assertEquals(Set.of(), ParquetJava.withoutOffsetIndex(file));
        assertEquals(10, ParquetJava.footer(file).getNum_rows());
    }

    @Test
    void nullsInRequiredColumnsAreRefused() {
        assertThrows(
                IllegalArgumentException.class,
                () -> PartWriter.of(required(INT64, "ts_event")).write(path(), row((Object) null)));
    }

    private Path path() {
        return directory.resolve("part.parquet");
    }

    private static List<Object[]> rows(int count) {
        List<Object[]> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            boolean none = i % 7 == 3;
            rows.add(row(
                    1_000_000L + i / 3,
                    none ? null : i % 2 == 0,
                    none ? null : i * 31,
                    i % 11 == 5 ? null : i / 8f,
                    i == 9 ? Double.NaN : i * 0.1,
                    none ? null : "text " + i % 50,
                    none ? null : new byte[] {(byte) i, 0, -1},
                    i % 13 == 0 ? null : new byte[] {1, 2, (byte) i}));
        }
        return rows;
    }
}
