package dev.daypack.input;

import static dev.daypack.testing.PartWriter.optional;
import static dev.daypack.testing.PartWriter.required;
import static dev.daypack.testing.PartWriter.row;
import static org.apache.parquet.schema.LogicalTypeAnnotation.stringType;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.BINARY;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.DOUBLE;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT64;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daypack.compact.LocalPacker;
import dev.daypack.compact.TableMerge;
import dev.daypack.input.PartRejectedException.Reason;
import dev.daypack.testing.PartWriter;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.CompressionCodec;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.Type;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Footers that lie, or ask for too much, are refused before their claims cost anything. */
class RefusedFooterTest {

    private static final LocalPacker PACKER = LocalPacker.usual();

    @TempDir
    Path directory;

    private Path part;

    @BeforeEach
    void writePart() {
        List<Object[]> rows = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            rows.add(row(1_000L + i, i / 4.0, "text " + i % 9));
        }
        part = PartWriter.of(
                        required(INT64, "ts_event"), optional(DOUBLE, "price"), optional(BINARY, stringType(), "text"))
                .rowGroups(Long.MAX_VALUE, 100)
                .write(directory.resolve("part.parquet"), rows);
    }

    @Test
    void lzoIsNamedWithARemedy() {
        String told = refused(Reason.UNSUPPORTED, "price", chunk(1, meta -> meta.setCodec(CompressionCodec.LZO)))
                .detail();
        assertEquals("codec LZO is not read; rewrite the part with another codec, such as ZSTD", told);
    }

    @Test
    void encryptionIsNamed() {
        Path encrypted = PatchedFile.bytes(part, bytes -> bytes[bytes.length - 1] = 'E');
        assertTrue(refused(Reason.UNSUPPORTED, "", encrypted).detail().contains("encrypted"));
        Path column =
                PatchedFile.footer(part, footer -> chunks(footer).get(1).setEncrypted_column_metadata(new byte[1]));
        assertTrue(refused(Reason.UNSUPPORTED, "price", column).detail().contains("encrypted"));
    }

    @Test
    void dataInAnotherFileAreNotRead() {
        Path elsewhere =
                PatchedFile.footer(part, footer -> chunks(footer).get(2).setFile_path("../other.parquet"));
        assertTrue(refused(Reason.UNSUPPORTED, "text", elsewhere).detail().contains("file_path"));
    }

    @Test
    void filesCutOffOrOfAnotherKindAreCorrupt() {
        int size = PatchedFile.bytes(part).length;
        for (int lost : new int[] {1, 4, 7, 8, 100, size / 2, size - 12, size - 4, size - 1, size}) {
            refused(Reason.CORRUPT, "", PatchedFile.cut(part, lost));
        }
        refused(Reason.CORRUPT, "", PatchedFile.bytes(part, bytes -> bytes[bytes.length - 2] = 'x'));
    }

    @Test
    void footersOfAnImpossibleLengthAreCorrupt() {
        for (int length : new int[] {-1, Integer.MIN_VALUE, Integer.MAX_VALUE, PatchedFile.bytes(part).length}) {
            Path claims = PatchedFile.bytes(
                    part,
                    bytes -> ByteBuffer.wrap(bytes)
                            .order(ByteOrder.LITTLE_ENDIAN)
                            .putInt(bytes.length - 8, length));
            refused(Reason.CORRUPT, "", claims);
        }
        refused(Reason.CORRUPT, "", PatchedFile.footerBytes(part, new byte[0]));
        refused(Reason.CORRUPT, "", PatchedFile.footerBytes(part, new byte[] {0x19, -4, -1, -1, -1, -1, 7, 0}));
    }

    @Test
    void limitsAreNamedWithTheirSettings() {
        overLimit(new InputLimits(100, 9, 9, 9, 9, 9, 9, 9), "", "limits.footer-bytes");
        overLimit(new InputLimits(1 << 20, 2, 9, 9, 9, 9, 9, 9), "", "limits.columns");
        overLimit(new InputLimits(1 << 20, 3, 9, 3, 9, 9, 9, 9), "", "limits.row-groups");
        overLimit(new InputLimits(1 << 20, 3, 9, 4, 50, 1 << 20, 1 << 20, 1000), "ts_event", "limits.page-bytes");
        overLimit(new InputLimits(1 << 20, 3, 9, 4, 1 << 20, 8, 1 << 20, 1000), null, "limits.dictionary-bytes");
        PACKER.limits(new InputLimits(1 << 20, 3, 1, 4, 1 << 20, 1 << 20, 10, 1000))
                .pack(List.of(part), directory.resolve("out.parquet"));
    }

    private void overLimit(InputLimits limits, String column, String setting) {
        PartRejectedException e = assertThrows(
                PartRejectedException.class,
                () -> PACKER.limits(limits).pack(List.of(part), directory.resolve("out.parquet")));
        assertEquals(Reason.OVER_LIMIT, e.reason(), e.getMessage());
        assertTrue(column == null || column.equals(e.column()), e.getMessage());
        assertTrue(e.detail().contains(setting), e.getMessage());
    }

    @Test
    void chunksOutsideTheDataAreCorrupt() {
        long size = PatchedFile.bytes(part).length;
        for (long offset : new long[] {-1, 0, 3, size, size + 1, Long.MAX_VALUE, Long.MIN_VALUE}) {
            refused(Reason.CORRUPT, "price", chunk(1, meta -> {
                meta.unsetDictionary_page_offset();
                meta.setData_page_offset(offset);
            }));
        }
        for (long bytes : new long[] {-1, size, Long.MAX_VALUE, Long.MIN_VALUE}) {
            refused(Reason.CORRUPT, "price", chunk(1, meta -> meta.setTotal_compressed_size(bytes)));
        }
    }

    @Test
    void chunksThatOverlapAreCorrupt() {
        Path overlaps = PatchedFile.footer(part, footer -> {
            ColumnMetaData first = chunks(footer).get(0).getMeta_data();
            first.setTotal_compressed_size(first.getTotal_compressed_size() + 1);
        });
        assertTrue(refused(Reason.CORRUPT, "", overlaps).detail().contains("overlap"));
    }

    /** Old Arrow wrote such footers; the row groups say how many rows there are. */
    @Test
    void aFooterThatCountsNoRowsIsNotBelieved() {
        Path silent = PatchedFile.footer(part, footer -> footer.setNum_rows(0));
        assertEquals(
                400,
                PACKER.pack(List.of(silent), directory.resolve("out.parquet"))
                        .proven()
                        .proof()
                        .rows());
    }

    @Test
    void rowsThatDoNotAddUpAreCorrupt() {
        for (long rows : new long[] {-1, 399, 401, Long.MAX_VALUE}) {
            refused(Reason.CORRUPT, "", PatchedFile.footer(part, footer -> footer.setNum_rows(rows)));
        }
        for (long values : new long[] {-1, 0, 99, 101, Long.MAX_VALUE}) {
            refused(Reason.CORRUPT, "price", chunk(1, meta -> meta.setNum_values(values)));
        }
        refused(
                Reason.CORRUPT,
                "",
                PatchedFile.footer(part, footer -> footer.getRow_groups().get(0).setNum_rows(-100)));
    }

    /** Each claim is possible, their sum is not. */
    @Test
    void rowsBeyondAllNumbersAreCorrupt() {
        refused(Reason.CORRUPT, null, PatchedFile.footer(part, footer -> {
            for (RowGroup group : footer.getRow_groups()) {
                group.setNum_rows(Long.MAX_VALUE);
                group.getColumns().forEach(chunk -> chunk.getMeta_data().setNum_values(Long.MAX_VALUE));
            }
            footer.setNum_rows(Long.MAX_VALUE);
        }));
    }

    /** More rows than the pages have: found out when they are read, whatever is claimed. */
    @Test
    void rowGroupsWithFewerRowsThanClaimedAreCorrupt() {
        for (long rows : new long[] {101, 300_000, 10_000_000}) {
            Path claims = PatchedFile.footer(part, footer -> {
                RowGroup group = footer.getRow_groups().get(1);
                group.setNum_rows(rows);
                group.getColumns().forEach(chunk -> chunk.getMeta_data().setNum_values(rows));
                footer.setNum_rows(300 + rows);
            });
            assertTrue(refused(Reason.CORRUPT, null, claims).detail().contains("100 of " + rows));
        }
    }

    @Test
    void rowGroupsWithMoreRowsThanClaimedAreCorrupt() {
        Path claims = PatchedFile.footer(part, footer -> {
            RowGroup group = footer.getRow_groups().get(1);
            group.setNum_rows(99);
            group.getColumns().forEach(chunk -> chunk.getMeta_data().setNum_values(99));
            footer.setNum_rows(399);
        });
        assertTrue(refused(Reason.CORRUPT, null, claims).detail().contains("more rows"));
    }

    /** In a descending order the first key is the largest value. */
    @Test
    void boundsThatValuesLieBeyondAreNamedByTheirSide() {
        Path claims = chunk(
                0,
                meta -> meta.getStatistics()
                        .setMin_value(ByteBuffer.allocate(8)
                                .order(ByteOrder.LITTLE_ENDIAN)
                                .putLong(1_050)
                                .array())
                        .setMax_value(ByteBuffer.allocate(8)
                                .order(ByteOrder.LITTLE_ENDIAN)
                                .putLong(1_060)
                                .array()));
        assertTrue(refused(Reason.BAD_KEY, "ts_event", claims).detail().contains("below the minimum"));
        PartRejectedException e = assertThrows(
                PartRejectedException.class,
                () -> PACKER.orderBy("ts_event desc").pack(List.of(claims), directory.resolve("out.parquet")));
        assertTrue(e.detail().contains("above the maximum that the file's statistics claim, 1060"), e.getMessage());
        assertEquals("ts_event", e.column());
    }

    @Test
    void schemasThatContradictThemselvesAreCorrupt() {
        refused(Reason.CORRUPT, "price", chunk(1, meta -> meta.setType(Type.INT64)));
        refused(
                Reason.CORRUPT,
                "",
                PatchedFile.footer(part, footer -> footer.getSchema().get(0).setNum_children(7)));
        refused(
                Reason.CORRUPT,
                "",
                PatchedFile.footer(
                        part,
                        footer -> footer.getRow_groups().get(2).getColumns().remove(1)));
        refused(
                Reason.CORRUPT,
                "price",
                PatchedFile.footer(part, footer -> chunks(footer).get(1).unsetMeta_data()));
        refused(
                Reason.UNSUPPORTED,
                "price",
                PatchedFile.footer(part, footer -> footer.getSchema().get(3).setName("price")));
        refused(Reason.CORRUPT, "price", PatchedFile.footer(part, footer -> {
            SchemaElement price = footer.getSchema().get(2);
            price.setType(Type.FIXED_LEN_BYTE_ARRAY);
            footer.getRow_groups()
                    .forEach(group -> group.getColumns().get(1).getMeta_data().setType(Type.FIXED_LEN_BYTE_ARRAY));
        }));
    }

    /** As a file of some later version of the format would have it: the values are read, and the loss is told. */
    @Test
    void annotationsThatAreNotKnownAreDroppedAndNamed() {
        Path later =
                PatchedFile.footer(part, footer -> footer.getSchema().get(3).setLogicalType(null));
        byte[] bytes = PatchedFile.bytes(later);
        PACKER.pack(List.of(later), directory.resolve("out.parquet"));
        byte[] footer = Arrays.copyOfRange(bytes, bytes.length - 8 - PatchedFile.footerLength(bytes), bytes.length - 8);
        // After name, two bytes of UTF8 as converted type, then the field 10 with a union whose field 100 nobody knows.
        int at = new String(footer, StandardCharsets.ISO_8859_1).indexOf("text") + 6;
        byte[] unknown = {0x4c, 0x0c, (byte) 0xc8, 1, 0, 0};
        byte[] changed = ByteBuffer.allocate(footer.length + unknown.length)
                .put(footer, 0, at)
                .put(unknown)
                .put(footer, at, footer.length - at)
                .array();
        TableMerge.Result result =
                PACKER.pack(List.of(PatchedFile.footerBytes(part, changed)), directory.resolve("unknown.parquet"));
        assertEquals(List.of("text"), result.proven().drift().droppedAnnotations());
        assertEquals(400, result.proven().proof().rows());
    }

    /** A minimum above the smallest key would open the source too late; that is an error, never a wrong order. */
    @Test
    void aMinimumThatLiesIsFoundOut() {
        for (long lie : new long[] {1_001, 5_000, Long.MAX_VALUE}) {
            Path liar = chunk(
                    0,
                    meta -> meta.getStatistics()
                            .setMin_value(ByteBuffer.allocate(8)
                                    .order(ByteOrder.LITTLE_ENDIAN)
                                    .putLong(0, lie)));
            PartRejectedException e = refused(Reason.BAD_KEY, "ts_event", liar);
            assertTrue(e.detail().contains("row 0") && e.detail().contains("1000"), e.getMessage());
            assertTrue(e.detail().contains(Long.toString(lie)), e.getMessage());
        }
    }

    @Test
    void aMinimumThatIsTooLowOrMissingChangesNothing() {
        for (long low : new long[] {999, 0, Long.MIN_VALUE}) {
            Path modest = chunk(
                    0,
                    meta -> meta.getStatistics()
                            .setMin_value(ByteBuffer.allocate(8)
                                    .order(ByteOrder.LITTLE_ENDIAN)
                                    .putLong(0, low)));
            assertPacks(modest);
        }
        assertPacks(chunk(0, ColumnMetaData::unsetStatistics));
        assertPacks(chunk(0, meta -> meta.getStatistics().setMin_value(new byte[3])));
    }

    private void assertPacks(Path changed) {
        Path output = directory.resolve("out.parquet");
        Path expected = directory.resolve("expected.parquet");
        String sha256 = PACKER.pack(List.of(part), expected).sha256();
        assertEquals(sha256, PACKER.pack(List.of(changed), output).sha256());
    }

    private static List<ColumnChunk> chunks(FileMetaData footer) {
        return footer.getRow_groups().get(0).getColumns();
    }

    private Path chunk(int column, Consumer<ColumnMetaData> change) {
        return PatchedFile.footer(
                part, footer -> change.accept(chunks(footer).get(column).getMeta_data()));
    }

    private PartRejectedException refused(Reason reason, String column, Path broken) {
        PartRejectedException e = assertThrows(
                PartRejectedException.class, () -> PACKER.pack(List.of(broken), directory.resolve("out.parquet")));
        assertEquals(reason, e.reason(), e.getMessage());
        assertTrue(column == null || column.equals(e.column()), e.getMessage());
        assertEquals("broken.parquet", e.part(), e.getMessage());
        return e;
    }
}
