package dev.daypack.input;

import static dev.daypack.input.InspectionBench.inspect;
import static dev.daypack.input.InspectionBench.text;
import static dev.daypack.input.InspectionBench.verdict;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.daypack.codec.Compression;
import dev.daypack.memory.BufferPool;
import dev.daypack.memory.MemoryLedger;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.parquet.format.ColumnCryptoMetaData;
import org.apache.parquet.format.CompressionCodec;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.EncryptionWithFooterKey;
import org.apache.parquet.format.FieldRepetitionType;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.Type;
import org.junit.jupiter.api.Test;

final class InspectionTest {

    /** Two columns, two pages each. */
    private static InspectionFile twoColumns() {
        return new InspectionFile()
                .column("ts", Type.INT64)
                .column("price", Type.INT64)
                .group(4)
                .chunk()
                .page(2, Encoding.PLAIN, InspectionFile.plainLongs(10, 20))
                .page(2, Encoding.PLAIN, InspectionFile.plainLongs(20, 30))
                .chunk()
                .page(3, Encoding.PLAIN, InspectionFile.plainLongs(1, 2, 3))
                .page(1, Encoding.PLAIN, InspectionFile.plainLongs(4));
    }

    private static String firstError(Inspection inspection) {
        return inspection.firstError().orElseThrow();
    }

    @Test
    void aSoundFileIsSoundAndEveryPageIsCounted() {
        Inspection inspection = inspect(twoColumns().bytes());

        assertTrue(inspection.isSound());
        assertTrue(inspection.isReadWhole());
        assertEquals("SOUND: 4 rows, 2 columns, 4 pages, all with right checksums.", verdict(inspection));
    }

    @Test
    void everyFlippedByteOfAPageBodyIsFoundByItsChecksum() {
        InspectionFile file = twoColumns();
        for (int body : file.bodyOffsets()) {
            byte[] bytes = file.bytes();
            bytes[body + 3] ^= 0x10;
            Inspection inspection = inspect(bytes);

            assertEquals(1, inspection.errorCount());
            assertTrue(firstError(inspection).contains("the page's CRC is"), firstError(inspection));
        }
    }

    @Test
    void withoutAChecksumSnappyFindsTheFlippedLength() {
        InspectionFile file = new InspectionFile()
                .withoutChecksums()
                .compress(Compression.SNAPPY)
                .column("ts", Type.INT64)
                .group(2)
                .chunk()
                .page(2, Encoding.PLAIN, InspectionFile.plainLongs(1, 2));
        byte[] bytes = file.bytes();
        assertTrue(inspect(bytes).isSound());
        bytes[file.bodyOffsets().get(0)]++;

        assertEquals(
                "raw/part-1.parquet, column ts, at byte 4: snappy length prefix 17, 16 bytes expected",
                firstError(inspect(bytes)));
    }

    @Test
    void theFirstErrorIsToldInTheWordsOfARun() {
        InspectionFile file = twoColumns();
        byte[] bytes = file.bytes();
        bytes[file.bodyOffsets().get(1)] ^= 1;
        Part part = InspectionBench.part(bytes);
        PartFooter footer =
                new FooterReader(InputLimits.DEFAULTS, SortOrder.of("ts").firstName()).read(part);
        PartRejectedException thrown = assertThrows(PartRejectedException.class, () -> readAll(footer));

        assertEquals(thrown.getMessage(), firstError(inspect(bytes)));
    }

    private static void readAll(PartFooter footer) {
        BufferPool pool = new BufferPool(new MemoryLedger(1 << 20));
        try (Decompressors decompressors = new Decompressors(Compression::newDecompressor);
                ColumnReader reader = new ColumnReader(
                        footer.part(),
                        footer.columns().get(0),
                        footer.rowGroups().get(0).chunks().get(0),
                        InputLimits.DEFAULTS,
                        pool)) {
            reader.skip(footer.rows(), decompressors);
        }
    }

    @Test
    void theOtherColumnChunksAreReadAfterAnError() {
        InspectionFile file = twoColumns();
        byte[] bytes = file.bytes();
        bytes[file.bodyOffsets().get(0)] ^= 1;
        bytes[file.bodyOffsets().get(3)] ^= 1;
        Inspection inspection = inspect(bytes);

        assertEquals(2, inspection.errorCount());
        JsonNode json = inspection.json(InspectionDetail.PAGES);
        assertEquals("ts", json.at("/first_error/column").asText());
        assertEquals(0, json.at("/first_error/row_group").asInt(-1));
        assertEquals(0, json.at("/first_error/page").asInt(-1));
        assertEquals(4, json.at("/first_error/offset").asInt(-1));
        assertEquals("corrupt_part", json.at("/first_error/reason").asText());
        assertEquals("price", json.at("/errors/1/column").asText());
        assertEquals(1, json.at("/errors/1/page").asInt(-1));
        assertEquals(
                "right", json.at("/row_groups/0/columns/1/pages/0/checksum").asText());
        assertEquals(
                "wrong", json.at("/row_groups/0/columns/1/pages/1/checksum").asText());
        assertEquals("NOT SOUND: 2 errors; 2 of 2 column chunks broken.", verdict(inspection));
    }

