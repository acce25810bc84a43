package dev.daypack.input;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.daypack.testing.PartWriter;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.Util;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LikeFootersTest {

    private static final MessageType SCHEMA = MessageTypeParser.parseMessageType(
            "message m { required int64 t; optional binary s (STRING); optional double bid; optional double ask; }");

    private static final MessageType SWAPPED = MessageTypeParser.parseMessageType(
            "message m { required int64 t; optional binary s (STRING); optional double ask; optional double bid; }");

    @TempDir
    private Path directory;

    private byte[] footer(MessageType schema, int rows, int seed) throws IOException {
        List<Object[]> content = new ArrayList<>();
        for (int i = 0; i < rows; i++) {
            content.add(new Object[] {(long) i * seed, i % 3 == 0 ? null : "s" + i % seed, i * 0.5, i * 0.25});
        }
        Path file = PartWriter.of(schema).write(directory.resolve("p" + seed + ".parquet"), content);
        byte[] bytes = Files.readAllBytes(file);
        int length = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt(bytes.length - 8);
        return Arrays.copyOfRange(bytes, bytes.length - 8 - length, bytes.length - 8);
    }

    private static FileMetaData thrift(byte[] footer) throws IOException {
        return Util.readFileMetaData(new ByteArrayInputStream(footer));
    }

    @Test
    void footersLikeTheOneBeforeAreReadAsThriftReadsThem() throws IOException {
        LikeFooters like = new LikeFooters();
        byte[] first = footer(SCHEMA, 100, 1);
        assertNull(like.read(first), "nothing is known yet");
        like.remember(first, thrift(first));
        for (int seed = 2; seed < 6; seed++) {
            byte[] next = footer(SCHEMA, 50 * seed, seed);
            FileMetaData quick = like.read(next);
            assertNotNull(quick, "seed " + seed);
            assertSameFacts(thrift(next), quick);
        }
    }

    private static void assertSameFacts(FileMetaData expected, FileMetaData actual) {
        assertEquals(expected.getSchema(), actual.getSchema());
        assertEquals(expected.getNum_rows(), actual.getNum_rows());
        assertEquals(expected.getKey_value_metadata(), actual.getKey_value_metadata());
        assertEquals(expected.getCreated_by(), actual.getCreated_by());
        assertEquals(expected.getRow_groupsSize(), actual.getRow_groupsSize());
        for (int i = 0; i < expected.getRow_groupsSize(); i++) {
            RowGroup group = expected.getRow_groups().get(i);
            RowGroup other = actual.getRow_groups().get(i);
            assertEquals(group.getNum_rows(), other.getNum_rows());
            for (int j = 0; j < group.getColumnsSize(); j++) {
                assertSameFacts(group.getColumns().get(j), other.getColumns().get(j));
            }
        }
    }

    private static void assertSameFacts(ColumnChunk expected, ColumnChunk actual) {
        ColumnMetaData one = expected.getMeta_data();
        ColumnMetaData other = actual.getMeta_data();
        assertEquals(one.getType(), other.getType());
        assertEquals(one.getCodec(), other.getCodec());
        assertEquals(one.getNum_values(), other.getNum_values());
        assertEquals(one.getTotal_compressed_size(), other.getTotal_compressed_size());
        assertEquals(one.getTotal_uncompressed_size(), other.getTotal_uncompressed_size());
        assertEquals(one.getData_page_offset(), other.getData_page_offset());
        assertEquals(one.isSetDictionary_page_offset(), other.isSetDictionary_page_offset());
        assertEquals(one.getDictionary_page_offset(), other.getDictionary_page_offset());
        assertEquals(one.isSetStatistics(), other.isSetStatistics());
        if (one.isSetStatistics()) {
            assertEquals(
                    one.getStatistics().bufferForMin_value(),
                    other.getStatistics().bufferForMin_value());
            assertEquals(
                    one.getStatistics().bufferForMax_value(),
                    other.getStatistics().bufferForMax_value());
            assertEquals(
                    one.getStatistics().getNull_count(), other.getStatistics().getNull_count());
        }
    }

    @Test
    void aFooterOfAnotherSchemaIsLeftToThrift() throws IOException {
        LikeFooters like = new LikeFooters();
        byte[] first = footer(SCHEMA, 100, 1);
        like.remember(first, thrift(first));
        assertNull(like.read(footer(SWAPPED, 100, 2)));
    }

    /** Two threads: one reads by a schema, the other remembers the next, then the first one tells what it read. */
    @Test
    void whatWasReadByAnEarlierSchemaTeachesNothing() throws IOException {
        LikeFooters like = new LikeFooters();
        byte[] first = footer(SCHEMA, 100, 1);
        byte[] second = footer(SWAPPED, 100, 2);
        like.remember(first, thrift(first));
        FileMetaData quick = like.read(first);
        like.remember(second, thrift(second));
        like.remember(first, quick);
        assertNull(like.read(first));
        assertSameFacts(thrift(second), like.read(second));
    }

    @Test
    void aFooterWithTwoSchemasTeachesNothing() throws IOException {
        byte[] ordinary = footer(SCHEMA, 100, 1);
        byte[] second = footer(SWAPPED, 100, 2);
        CompactReader reader = new CompactReader().reset(second, 0, second.length);
        reader.nextField();
        reader.skipField(8);
        reader.nextField();
        int from = reader.position();
        reader.skipField(64);
        ByteArrayOutputStream poisoned = new ByteArrayOutputStream();
        poisoned.write(ordinary, 0, ordinary.length - 1);
        poisoned.write(0x09); // a list, its number follows
        poisoned.write(0x04); // field 2 again
        poisoned.write(second, from, reader.position() - from);
        poisoned.write(0);
        FileMetaData meta = thrift(poisoned.toByteArray());
        assertEquals("ask", meta.getSchema().get(3).getName(), "Thrift takes the last");
        LikeFooters like = new LikeFooters();
        like.remember(poisoned.toByteArray(), meta);
        assertNull(like.read(ordinary));
    }

    @Test
    void whatIsCutOffOrFlippedIsReadAsThriftReadsItOrNotAtAll() throws IOException {
        LikeFooters like = new LikeFooters();
        byte[] first = footer(SCHEMA, 100, 1);
        like.remember(first, thrift(first));
        for (int at = 0; at < first.length; at++) {
            for (int bit = 0; bit < 8; bit++) {
                byte[] flipped = first.clone();
                flipped[at] ^= (byte) (1 << bit);
                FileMetaData quick;
                FileMetaData expected;
                try {
                    new CompactReader().reset(flipped, 0, flipped.length).skipWholeStruct(64);
                    quick = like.read(flipped);
                    expected = thrift(flipped);
                } catch (RuntimeException | IOException broken) {
                    continue;
                }
                if (quick != null) {
                    assertSameFacts(expected, quick);
                }
            }
        }
    }
}
