package dev.daypack.output;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daypack.testing.PageWalk;
import dev.daypack.testing.ParquetJava;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.parquet.format.BoundaryOrder;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnIndex;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.OffsetIndex;
import org.apache.parquet.format.PageEncodingStats;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.PageLocation;
import org.apache.parquet.format.PageType;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.Statistics;
import org.apache.parquet.format.Util;

/**
 * Holds every claim of an output's footer and page index against the rows as parquet-java reads them and the pages as
 * they lie in the file: places, sizes, counts, bounds (they bound, they are tight, they are there when they can be),
 * checksums, sorting. For small files.
 */
final class FooterClaims {

    private final FileMetaData footer;
    private final byte[] bytes;
    private final List<Map<String, Object>> rows;
    private final String sortColumn;

    private FooterClaims(Path file, String sortColumn) {
        this.footer = ParquetJava.footer(file);
        this.rows = ParquetJava.rows(file);
        this.sortColumn = sortColumn;
        try {
            this.bytes = Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Checks a file that is sorted by a column and {@code seq}. */
    static void check(Path file, String sortColumn) {
        assertTrue(
                PageWalk.pages(file).stream().allMatch(page -> page.hasCrc() && page.crcMatches()),
                "a page without a checksum, or with a wrong one");
        new FooterClaims(file, sortColumn).check();
    }

    private void check() {
        List<String> names =
                footer.getSchema().stream().skip(1).map(SchemaElement::getName).toList();
        int key = names.indexOf(sortColumn);
        assertEquals("seq", names.get(key + 1));
        assertEquals(1, footer.getVersion());
        assertEquals(TableWriter.CREATED_BY, footer.getCreated_by());
        assertEquals(rows.size(), footer.getNum_rows());
        assertEquals(names.size(), footer.getColumn_ordersSize());
        assertTrue(footer.getColumn_orders().stream().allMatch(order -> order.isSetTYPE_ORDER()));
        int first = 0;
        long position = 4;
        for (int ordinal = 0; ordinal < footer.getRow_groupsSize(); ordinal++) {
            RowGroup group = footer.getRow_groups().get(ordinal);
            assertEquals(ordinal, group.getOrdinal());
            assertEquals(position, group.getFile_offset());
            assertEquals(
                    List.of(key, key + 1),
                    group.getSorting_columns().stream()
                            .map(by -> by.isDescending() || by.isNulls_first() ? -1 : by.getColumn_idx())
                            .toList());
            int next = first + Math.toIntExact(group.getNum_rows());
            for (int column = 0; column < names.size(); column++) {
                checkChunk(group.getColumns().get(column), column, rows.subList(first, next), position);
                position += group.getColumns().get(column).getMeta_data().getTotal_compressed_size();
            }
            assertEquals(position - group.getFile_offset(), group.getTotal_compressed_size());
            assertEquals(
                    group.getColumns().stream()
                            .mapToLong(chunk -> chunk.getMeta_data().getTotal_uncompressed_size())
                            .sum(),
                    group.getTotal_byte_size());
            first = next;
        }
        assertEquals(rows.size(), first);
    }

    private void checkChunk(ColumnChunk chunk, int column, List<Map<String, Object>> groupRows, long position) {
        SchemaElement schema = footer.getSchema().get(column + 1);
        ColumnMetaData meta = chunk.getMeta_data();
        List<Object> values = new ArrayList<>();
        groupRows.forEach(row -> values.add(ValueOrder.comparable(row.get(schema.getName()))));
        String what = schema.getName() + " of the row group at " + position + ": ";
        assertEquals(List.of(schema.getName()), meta.getPath_in_schema());
        assertEquals(values.size(), meta.getNum_values(), what);
        checkBounds(schema, meta.getStatistics(), values, what);
        OffsetIndex offsets = offsetIndex(chunk);
        List<PageLocation> locations = offsets.getPage_locations();
        checkPages(meta, locations, position, what);
        List<List<Object>> pages = new ArrayList<>();
        for (int page = 0; page < locations.size(); page++) {
            int from = Math.toIntExact(locations.get(page).getFirst_row_index());
            int to = page + 1 < locations.size()
                    ? Math.toIntExact(locations.get(page + 1).getFirst_row_index())
                    : values.size();
            pages.add(values.subList(from, to));
        }
        checkColumnIndex(chunk, schema, pages, what);
    }

    private void checkPages(ColumnMetaData meta, List<PageLocation> locations, long position, String what) {
        long at = position;
        long uncompressed = 0;
        int dataPages = 0;
        long end = position + meta.getTotal_compressed_size();
        while (at < end) {
            ByteArrayInputStream in = new ByteArrayInputStream(bytes, (int) at, (int) (end - at));
            PageHeader header = read(() -> Util.readPageHeader(in));
            long body = end - in.available();
            uncompressed += body - at + header.getUncompressed_page_size();
            if (header.getType() == PageType.DICTIONARY_PAGE) {
                assertEquals(position, at, what);
                assertEquals(position, meta.getDictionary_page_offset(), what);
            } else {
                PageLocation location = locations.get(dataPages++);
                assertEquals(at, location.getOffset(), what);
                assertEquals(body - at + header.getCompressed_page_size(), location.getCompressed_page_size(), what);
                assertTrue(
                        meta.getEncodings()
                                .contains(header.getData_page_header().getEncoding()),
                        what);
            }
            at = body + header.getCompressed_page_size();
        }
        assertEquals(end, at, what);
        assertEquals(locations.size(), dataPages, what);
        assertEquals(locations.get(0).getOffset(), meta.getData_page_offset(), what);
        assertEquals(meta.getDictionary_page_offset() > 0, meta.isSetDictionary_page_offset(), what);
        assertEquals(uncompressed, meta.getTotal_uncompressed_size(), what);
        assertEquals(
                dataPages + (meta.isSetDictionary_page_offset() ? 1 : 0),
                meta.getEncoding_stats().stream()
                        .mapToInt(PageEncodingStats::getCount)
                        .sum(),
                what);
    }

    private void checkBounds(SchemaElement schema, Statistics statistics, List<Object> values, String what) {
        List<Object> present = values.stream().filter(Objects::nonNull).toList();
        assertEquals(values.size() - present.size(), statistics.getNull_count(), what);
        assertFalse(statistics.isSetMin() || statistics.isSetMax(), what + "bounds in the old form");
        ValueOrder order = ValueOrder.of(schema);
        boolean expected = order.canBound(present);
        assertEquals(expected, statistics.isSetMin_value(), what + "minimum");
        assertEquals(expected, statistics.isSetMax_value(), what + "maximum");
        if (expected) {
            order.checkBounds(present, statistics.getMin_value(), statistics.getMax_value(), what);
            assertTrue(statistics.isIs_min_value_exact() && statistics.isIs_max_value_exact(), what);
        }
    }

    private void checkColumnIndex(ColumnChunk chunk, SchemaElement schema, List<List<Object>> pages, String what) {
        ValueOrder order = ValueOrder.of(schema);
        List<List<Object>> present = pages.stream()
                .map(page -> page.stream().filter(Objects::nonNull).toList())
                .toList();
        boolean expected = present.stream().allMatch(page -> page.isEmpty() || order.canBound(page));
        assertEquals(expected, chunk.isSetColumn_index_offset(), what + "column index");
        if (!expected) {
            return;
        }
        ColumnIndex index = columnIndex(chunk);
        assertEquals(pages.size(), index.getNull_pagesSize(), what);
        for (int page = 0; page < pages.size(); page++) {
            String where = what + "page " + page + ": ";
            assertEquals(present.get(page).isEmpty(), index.getNull_pages().get(page), where);
            assertEquals(
                    pages.get(page).size() - present.get(page).size(),
                    index.getNull_counts().get(page),
                    where);
            if (!present.get(page).isEmpty()) {
                byte[] minimum = ValueOrder.bytes(index.getMin_values().get(page));
                byte[] maximum = ValueOrder.bytes(index.getMax_values().get(page));
                order.checkBounds(present.get(page), minimum, maximum, where);
            }
        }
        checkBoundaryOrder(index, order, what);
    }

    private static void checkBoundaryOrder(ColumnIndex index, ValueOrder order, String what) {
        boolean ascends = true;
        boolean descends = true;
        int before = -1;
        for (int page = 0; page < index.getNull_pagesSize(); page++) {
            if (index.getNull_pages().get(page)) {
                continue;
            }
            if (before >= 0) {
                int low = order.compareBounds(
                        index.getMin_values().get(before), index.getMin_values().get(page));
                int high = order.compareBounds(
                        index.getMax_values().get(before), index.getMax_values().get(page));
                ascends &= low <= 0 && high <= 0;
                descends &= low >= 0 && high >= 0;
            }
            before = page;
        }
        BoundaryOrder claimed = index.getBoundary_order();
        assertTrue(claimed != BoundaryOrder.ASCENDING || ascends, what + "its pages do not ascend");
        assertTrue(claimed != BoundaryOrder.DESCENDING || descends, what + "its pages do not descend");
        assertTrue(claimed != BoundaryOrder.UNORDERED || !ascends, what + "its pages ascend");
    }

    private OffsetIndex offsetIndex(ColumnChunk chunk) {
        return read(() -> Util.readOffsetIndex(
                new ByteArrayInputStream(bytes, (int) chunk.getOffset_index_offset(), chunk.getOffset_index_length())));
    }

    private ColumnIndex columnIndex(ColumnChunk chunk) {
        return read(() -> Util.readColumnIndex(
                new ByteArrayInputStream(bytes, (int) chunk.getColumn_index_offset(), chunk.getColumn_index_length())));
    }

    private interface Reading<T> {
        T read() throws IOException;
    }

    private static <T> T read(Reading<T> reading) {
        try {
            return reading.read();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
