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
import dev.daypack.input.PartRejectedException.Reason;
import dev.daypack.testing.PartWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.PageType;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pages under an intact footer that are broken: as seen in real corrupt parts. */
class BrokenPagesTest {

    private static final LocalPacker PACKER = LocalPacker.usual();
    private static final PartWriter WRITER = PartWriter.of(
                    required(INT64, "ts_event"), optional(DOUBLE, "price"), optional(BINARY, stringType(), "text"))
            .pages(1 << 20, 100);

    @TempDir
    Path directory;

    @Test
    void aFlippedBitIsFoundByTheChecksumWhereverItIs() {
        for (CompressionCodecName codec : List.of(CompressionCodecName.UNCOMPRESSED, CompressionCodecName.SNAPPY)) {
            Path part = write(WRITER.codec(codec).checksums(true));
            for (int column = 0; column < 3; column++) {
                for (PatchedFile.Page page : PatchedFile.pages(part, column)) {
                    int at = page.bodyOffset() + page.bodyBytes() / 2;
                    PartRejectedException e = corrupt(column, flipped(part, at, 16));
                    assertTrue(e.detail().contains("CRC"), e.getMessage());
                    assertEquals(page.offset(), e.offset(), e.getMessage());
                }
            }
        }
    }

    @Test
    void snappyOfAnotherLengthIsCorruptEvenWithoutAChecksum() {
        Path part = write(WRITER.codec(CompressionCodecName.SNAPPY));
        PatchedFile.Page page = PatchedFile.pages(part, 1).get(0);
        PartRejectedException e = corrupt(1, flipped(part, page.bodyOffset(), 1));
        assertTrue(e.detail().contains("snappy length prefix"), e.getMessage());
        assertEquals(page.offset(), e.offset());
    }

    @Test
    void brokenZstdAndGzipAreCorruptEvenWithoutAChecksum() {
        for (CompressionCodecName codec : List.of(CompressionCodecName.ZSTD, CompressionCodecName.GZIP)) {
            Path part = write(WRITER.codec(codec).dictionary(false));
            PatchedFile.Page page = PatchedFile.pages(part, 1).get(0);
            corrupt(1, flipped(part, page.bodyOffset(), 64));
        }
    }

    @Test
    void pagesOfZeroesAreCorrupt() {
        Path part = write(WRITER);
        PatchedFile.Page page = PatchedFile.pages(part, 2).get(1);
        corrupt(
                2,
                PatchedFile.bytes(
                        part,
                        bytes -> Arrays.fill(bytes, page.offset(), page.bodyOffset() + page.bodyBytes(), (byte) 0)));
    }

    @Test
    void pagesThatClaimOtherCountsThanTheFooterAreCorrupt() {
        Path part = write(WRITER.codec(CompressionCodecName.UNCOMPRESSED).dictionary(false));
        for (int column = 0; column < 3; column++) {
            for (int values : new int[] {64, 99, 101, 200, 8_000}) {
                PatchedFile.Page page = PatchedFile.pages(part, column).get(1);
                corrupt(
                        column,
                        PatchedFile.pageHeader(
                                part,
                                page,
                                header -> header.getData_page_header().setNum_values(values)));
            }
        }
    }

    @Test
    void anIdBeyondTheDictionaryIsCorrupt() {
        for (CompressionCodecName codec : List.of(CompressionCodecName.UNCOMPRESSED, CompressionCodecName.SNAPPY)) {
            Path part = write(WRITER.codec(codec));
            PatchedFile.Page dictionary = PatchedFile.pages(part, 2).get(0);
            assertEquals(PageType.DICTIONARY_PAGE, dictionary.header().getType());
            PartRejectedException e = corrupt(
                    2,
                    PatchedFile.pageHeader(
                            part,
                            dictionary,
                            header -> header.getDictionary_page_header().setNum_values(8)));
            assertTrue(e.detail().contains("dictionary of 8 values"), e.getMessage());
            corrupt(
                    2,
                    PatchedFile.pageHeader(
                            part,
                            PatchedFile.pages(part, 2).get(0),
                            header -> header.getDictionary_page_header().setNum_values(60)));
        }
    }

