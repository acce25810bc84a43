package dev.daypack.input;

import static dev.daypack.testing.PartWriter.optional;
import static dev.daypack.testing.PartWriter.required;
import static dev.daypack.testing.PartWriter.row;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.BINARY;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT64;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daypack.compact.LocalPacker;
import dev.daypack.input.PartRejectedException.Reason;
import dev.daypack.testing.ParquetJava;
import dev.daypack.testing.PartWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroupFactory;
import org.apache.parquet.format.CompressionCodec;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.PageType;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.apache.parquet.schema.Type.Repetition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every limit: a part that just keeps it is packed, one that just breaks it is refused by the name of the setting. */
class LimitsTest {

    private static final int LONGEST = 300;

    @TempDir
    Path directory;

    private static InputLimits with(
            int footer, int columns, int depth, int groups, int page, int dictionary, int value, int ratio) {
        return new InputLimits(footer, columns, depth, groups, page, dictionary, value, ratio);
    }

    private static InputLimits footer(int bytes) {
        InputLimits it = InputLimits.DEFAULTS;
        return with(
                bytes,
                it.columns(),
                it.depth(),
                it.rowGroups(),
                it.pageBytes(),
                it.dictionaryBytes(),
                it.valueBytes(),
                it.expansionRatio());
    }

    private static InputLimits shape(int columns, int depth, int groups) {
        InputLimits it = InputLimits.DEFAULTS;
        return with(
                it.footerBytes(),
                columns,
                depth,
                groups,
                it.pageBytes(),
                it.dictionaryBytes(),
                it.valueBytes(),
                it.expansionRatio());
    }

    private static InputLimits pages(int page, int dictionary, int value, int ratio) {
        InputLimits it = InputLimits.DEFAULTS;
        return with(it.footerBytes(), it.columns(), it.depth(), it.rowGroups(), page, dictionary, value, ratio);
    }

    private interface Limit {
        InputLimits of(int value);
    }

    private void checkEdge(Path part, int most, String setting, Limit limit) {
        pack(part, limit.of(most));
        pack(part, limit.of(most + 1));
        PartRejectedException e = refused(part, limit.of(most - 1));
        assertEquals(Reason.OVER_LIMIT, e.reason(), e.getMessage());
        assertTrue(e.detail().matches("(?s).*" + setting + "(, which)? is " + (most - 1) + "\\b.*"), e.getMessage());
        assertEquals(part.getFileName().toString(), e.part());
    }

    private void pack(Path part, InputLimits limits) {
        LocalPacker.usual().limits(limits).pack(List.of(part), directory.resolve("out.parquet"));
    }

    private PartRejectedException refused(Path part, InputLimits limits) {
        return assertThrows(PartRejectedException.class, () -> pack(part, limits));
    }

