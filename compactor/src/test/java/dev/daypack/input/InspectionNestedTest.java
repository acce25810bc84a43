package dev.daypack.input;

import static dev.daypack.input.InspectionBench.inspect;
import static dev.daypack.input.InspectionFile.join;
import static dev.daypack.input.InspectionFile.levels;
import static dev.daypack.input.InspectionFile.levelsV1;
import static dev.daypack.input.InspectionFile.plainLongs;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.daypack.codec.Compression;
import dev.daypack.encoding.ByteBuilder;
import dev.daypack.encoding.DeltaBinaryPacked;
import java.util.Arrays;
import java.util.List;
import org.apache.parquet.format.CompressionCodec;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.FieldRepetitionType;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.Statistics;
import org.apache.parquet.format.Type;
import org.junit.jupiter.api.Test;

/** Columns whose rows have any number of entries, right and wrong, page by page. */
final class InspectionNestedTest {

    private static final int[] REPETITIONS = {0, 1, 0, 0};
    private static final int[] DEFINITIONS = {1, 1, 0, 1};

    private static SchemaElement repeated(String name, Type type) {
        return new SchemaElement(name).setType(type).setRepetition_type(FieldRepetitionType.REPEATED);
    }

    /** A repeated column in a row group of so many rows and entries; pages are to follow. */
    private static InspectionFile file(Type type, int rows, int entries) {
        InspectionFile file =
                new InspectionFile().element(repeated("x", type)).group(rows).chunk();
        file.lastChunk().setNum_values(entries);
        return file;
    }

    private static byte[] bodyV1(int[] repetitions, int[] definitions, long... values) {
        return join(levelsV1(1, repetitions), levelsV1(1, definitions), plainLongs(values));
    }

    /** One v2 page with the rows [1, 2], [], [3]. */
    private static InspectionFile threeRows(InspectionFile file, int claimedNulls, int claimedRows) {
        return file.pageV2(
                4,
                claimedNulls,
                claimedRows,
                Encoding.PLAIN,
                levels(1, REPETITIONS),
                levels(1, DEFINITIONS),
                plainLongs(1, 2, 3));
    }

    private static JsonNode firstError(InspectionFile file) {
        JsonNode json = inspect(file.bytes()).json(InspectionDetail.PAGES);
        assertTrue(json.has("first_error"), json::toPrettyString);
        return json.get("first_error");
    }

    /** The column, the place of the page and the reason. */
    private static void assertFirstError(String detail, int page, InspectionFile file) {
        JsonNode error = firstError(file);
        JsonNode pages = inspect(file.bytes()).json(InspectionDetail.PAGES).at("/row_groups/0/columns/0/pages");
        assertEquals(detail, error.get("detail").asText());
        assertEquals("x", error.get("column").asText());
        assertEquals(page, error.get("page").asInt());
        assertEquals(pages.get(page).get("offset").asInt(), error.get("offset").asInt());
        assertEquals("corrupt_part", error.get("reason").asText());
    }

    @Test
    void entriesOfBothPageVersionsAreCountedAndThoseWithoutAValueToo() {
        InspectionFile v1 = file(Type.INT64, 3, 4).page(4, Encoding.PLAIN, bodyV1(REPETITIONS, DEFINITIONS, 1, 2, 3));
        InspectionFile v2 = threeRows(file(Type.INT64, 3, 4), 1, 3);
        for (InspectionFile file : List.of(v1, v2)) {
            Inspection inspection = inspect(file.bytes());
            JsonNode chunk = inspection.json(InspectionDetail.CHUNKS).at("/row_groups/0/columns/0");

            assertTrue(inspection.isSound(), () -> inspection.firstError().toString());
            assertTrue(inspection.isReadWhole());
            assertEquals(4, chunk.get("values").asInt());
            assertEquals(1, chunk.get("nulls_counted").asInt());
            assertTrue(inspection.json(InspectionDetail.CHUNKS).get("remarks").isEmpty());
        }
    }

    @Test
    void wrongNullCountsAreRemarkedUpon() {
        InspectionFile file = threeRows(file(Type.INT64, 3, 4).statistics(new Statistics().setNull_count(2)), 0, 3);
        Inspection inspection = inspect(file.bytes());
        JsonNode remarks = inspection.json(InspectionDetail.CHUNKS).get("remarks");

        assertTrue(inspection.isSound());
        assertEquals(
                "column x in row group 0: its statistics claim 2 nulls, there are 1",
                remarks.path(0).asText());
        assertEquals(
                "column x in row group 0: its page headers claim 0 nulls, there are 1",
                remarks.path(1).asText());
    }

    @Test
    void aPageMustHaveTheRowsThatItsHeaderClaims() {
        assertFirstError(
                "the page claims 2 rows, its levels say otherwise", 0, threeRows(file(Type.INT64, 3, 4), 1, 2));
        assertFirstError(
                "the page claims 4 rows, its levels say otherwise", 0, threeRows(file(Type.INT64, 3, 4), 1, 4));
    }