    @Test
    void encodingsThatDoNotFitTheTypeAreRefusedByName() {
        Path part = write(WRITER.codec(CompressionCodecName.UNCOMPRESSED).dictionary(false));
        PartRejectedException e = assertThrows(
                PartRejectedException.class,
                () -> pack(PatchedFile.pageHeader(
                        part,
                        PatchedFile.pages(part, 1).get(0),
                        header -> header.getData_page_header().setEncoding(Encoding.DELTA_BINARY_PACKED))));
        assertEquals(Reason.UNSUPPORTED, e.reason());
        assertTrue(e.detail().contains("DELTA_BINARY_PACKED of DOUBLE"), e.getMessage());
        corrupt(
                1,
                PatchedFile.pageHeader(
                        part,
                        PatchedFile.pages(part, 1).get(0),
                        header -> header.getData_page_header().setEncoding(Encoding.RLE_DICTIONARY)));
    }

    @Test
    void aSecondPartIsNamedWhenItIsTheBrokenOne() {
        Path good = WRITER.write(directory.resolve("good.parquet"), rows(700));
        Path part = write(WRITER.checksums(true));
        Path broken = flipped(part, PatchedFile.pages(part, 1).get(1).bodyOffset(), 1);
        PartRejectedException e = assertThrows(
                PartRejectedException.class,
                () -> PACKER.pack(List.of(good, broken), directory.resolve("out.parquet")));
        assertEquals("broken.parquet", e.part());
        assertEquals("price", e.column());
    }

    /**
     * Whatever bits are wrong: the part is refused, or it is packed (where values without a checksum just became other
     * values). Nothing else is thrown, nothing hangs, all memory is given back.
     */
    @Test
    void randomDamageEndsInARefusalOrInAPackedFile() {
        List<PartWriter> writers = List.of(
                WRITER.codec(CompressionCodecName.UNCOMPRESSED),
                WRITER.codec(CompressionCodecName.SNAPPY).dictionary(false),
                WRITER.codec(CompressionCodecName.SNAPPY).pagesV2(),
                WRITER.codec(CompressionCodecName.UNCOMPRESSED)
                        .pagesV2WithDeltas()
                        .dictionary(false),
                WRITER.codec(CompressionCodecName.GZIP),
                WRITER.codec(CompressionCodecName.ZSTD).pagesV2WithDeltas());
        int refused = 0;
        for (int kind = 0; kind < writers.size(); kind++) {
            Path part = write(writers.get(kind));
            int size = PatchedFile.bytes(part).length;
            int footer = size - PatchedFile.footerLength(PatchedFile.bytes(part)) - 8;
            for (int seed = 0; seed < 250; seed++) {
                SplittableRandom random = new SplittableRandom(1_000L * kind + seed);
                int at = seed % 2 == 0 ? random.nextInt(footer) : random.nextInt(footer, size);
                int mask = 1 << random.nextInt(8);
                try {
                    pack(flipped(part, at, mask));
                } catch (PartRejectedException e) {
                    refused++;
                } catch (RuntimeException | Error e) {
                    throw new AssertionError(
                            "writer " + kind + ", seed " + seed + ": bit " + mask + " of byte " + at + " (footer from "
                                    + footer + "): " + e,
                            e);
                }
            }
        }
        assertTrue(refused > 500, "only " + refused);
    }

    private Path write(PartWriter writer) {
        return writer.write(directory.resolve("part.parquet"), rows(1));
    }

    private static List<Object[]> rows(int start) {
        List<Object[]> rows = new ArrayList<>();
        for (int i = start; i < start + 300; i++) {
            rows.add(row(1_000L + i, i % 5 == 0 ? null : i % 40 / 4.0, "text number " + i % 9));
        }
        return rows;
    }

    private static Path flipped(Path part, int at, int mask) {
        return PatchedFile.bytes(part, bytes -> bytes[at] ^= (byte) mask);
    }

    private void pack(Path part) {
        PACKER.pack(List.of(part), directory.resolve("out.parquet"));
    }

    private PartRejectedException corrupt(int column, Path broken) {
        PartRejectedException e = assertThrows(PartRejectedException.class, () -> pack(broken));
        assertEquals(Reason.CORRUPT, e.reason(), e.getMessage());
        assertEquals("broken.parquet", e.part(), e.getMessage());
        assertEquals(List.of("ts_event", "price", "text").get(column), e.column(), e.getMessage());
        assertTrue(e.offset() >= 4, e.getMessage());
        return e;
    }
}
