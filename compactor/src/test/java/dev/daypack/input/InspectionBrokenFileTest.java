package dev.daypack.input;

import static dev.daypack.input.InspectionBench.inspect;
import static dev.daypack.input.InspectionBench.text;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.daypack.codec.Compression;
import dev.daypack.encoding.ByteBuilder;
import dev.daypack.encoding.DeltaBinaryPacked;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.apache.parquet.format.ConvertedType;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.FieldRepetitionType;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.LogicalType;
import org.apache.parquet.format.MicroSeconds;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.Statistics;
import org.apache.parquet.format.TimeType;
import org.apache.parquet.format.TimeUnit;
import org.apache.parquet.format.Type;
import org.junit.jupiter.api.Test;

/** Files that are cut off, overwritten, made up, or made to do harm: told what is wrong with them, never thrown at. */
final class InspectionBrokenFileTest {

    private static byte[] sound() {
        return new InspectionFile()
                .compress(Compression.SNAPPY)
                .column("ts", Type.INT64)
                .column("name", Type.BYTE_ARRAY)
                .group(8)
                .chunk()
                .statistics(new Statistics()
                        .setMin_value(InspectionFile.plainLongs(1))
                        .setNull_count(0))
                .page(8, Encoding.PLAIN, InspectionFile.plainLongs(1, 2, 3, 4, 5, 6, 7, 8))
                .chunk()
                .dictionary(2, InspectionFile.plainTexts("a", "b"))
                .page(8, Encoding.RLE_DICTIONARY, InspectionFile.eightIds(0, 1, 0, 1, 0, 1, 0, 1))
                .bytes();
    }

    private static String firstError(byte[] file) {
        return inspect(file).firstError().orElseThrow();
    }

    @Test
    void anEmptyFileIsNoParquetFile() {
        assertEquals("raw/part-1.parquet: not a Parquet file: only 0 bytes long", firstError(new byte[0]));
    }

    @Test
    void aWrongMagicAtTheEndIsAnErrorAndTheHeadIsToldOf() {
        byte[] file = sound();
        file[file.length - 2] = 'X';
        Inspection inspection = inspect(file);

        assertTrue(inspection.firstError().orElseThrow().contains("it does not end in PAR1"));
        assertTrue(text(inspection, InspectionDetail.CHUNKS).toString().contains("begins with PAR1"));
    }

    @Test
    void aWrongMagicAtTheHeadIsRemarkedUpon() {
        byte[] file = sound();
        file[0] = 'X';
        Inspection inspection = inspect(file);

        assertTrue(inspection.isSound());
        assertTrue(text(inspection, InspectionDetail.CHUNKS).toString().contains("does not begin with PAR1"));
    }

    @Test
    void everyTruncatedFileIsUnsound() {
        byte[] file = sound();
        for (int length = 0; length < file.length; length++) {
            assertFalse(inspect(Arrays.copyOf(file, length)).isSound(), "cut to " + length + " bytes");
        }
    }

    @Test
    void everyFlippedBitIsToldOfOrHarmless() {
        byte[] file = sound();
        for (int bit = 0; bit < 8 * file.length; bit++) {
            byte[] flipped = file.clone();
            flipped[bit / 8] ^= (byte) (1 << (bit % 8));
            assertDoesNotThrow(() -> inspect(flipped), "bit " + bit);
        }
    }

    @Test
    void garbageFootersAreToldOf() {
        long seed = 20_260_126;
        Random random = new Random(seed);
        for (int round = 0; round < 2_000; round++) {
            byte[] footer = new byte[random.nextInt(200)];
            random.nextBytes(footer);
            byte[] file = new InspectionFile().bytes(footer);
            assertFalse(inspect(file).isSound(), "seed " + seed + ", round " + round);
        }
    }

    @Test
    void footersWithManyWrongBytesAreToldOfOrHarmless() {
        long seed = 20_260_127;
        Random random = new Random(seed);
        byte[] file = sound();
        for (int round = 0; round < 3_000; round++) {
            byte[] broken = file.clone();
            int changes = 1 + random.nextInt(6);
            for (int i = 0; i < changes; i++) {
                broken[random.nextInt(file.length - 8)] = (byte) random.nextInt(256);
            }
            int at = round;
            assertDoesNotThrow(() -> inspect(broken), () -> "seed " + seed + ", round " + at);
        }
    }