    @Test
    void onlyAV1PageMayBeginInsideARow() {
        int[] inside = {1, 0};
        int[] present = {1, 1};
        InspectionFile v1 = file(Type.INT64, 4, 6)
                .page(4, Encoding.PLAIN, bodyV1(REPETITIONS, DEFINITIONS, 1, 2, 3))
                .page(2, Encoding.PLAIN, bodyV1(inside, present, 4, 5));
        assertTrue(inspect(v1.bytes()).isSound());

        InspectionFile v2 = threeRows(file(Type.INT64, 4, 6), 1, 3)
                .pageV2(2, 0, 1, Encoding.PLAIN, levels(1, inside), levels(1, present), plainLongs(4, 5));
        assertFirstError("the page begins inside a row", 1, v2);

        InspectionFile chunk = file(Type.INT64, 1, 2).page(2, Encoding.PLAIN, bodyV1(inside, present, 4, 5));
        assertFirstError("the column chunk begins inside a row", 0, chunk);
    }

    @Test
    void entriesAndRowsMustBeThoseOfTheFooter() {
        byte[] body = bodyV1(REPETITIONS, DEFINITIONS, 1, 2, 3);
        assertFirstError(
                "the pages hold more values than the 3 of the footer",
                0,
                file(Type.INT64, 3, 3).page(4, Encoding.PLAIN, body));
        assertFirstError(
                "after the 2 rows of the footer, 1 values are left",
                0,
                file(Type.INT64, 2, 4).page(4, Encoding.PLAIN, body));
        assertTrue(firstError(file(Type.INT64, 4, 4).page(4, Encoding.PLAIN, body))
                .get("detail")
                .asText()
                .contains("ends after 3 of 4 rows"));
        assertTrue(firstError(file(Type.INT64, 3, 5).page(4, Encoding.PLAIN, body))
                .get("detail")
                .asText()
                .contains("ends after 4 of 5 values"));
        assertTrue(firstError(file(Type.INT64, 3, 2).page(4, Encoding.PLAIN, body))
                .get("detail")
                .asText()
                .contains("2 values in a row group of 3 rows"));
    }

    @Test
    void aLevelAboveTheHighestIsAnError() {
        List<SchemaElement> schema = List.of(
                new SchemaElement("schema").setNum_children(1),
                new SchemaElement("g").setNum_children(1).setRepetition_type(FieldRepetitionType.REPEATED),
                repeated("x", Type.INT64));
        int[] good = {0, 2, 1};
        int[] bad = {0, 2, 3};
        int[] all = {2, 2, 2};

        assertEquals("", levelsError(schema, good, all));
        assertTrue(levelsError(schema, bad, all).endsWith("column g.x, at byte 4: a repetition level above 2"));
        assertTrue(levelsError(schema, good, bad).endsWith("column g.x, at byte 4: a definition level above 2"));
    }

    private static String levelsError(List<SchemaElement> schema, int[] repetitions, int[] definitions) {
        byte[] body = join(levelsV1(2, repetitions), levelsV1(2, definitions), plainLongs(1, 2, 3));
        InspectionFile file = file(Type.INT64, 1, 3).page(3, Encoding.PLAIN, body);
        file.lastChunk().setPath_in_schema(List.of("g", "x"));
        return inspect(file.bytes(schema)).firstError().orElse("");
    }

    @Test
    void anIdBeyondTheDictionaryIsAnErrorInText() {
        byte[] all = join(levelsV1(1, 0, 1, 1, 1, 0, 1, 1, 1), levelsV1(1, 1, 1, 1, 1, 1, 1, 1, 1));
        byte[] texts = InspectionFile.plainTexts("a", "b");
        InspectionFile file = file(Type.BYTE_ARRAY, 2, 8)
                .dictionary(2, texts)
                .page(8, Encoding.RLE_DICTIONARY, join(all, InspectionFile.eightIds(0, 1, 0, 1, 0, 1, 0, 2)));

        assertFirstError("an id beyond the dictionary of 2 values", 1, file);
    }

    @Test
    void valuesThatGrowWithoutBytesAreReadAFewAtATime() {
        // 600 values of a megabyte each in a page of one: each is its whole predecessor.
        int length = 1 << 20;
        int count = 600;
        int[] prefixes = new int[count];
        Arrays.fill(prefixes, 1, count, length);
        int[] suffixes = new int[count];
        suffixes[0] = length;
        ByteBuilder values = new ByteBuilder(length);
        DeltaBinaryPacked.encode(prefixes, 0, count, values);
        DeltaBinaryPacked.encode(suffixes, 0, count, values);
        values.put(new byte[length], 0, length);
        byte[] levels = join(InspectionFile.sameLevelV1(count, 0), InspectionFile.sameLevelV1(count, 1));
        InspectionFile file = file(Type.BYTE_ARRAY, count, count).compress(Compression.SNAPPY);
        file.lastChunk().setCodec(CompressionCodec.SNAPPY);

        assertTrue(inspect(file.page(count, Encoding.DELTA_BYTE_ARRAY, join(levels, values.toArray()))
                        .bytes())
                .isSound());
    }

    @Test
    void aLongDictionaryEntryIsNotCopiedForEachOfItsIds() {
        int length = 8 << 20;
        int count = 1 << 20;
        byte[] dictionary = join(new byte[] {0, 0, (byte) (length >> 16), 0}, new byte[length]);
        byte[] levels = join(InspectionFile.sameLevelV1(count, 0), InspectionFile.sameLevelV1(count, 1));
        byte[] ids = join(new byte[] {1}, InspectionFile.run(count, 0));
        InspectionFile file = file(Type.BYTE_ARRAY, count, count)
                .dictionary(1, dictionary)
                .page(count, Encoding.RLE_DICTIONARY, join(levels, ids));
        Inspection inspection = inspect(file.bytes());

        assertTrue(inspection.isSound(), () -> inspection.firstError().toString());
    }
}