    @Test
    void aPageThatHoldsFewerValuesThanItsHeaderSaysIsAnError() {
        byte[] bytes = new InspectionFile()
                .column("ts", Type.INT64)
                .group(3)
                .chunk()
                .page(3, Encoding.PLAIN, InspectionFile.plainLongs(1, 2))
                .bytes();

        assertTrue(firstError(inspect(bytes)).contains("values needs 24 bytes, there are 16"));
    }

    @Test
    void pagesWithFewerRowsThanTheFooterSaysAreAnError() {
        byte[] bytes = new InspectionFile()
                .column("ts", Type.INT64)
                .group(3)
                .chunk()
                .page(2, Encoding.PLAIN, InspectionFile.plainLongs(1, 2))
                .bytes();

        assertTrue(firstError(inspect(bytes)).contains("the column chunk ends after 2 of 3 rows"));
    }

    @Test
    void pagesWithMoreRowsThanTheFooterSaysAreAnError() {
        byte[] within = new InspectionFile()
                .column("ts", Type.INT64)
                .group(3)
                .chunk()
                .page(4, Encoding.PLAIN, InspectionFile.plainLongs(1, 2, 3, 4))
                .bytes();
        byte[] after = new InspectionFile()
                .column("ts", Type.INT64)
                .group(2)
                .chunk()
                .page(2, Encoding.PLAIN, InspectionFile.plainLongs(1, 2))
                .page(1, Encoding.PLAIN, InspectionFile.plainLongs(3))
                .bytes();

        assertTrue(firstError(inspect(within)).contains("more rows than the 3 of the footer"));
        assertTrue(firstError(inspect(after)).contains("pages follow after the 2 rows of the footer"));
    }

    @Test
    void aDictionaryIdOutOfRangeIsAnErrorInNumbersAndInText() {
        byte[] numbers = new InspectionFile()
                .column("ts", Type.INT64)
                .group(8)
                .chunk()
                .dictionary(2, InspectionFile.plainLongs(5, 6))
                .page(8, Encoding.RLE_DICTIONARY, InspectionFile.eightIds(0, 1, 0, 1, 0, 2, 0, 1))
                .bytes();
        byte[] texts = new InspectionFile()
                .column("name", Type.BYTE_ARRAY)
                .group(8)
                .chunk()
                .dictionary(2, InspectionFile.plainTexts("a", "b"))
                .page(8, Encoding.RLE_DICTIONARY, InspectionFile.eightIds(0, 1, 0, 1, 0, 1, 0, 2))
                .bytes();

        for (byte[] bytes : List.of(numbers, texts)) {
            Inspection inspection = inspect(bytes);
            assertTrue(firstError(inspection).contains("an id beyond the dictionary of 2 values"));
            assertEquals(
                    1,
                    inspection
                            .json(InspectionDetail.CHUNKS)
                            .at("/first_error/page")
                            .asInt(-1));
        }
    }

    @Test
    void whatThisVersionDoesNotReadIsNamedAndNoError() {
        InspectionFile file = twoColumns()
                .element(new SchemaElement("packed")
                        .setType(Type.INT64)
                        .setRepetition_type(FieldRepetitionType.REQUIRED))
                .chunk()
                .page(4, Encoding.PLAIN, InspectionFile.plainLongs(1, 2, 3, 4));
        file.lastChunk().setCodec(CompressionCodec.LZO);
        Inspection inspection = inspect(file.bytes());
        List<String> lines = text(inspection, InspectionDetail.CHUNKS);

        assertTrue(inspection.isSound());
        assertFalse(inspection.isReadWhole());
        assertTrue(
                lines.contains("  codec LZO is not read; rewrite the part with another codec, such as ZSTD: packed"),
                lines::toString);
        assertTrue(verdict(inspection).startsWith("NO ERRORS in what this version reads; 1 of 3 column chunks"));
    }