    @Test
    void aFooterLongerThanTheFileIsAnError() {
        byte[] file = sound();
        file[file.length - 6] = 1;

        assertTrue(firstError(file).contains("the trailer claims a footer of"), firstError(file));
    }

    @Test
    void aFooterThatCannotBeReadIsToldWithItsPlace() {
        byte[] file = new InspectionFile().bytes("this is no footer".getBytes(StandardCharsets.US_ASCII));

        assertTrue(
                firstError(file).startsWith("raw/part-1.parquet, at byte 4: the footer cannot be read"),
                firstError(file));
    }

    @Test
    void chunksThatOverlapAreAnError() {
        InspectionFile file = new InspectionFile()
                .column("ts", Type.INT64)
                .column("price", Type.INT64)
                .group(1)
                .chunk()
                .page(1, Encoding.PLAIN, InspectionFile.plainLongs(1))
                .chunk()
                .page(1, Encoding.PLAIN, InspectionFile.plainLongs(1));
        file.lastChunk().setData_page_offset(4);

        assertTrue(firstError(file.bytes()).contains("overlap"));
    }

    @Test
    void aPageBeyondTheLimitIsAnErrorAsInARun() {
        InputLimits limits = new InputLimits(1 << 20, 10, 10, 10, 32, 32, 32, 1000);

        assertTrue(inspect(sound(), limits).firstError().orElseThrow().contains("limits.page-bytes is 32"));
    }

    @Test
    void aPageBeyondMemoryIsNotReadAndNamed() {
        byte[] page = new byte[40 << 20];
        byte[] file = new InspectionFile()
                .compress(Compression.SNAPPY)
                .withoutChecksums()
                .column("ts", Type.INT64)
                .group(page.length / 8)
                .chunk()
                .page(page.length / 8, Encoding.PLAIN, page)
                .bytes();
        Inspection inspection = inspect(file);

        assertTrue(inspection.isSound());
        assertFalse(inspection.isReadWhole());
        assertTrue(text(inspection, InspectionDetail.CHUNKS).toString().contains("more than a quarter of memory"));
    }

    @Test
    void aFloodOfSchemaElementsTakesNoMemory() {
        // One list of 5 million elements of three bytes: field 4 (name) of length 0, stop.
        int count = 5_000_000;
        ByteArrayOutputStream footer = new ByteArrayOutputStream();
        footer.writeBytes(new byte[] {0x15, 2, 0x19, (byte) 0xfc});
        for (int left = count; left != 0; left >>>= 7) {
            footer.write(left > 0x7f ? (left & 0x7f) | 0x80 : left);
        }
        byte[] elements = new byte[3 * count];
        for (int i = 0; i < elements.length; i += 3) {
            elements[i] = 0x48;
        }
        footer.writeBytes(elements);
        footer.write(0);

        assertTrue(
                firstError(new InspectionFile().bytes(footer.toByteArray())).contains("Thrift lists with more than"));
    }

    @Test
    void aSchemaWithoutEndIsToldOf() {
        List<SchemaElement> elements = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            elements.add(new SchemaElement("g").setNum_children(1).setRepetition_type(FieldRepetitionType.OPTIONAL));
        }
        byte[] file = new InspectionFile().bytes(new FileMetaData(1, elements, 0, List.of()));

