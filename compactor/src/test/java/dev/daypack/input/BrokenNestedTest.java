package dev.daypack.input;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daypack.compact.LocalPacker;
import dev.daypack.input.PartRejectedException.Reason;
import dev.daypack.memory.MemoryExceededException;
import dev.daypack.testing.PartWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroupFactory;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.DataPageHeader;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.PageType;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.Util;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nested columns whose rows are not those that the footer counts, in sources in order and out of it. */
class BrokenNestedTest {

    private static final MessageType SCHEMA =
            MessageTypeParser.parseMessageType("message schema { required int64 ts_event; repeated int64 prices; }");
    private static final int PAGE_ROWS = 10;
    private static final int ROWS = 100;

    @TempDir
    Path directory;

    @Test
    void rowsBehindTheLastAreFoundWhetherOrNotTheRowsAreInOrder() {
        for (int step : new int[] {1, 37}) {
            Path part = write(step);
            PatchedFile.Page last = PatchedFile.pages(part, 0).get(ROWS / PAGE_ROWS - 1);
            Path broken = PatchedFile.footer(part, footer -> {
                RowGroup group = footer.getRow_groups().get(0);
                ColumnMetaData keys = group.getColumns().get(0).getMeta_data();
                keys.setNum_values(ROWS - PAGE_ROWS);
                keys.setTotal_compressed_size(last.offset() - keys.getData_page_offset());
                group.setNum_rows(ROWS - PAGE_ROWS);
                footer.setNum_rows(ROWS - PAGE_ROWS);
            });
            PartRejectedException e = assertThrows(PartRejectedException.class, () -> pack(broken), "step " + step);
            assertEquals(Reason.CORRUPT, e.reason());
            assertEquals("prices", e.column());
            for (int rowGroupRows : new int[] {7, 30}) {
                assertThrows(
                        PartRejectedException.class,
                        () -> LocalPacker.usual().cut(rowGroupRows, 5).pack(List.of(broken), output()),
                        "step " + step + ", row groups of " + rowGroupRows);
            }
        }
    }

    @Test
    void aRowOfMoreElementsThanMemoryHoldsIsRefusedBeforeItIsTaken() {
        Path part = write(1);
        // Few enough to be believed, in a page of some bytes.
        int values = 1 << 25;
        byte[] page = page(values);
        ColumnMetaData[] chunk = new ColumnMetaData[1];
        Path broken = PatchedFile.footer(part, footer -> {
            chunk[0] = footer.getRow_groups().get(0).getColumns().get(1).getMeta_data();
            chunk[0].setNum_values(values);
            chunk[0].setTotal_compressed_size(page.length);
            chunk[0].unsetDictionary_page_offset();
        });
        Path hostile = PatchedFile.bytes(
                broken,
                bytes ->
                        System.arraycopy(page, 0, bytes, Math.toIntExact(chunk[0].getData_page_offset()), page.length));
        MemoryExceededException e = assertThrows(
                MemoryExceededException.class,
                () -> LocalPacker.usual().memoryBytes(32 << 20).pack(List.of(hostile), output()));
        assertTrue(e.getMessage().contains("prices"), e.getMessage());
        assertTrue(e.getMessage().contains("set memory to"), e.getMessage());
    }

    @Test
    void aGroupThatTakesTheColumnsOfOthersIsCorrupt() {
        Path broken = PatchedFile.footer(write(1), footer -> {
            SchemaElement key = footer.getSchema().get(1);
            key.unsetType();
            key.setNum_children(1);
        });
        PartRejectedException e = assertThrows(PartRejectedException.class, () -> pack(broken));
        assertEquals(Reason.CORRUPT, e.reason());
        assertTrue(e.detail().contains("2 columns"), e.getMessage());
    }

    /** A page of one row with so many elements, none of which has a value: some bytes. */
    private static byte[] page(int values) {
        ByteBuffer body = ByteBuffer.allocate(64).order(ByteOrder.LITTLE_ENDIAN);
        // One entry begins the row; the others go on in it.
        ByteBuffer repetitions = ByteBuffer.allocate(16);
        putRun(repetitions, 1, 0);
        putRun(repetitions, values - 1, 1);
        ByteBuffer definitions = ByteBuffer.allocate(16);
        putRun(definitions, values, 0);
        body.putInt(repetitions.position()).put(repetitions.flip());
        body.putInt(definitions.position()).put(definitions.flip());
        PageHeader header = new PageHeader(PageType.DATA_PAGE, body.position(), body.position());
        header.setData_page_header(new DataPageHeader(values, Encoding.PLAIN, Encoding.RLE, Encoding.RLE));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            Util.writePageHeader(header, bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        bytes.write(body.array(), 0, body.position());
        return bytes.toByteArray();
    }

    /** A run of the RLE hybrid encoding: twice the count as a varint, then the value. */
    private static void putRun(ByteBuffer into, int count, int value) {
        long head = 2L * count;
        while (head >= 0x80) {
            into.put((byte) (head | 0x80));
            head >>>= 7;
        }
        into.put((byte) head).put((byte) value);
    }

    private Path write(int step) {
        List<Group> rows = new ArrayList<>();
        for (int i = 0; i < ROWS; i++) {
            Group row = new SimpleGroupFactory(SCHEMA).newGroup().append("ts_event", (long) i * step % ROWS);
            for (int j = 0; j < 1 + i % 3; j++) {
                row.append("prices", 1000L * i + j);
            }
            rows.add(row);
        }
        return PartWriter.of(SCHEMA)
                .codec(CompressionCodecName.UNCOMPRESSED)
                .dictionary(false)
                .pages(1 << 20, PAGE_ROWS)
                .writeGroups(directory.resolve("part.parquet"), rows);
    }

    private void pack(Path part) {
        LocalPacker.usual().pack(List.of(part), output());
    }

    private Path output() {
        return directory.resolve("out.parquet");
    }
}