    @Test
    void int96IsReadAndItsPagesAreChecked() {
        InspectionFile file = new InspectionFile()
                .element(new SchemaElement("old").setType(Type.INT96).setRepetition_type(FieldRepetitionType.REQUIRED))
                .group(2)
                .chunk()
                .page(2, Encoding.PLAIN, new byte[24]);
        byte[] bytes = file.bytes();
        assertTrue(inspect(bytes).isSound());
        assertTrue(inspect(bytes).isReadWhole());
        bytes[file.bodyOffsets().get(0)] ^= 1;

        assertTrue(firstError(inspect(bytes)).contains("the page's CRC is"));
    }

    @Test
    void anEncryptedColumnIsNamedWithARemedyAndTheOthersAreRead() {
        InspectionFile file = twoColumns();
        file.lastColumnChunk()
                .setCrypto_metadata(ColumnCryptoMetaData.ENCRYPTION_WITH_FOOTER_KEY(new EncryptionWithFooterKey()))
                .unsetMeta_data();
        Inspection inspection = inspect(file.bytes());
        List<String> lines = text(inspection, InspectionDetail.CHUNKS);

        assertTrue(inspection.isSound());
        assertFalse(inspection.isReadWhole());
        assertTrue(
                lines.stream()
                        .anyMatch(line -> line.startsWith("  the column is encrypted; decrypt the file")
                                && line.endsWith(": price")),
                lines::toString);
        JsonNode json = inspection.json(InspectionDetail.CHUNKS);
        assertEquals("sound", json.at("/row_groups/0/columns/0/outcome").asText());
        assertEquals("unread", json.at("/row_groups/0/columns/1/outcome").asText());
    }

    @Test
    void twoColumnsOfOneNameAreNotReadAsInARun() {
        InspectionFile file = new InspectionFile()
                .column("ts", Type.INT64)
                .column("ts", Type.INT64)
                .group(1);
        for (int i = 0; i < 2; i++) {
            file.chunk().page(1, Encoding.PLAIN, InspectionFile.plainLongs(1));
        }
        Inspection inspection = inspect(file.bytes());

        assertTrue(inspection.isSound());
        assertFalse(inspection.isReadWhole());
        assertTrue(text(inspection, InspectionDetail.CHUNKS).contains("  two columns have this name: ts"));
    }

    @Test
    void anEncryptedFooterIsNamed() {
        byte[] bytes = twoColumns().bytes();
        bytes[bytes.length - 1] = 'E';
        Inspection inspection = inspect(bytes);

        assertTrue(inspection.isSound());
        assertFalse(inspection.isReadWhole());
        assertTrue(text(inspection, InspectionDetail.CHUNKS).toString().contains("the footer is encrypted (PARE)"));
    }

    @Test
    void pagesAreListedWhenAskedFor() {
        Inspection inspection = inspect(twoColumns().bytes());
        List<String> with = text(inspection, InspectionDetail.PAGES);
        List<String> without = text(inspection, InspectionDetail.CHUNKS);

        assertTrue(without.stream().noneMatch(line -> line.contains("data v1")));
        assertEquals(4, with.stream().filter(line -> line.contains("data v1")).count());
        assertTrue(with.contains("Pages of row group 0, column price"));
    }

    @Test
    void namesOutOfTheFileAreEscaped() {
        byte[] bytes = new InspectionFile()
                .column("\u001b[2Jts\u202e", Type.INT64)
                .group(1)
                .chunk()
                .page(1, Encoding.PLAIN, InspectionFile.plainLongs())
                .bytes();
        Inspection inspection = inspect(bytes);

        assertFalse(inspection.isSound());
        List<String> lines = text(inspection, InspectionDetail.PAGES);
        assertTrue(lines.stream().anyMatch(line -> line.contains("\\u001b[2Jts\\u202e")), lines::toString);
    }

    @Test
    void aFileWithoutRowsOrRowGroupsIsSound() {
        assertTrue(
                inspect(new InspectionFile().column("ts", Type.INT64).bytes()).isSound());
        assertTrue(inspect(new InspectionFile()
                        .column("ts", Type.INT64)
                        .group(0)
                        .chunk()
                        .bytes())
                .isSound());
    }

    @Test
    void manyRowGroupsAreReadButNotAllShown() {
        InspectionFile file = new InspectionFile().column("ts", Type.INT64);
        IntStream.range(0, 50)
                .forEach(i -> file.group(1).chunk().page(1, Encoding.PLAIN, InspectionFile.plainLongs(i)));
        byte[] bytes = file.bytes();
        bytes[file.bodyOffsets().get(40)] ^= 1;
        List<String> lines = text(inspect(bytes), InspectionDetail.CHUNKS);

        assertTrue(lines.stream().anyMatch(line -> line.startsWith("Row group 40:")));
        assertTrue(lines.stream().noneMatch(line -> line.startsWith("Row group 30:")));
        assertTrue(lines.contains("29 more row groups, read and counted but not shown"), lines::toString);
    }
}