        assertTrue(firstError(file).contains("fields nested deeper than limits.depth, which is 32"), firstError(file));
        String text = text(inspect(file), InspectionDetail.CHUNKS).toString();
        assertTrue(text.contains("Schema: 0 columns, of which the rest cannot be told"), text);
    }

    @Test
    void schemasThatAreNoTreesAreToldOf() {
        SchemaElement leaf =
                new SchemaElement("a").setType(Type.INT32).setRepetition_type(FieldRepetitionType.REQUIRED);
        SchemaElement group = new SchemaElement("g").setRepetition_type(FieldRepetitionType.OPTIONAL);
        SchemaElement root = new SchemaElement("schema").setNum_children(1);

        assertEquals("g: a group without columns", schemaError(root, group));
        assertEquals(
                "g: a group without columns", schemaError(root, group.deepCopy().setNum_children(0)));
        assertEquals(
                "g: a group without columns", schemaError(root, group.deepCopy().setNum_children(-7)));
        assertEquals(
                "g: the group claims 2 columns, there are 1",
                schemaError(root, group.deepCopy().setNum_children(2), leaf));
        assertEquals(
                "a: the column has a type and columns below it",
                schemaError(root, leaf.deepCopy().setNum_children(1), leaf));
        assertEquals(
                "a: the column is neither required nor optional nor repeated",
                schemaError(root, new SchemaElement("a").setType(Type.INT32)));
        assertTrue(schemaError(root, leaf, leaf).contains("1 elements are left over"));
        assertTrue(schemaError(root.deepCopy().setNum_children(-1), leaf).contains("claims -1 columns"));
        assertTrue(schemaError(root.deepCopy().setNum_children(Integer.MAX_VALUE), leaf)
                .contains("claims 2147483647 columns"));
    }

    /** Column and reason. */
    private static String schemaError(SchemaElement... elements) {
        JsonNode error = inspect(new InspectionFile().bytes(new FileMetaData(1, List.of(elements), 0, List.of())))
                .json(InspectionDetail.CHUNKS)
                .get("first_error");
        return error.path("column").asText() + ": " + error.get("detail").asText();
    }

    @Test
    void schemasOfAnyWrongElementsAreToldOfOrHarmless() {
        long seed = 20_260_128;
        Random random = new Random(seed);
        for (int round = 0; round < 3_000; round++) {
            List<SchemaElement> elements = new ArrayList<>();
            int count = 1 + random.nextInt(8);
            for (int i = 0; i < count; i++) {
                elements.add(anyElement(random));
            }
            byte[] file = new InspectionFile().bytes(new FileMetaData(1, elements, 0, List.of()));
            int at = round;
            assertDoesNotThrow(() -> inspect(file), () -> "seed " + seed + ", round " + at + ": " + elements);
        }
    }

    private static SchemaElement anyElement(Random random) {
        SchemaElement element = new SchemaElement(random.nextInt(4) == 0 ? "" : "c" + random.nextInt(3));
        if (random.nextBoolean()) {
            element.setType(Type.values()[random.nextInt(Type.values().length)]);
        }
        if (random.nextBoolean()) {
            element.setNum_children(random.nextInt(5) - 1);
        }
        if (random.nextInt(5) > 0) {
            element.setRepetition_type(FieldRepetitionType.values()[random.nextInt(3)]);
        }
        if (random.nextInt(3) == 0) {
            element.setConverted_type(ConvertedType.values()[random.nextInt(ConvertedType.values().length)]);
        }
        if (random.nextInt(3) == 0) {
            element.setType_length(random.nextInt(20) - 3);
        }
        if (random.nextInt(3) == 0) {
            element.setLogicalType(LogicalType.TIME(new TimeType(true, TimeUnit.MICROS(new MicroSeconds()))));
        }
        return element;
    }

    @Test
    void aClaimOfManyRowsInAFewBytesIsNotBelieved() {
        long rows = 1L << 39;
        InspectionFile file = new InspectionFile()
                .column("ts", Type.INT64)
                .group(rows)
                .chunk()
                .page(Integer.MAX_VALUE, Encoding.RLE_DICTIONARY, new byte[] {0});
        Inspection inspection = inspect(file.bytes());

        assertFalse(inspection.isReadWhole());
        assertTrue(
                text(inspection, InspectionDetail.CHUNKS).toString().contains("more values than a file of this size"));
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
        ByteBuilder page = new ByteBuilder(length);
        DeltaBinaryPacked.encode(prefixes, 0, count, page);
        DeltaBinaryPacked.encode(suffixes, 0, count, page);
        page.put(new byte[length], 0, length);
        byte[] file = new InspectionFile()
                .compress(Compression.SNAPPY)
                .column("name", Type.BYTE_ARRAY)
                .group(count)
                .chunk()
                .page(count, Encoding.DELTA_BYTE_ARRAY, page.toArray())
                .bytes();

        assertTrue(inspect(file).isSound());
    }
}