    private Path part(UnaryOperator<PartWriter> how) {
        List<Object[]> rows = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            rows.add(row((long) i, "x".repeat(i % 10 == 7 ? LONGEST : i % 10)));
        }
        return how.apply(PartWriter.of(required(INT64, "ts_event"), optional(BINARY, "text"))
                        .codec(CompressionCodecName.UNCOMPRESSED))
                .write(directory.resolve("part.parquet"), rows);
    }

    @Test
    void footerBytes() {
        Path part = part(writer -> writer);
        checkEdge(part, PatchedFile.footerLength(PatchedFile.bytes(part)), "limits.footer-bytes", LimitsTest::footer);
    }

    @Test
    void columns() {
        checkEdge(part(writer -> writer), 2, "limits.columns", most -> shape(most, 32, 100));
    }

    @Test
    void rowGroups() {
        Path part = part(writer -> writer.rowGroups(Long.MAX_VALUE, 10));
        checkEdge(part, 4, "limits.row-groups", most -> shape(100, 32, most));
    }

    @Test
    void depth() {
        MessageType schema = MessageTypeParser.parseMessageType(
                "message s { required int64 ts_event; optional group a { optional group b { optional int32 c; } } }");
        Group row = new SimpleGroupFactory(schema).newGroup().append("ts_event", 1L);
        Path part = PartWriter.of(schema).writeGroups(directory.resolve("part.parquet"), List.of(row));
        checkEdge(part, 3, "limits.depth", most -> shape(100, most, 100));
    }

    private static int largestPage(Path part, boolean isDictionary) {
        return IntStream.range(0, 2)
                .boxed()
                .flatMap(column -> PatchedFile.pages(part, column).stream())
                .map(PatchedFile.Page::header)
                .filter(header -> header.getType() == PageType.DICTIONARY_PAGE == isDictionary)
                .mapToInt(PageHeader::getUncompressed_page_size)
                .max()
                .orElseThrow();
    }

    @Test
    void pageBytes() {
        Path part = part(writer -> writer.dictionary(false));
        checkEdge(part, largestPage(part, false), "limits.page-bytes", most -> pages(most, 1 << 20, 1 << 20, 1000));
    }

    @Test
    void dictionaryBytes() {
        Path part = part(writer -> writer);
        checkEdge(
                part, largestPage(part, true), "limits.dictionary-bytes", most -> pages(1 << 20, most, 1 << 20, 1000));
    }

    @Test
    void valueBytesInEveryEncoding() {
        for (UnaryOperator<PartWriter> how : List.<UnaryOperator<PartWriter>>of(
                writer -> writer.dictionary(false),
                writer -> writer.dictionary(true),
                PartWriter::deltaLengths,
                writer -> writer.pagesV2WithDeltas().dictionary(false))) {
            checkEdge(part(how), LONGEST, "limits.value-bytes", most -> pages(1 << 20, 1 << 20, most, 1000));
        }
    }

    @Test
    void valueBytesOfFixedLength() {
        Path part = PartWriter.of(required(INT64, "ts_event"), PartWriter.fixed(Repetition.REQUIRED, 9, "code"))
                .write(directory.resolve("part.parquet"), row(1L, new byte[9]));
        pack(part, pages(1 << 20, 1 << 20, 9, 1000));
        assertTrue(refused(part, pages(1 << 20, 1 << 20, 8, 1000)).detail().contains("FIXED_LEN_BYTE_ARRAY of 9"));
    }

    /** Pages above 8 MiB; smaller ones may expand as they like. */
    @Test
    void expansionRatio() {
        Object[] row = row(1L, null);
        Path part = PartWriter.of(required(INT64, "ts_event"), optional(BINARY, "text"))
                .codec(CompressionCodecName.ZSTD)
                .dictionary(false)
                .pages(64 << 20, Integer.MAX_VALUE)
                .write(directory.resolve("part.parquet"), Collections.nCopies(1_100_000, row));
        PageHeader header = PatchedFile.pages(part, 0).get(0).header();
        int plain = header.getUncompressed_page_size();
        assertTrue(plain > InputLimits.FREE_EXPANSION_BYTES, "page of " + plain);
        int ratio = 1;
        while (plain / ratio > header.getCompressed_page_size()) {
            ratio++;
        }
        checkEdge(part, ratio, "limits.expansion-ratio", most -> pages(256 << 20, 1 << 20, 1 << 20, most));
    }

    /** What could be right but for memory is for a larger memory; what could not is refused whatever the memory. */
    @Test
    void aPageThatExpandsTooFarIsNoMatterOfMemory() {
        Path part = part(writer -> writer);
        PatchedFile.Page dictionary = PatchedFile.pages(part, 1).get(0);
        Path claims = grown(part, dictionary);
        PartRejectedException e = assertThrows(
                PartRejectedException.class,
                () -> LocalPacker.usual()
                        .memoryBytes(32 << 20)
                        .pack(List.of(claims), directory.resolve("out.parquet")));
        assertEquals(Reason.OVER_LIMIT, e.reason(), e.getMessage());
        assertTrue(e.detail().contains("limits.expansion-ratio"), e.getMessage());
    }

    /** The same file with a dictionary page that claims 60 MiB, and a codec, so that the claim is possible. */
    private static Path grown(Path part, PatchedFile.Page page) {
        PageHeader header = page.header();
        Path claims = PatchedFile.footer(
                part,
                footer -> footer.getRow_groups()
                        .get(0)
                        .getColumns()
                        .get(1)
                        .getMeta_data()
                        .setCodec(CompressionCodec.ZSTD));
        header.setUncompressed_page_size(60 << 20);
        byte[] bytes = PatchedFile.headerBytes(header);
        // A longer header takes the first bytes of a body that nobody gets to see.
        return PatchedFile.bytes(claims, all -> System.arraycopy(bytes, 0, all, page.offset(), bytes.length));
    }

    /** Rows by the thousand million in a few bytes would take hours. */
    @Test
    void valuesWithoutBytes() {
        Path part = part(writer -> writer);
        InputLimits limits = InputLimits.DEFAULTS;
        long most = (64L << 20) + limits.expansionRatio() * (PatchedFile.bytes(part).length + 20L);
        PartRejectedException below = refused(claiming(part, most / 2 - 20_000), limits);
        assertEquals(Reason.CORRUPT, below.reason(), below.getMessage());
        for (long rows : new long[] {most / 2 + 20_000, Integer.MAX_VALUE, 1L << 32, 1L << 40}) {
            PartRejectedException e = refused(claiming(part, rows), limits);
            assertEquals(Reason.OVER_LIMIT, e.reason(), e.getMessage());
            assertTrue(e.detail().contains("limits.expansion-ratio is 1000"), e.getMessage());
        }
    }

    /** Of two columns. */
    private static Path claiming(Path part, long rows) {
        return PatchedFile.footer(part, footer -> {
            footer.setNum_rows(rows);
            footer.getRow_groups().get(0).setNum_rows(rows);
            footer.getRow_groups()
                    .get(0)
                    .getColumns()
                    .forEach(chunk -> chunk.getMeta_data().setNum_values(rows));
        });
    }

    @Test
    void negativeOffsetsOverlapsAndOtherFilesAreRefusedWhateverTheLimits() {
        Path part = part(writer -> writer);
        for (long offset : new long[] {-1, Long.MIN_VALUE}) {
            Path broken = PatchedFile.footer(part, footer -> {
                var meta = footer.getRow_groups().get(0).getColumns().get(0).getMeta_data();
                meta.unsetDictionary_page_offset();
                meta.setData_page_offset(offset);
            });
            assertEquals(Reason.CORRUPT, refused(broken, InputLimits.OWN_FILES).reason());
        }
        Path elsewhere = PatchedFile.footer(
                part,
                footer -> footer.getRow_groups().get(0).getColumns().get(0).setFile_path("../other"));
        assertEquals(
                Reason.UNSUPPORTED, refused(elsewhere, InputLimits.OWN_FILES).reason());
    }

    @Test
    void aChunkInThePlaceOfAnotherColumnIsRefused() {
        Path part = PartWriter.of(required(INT64, "ts_event"), required(INT64, "bid"), required(INT64, "ask"))
                .write(directory.resolve("part.parquet"), row(1L, 2L, 3L));
        Path swapped = PatchedFile.footer(
                part, footer -> Collections.swap(footer.getRow_groups().get(0).getColumns(), 1, 2));
        for (List<Path> parts : List.of(List.of(swapped), List.of(part, swapped))) {
            PartRejectedException e = assertThrows(
                    PartRejectedException.class,
                    () -> LocalPacker.usual().pack(parts, directory.resolve("out.parquet")));
            assertEquals(Reason.CORRUPT, e.reason());
            assertEquals("bid", e.column());
            assertTrue(e.detail().contains("ask"), e.getMessage());
        }
        assertEquals(3, ParquetJava.footer(part).getRow_groups().get(0).getColumnsSize());
    }

    @Test
    void readingStopsBetweenPagesWhenNobodyWantsItAnyMore() {
        Path part = part(writer -> writer.pages(1 << 20, 5));
        AtomicInteger asked = new AtomicInteger();
        assertThrows(
                CancellationException.class,
                () -> LocalPacker.usual()
                        .cancelledWhen(() -> asked.incrementAndGet() > 3)
                        .pack(List.of(part), directory.resolve("out.parquet")));
    }
}
