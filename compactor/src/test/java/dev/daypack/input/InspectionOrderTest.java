package dev.daypack.input;

import static dev.daypack.input.InspectionBench.inspect;
import static dev.daypack.input.InspectionBench.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.List;
import org.apache.parquet.format.ConvertedType;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.FieldRepetitionType;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.Statistics;
import org.apache.parquet.format.Type;
import org.junit.jupiter.api.Test;

/** What an inspection tells of the order of a file's rows. */
final class InspectionOrderTest {

    private static InspectionFile keys(long... keys) {
        return new InspectionFile()
                .column("ts", Type.INT64)
                .group(keys.length)
                .chunk()
                .page(keys.length, Encoding.PLAIN, InspectionFile.plainLongs(keys));
    }

    private static String firstError(Inspection inspection) {
        return inspection.firstError().orElseThrow();
    }

    @Test
    void stepsBackAndTiesOfTheSortColumnAreCounted() {
        Inspection inspection = inspect(keys(10, 20, 20, 15, 30, 5, 5).bytes());
        JsonNode order = inspection.json(InspectionDetail.CHUNKS).get("order");

        assertTrue(inspection.isSound());
        assertFalse(order.get("sorted").asBoolean());
        assertEquals(2, order.get("steps_back").asInt());
        assertEquals(2, order.get("ties").asInt());
        assertEquals(3, order.get("first_step_row").asInt());
        assertEquals("25", order.get("largest_step").asText());
        assertEquals("5", order.get("min").asText());
        assertEquals("30", order.get("max").asText());
        assertTrue(text(inspection, InspectionDetail.CHUNKS).stream()
                .anyMatch(line -> line.startsWith("  NOT sorted: 2 steps back in 7 rows, the first at row 3")));
    }

    @Test
    void aStepBackBetweenRowGroupsIsToldApart() {
        byte[] bytes = keys(10, 20)
                .group(2)
                .chunk()
                .page(2, Encoding.PLAIN, InspectionFile.plainLongs(15, 12))
                .bytes();
        JsonNode order = inspect(bytes).json(InspectionDetail.CHUNKS).get("order");

        assertEquals(2, order.get("steps_back").asInt());
        assertEquals(1, order.get("steps_back_between_row_groups").asInt());
    }

    @Test
    void unsignedKeysAreOrderedAsUnsigned() {
        byte[] bytes = new InspectionFile()
                .element(new SchemaElement("ts")
                        .setType(Type.INT64)
                        .setRepetition_type(FieldRepetitionType.REQUIRED)
                        .setConverted_type(ConvertedType.UINT_64))
                .group(2)
                .chunk()
                .page(2, Encoding.PLAIN, InspectionFile.plainLongs(1, -1))
                .bytes();
        JsonNode order = inspect(bytes).json(InspectionDetail.CHUNKS).get("order");

        assertTrue(order.get("sorted").asBoolean());
        assertEquals("18446744073709551615", order.get("max").asText());
    }

    @Test
    void nullKeysAreCountedAndAnErrorAsInARun() {
        // Definition levels 1, 1, 0, 1 as one bit-packed group.
        byte[] levels = {2, 0, 0, 0, 3, 0b1011};
        byte[] values = InspectionFile.plainLongs(1, 3, 2);
        byte[] body = Arrays.copyOf(levels, levels.length + values.length);
        System.arraycopy(values, 0, body, levels.length, values.length);
        byte[] bytes = new InspectionFile()
                .element(new SchemaElement("ts").setType(Type.INT64).setRepetition_type(FieldRepetitionType.OPTIONAL))
                .group(4)
                .chunk()
                .page(4, Encoding.PLAIN, body)
                .bytes();
        Inspection inspection = inspect(bytes);
        JsonNode order = inspection.json(InspectionDetail.CHUNKS).get("order");

        assertEquals(1, order.get("nulls").asInt());
        assertEquals(1, order.get("steps_back").asInt());
        assertEquals(3, order.get("first_step_row").asInt());
        assertTrue(order.get("complete").asBoolean());
        assertTrue(firstError(inspection).contains("the sort column is null in 1 of the 4 rows"));
        assertEquals(
                "bad_sort_key",
                inspection
                        .json(InspectionDetail.CHUNKS)
                        .at("/first_error/reason")
                        .asText());
    }

    @Test
    void nullsInAnySortColumnAreAnErrorAsInARun() {
        byte[] body = InspectionFile.join(InspectionFile.levelsV1(1, 1, 0), InspectionFile.plainTexts("a"));
        byte[] bytes = new InspectionFile()
                .column("ts", Type.INT64)
                .element(new SchemaElement("id")
                        .setType(Type.BYTE_ARRAY)
                        .setRepetition_type(FieldRepetitionType.OPTIONAL))
                .group(2)
                .chunk()
                .page(2, Encoding.PLAIN, InspectionFile.plainLongs(1, 1))
                .chunk()
                .page(2, Encoding.PLAIN, body)
                .bytes();

        assertTrue(inspect(bytes).isSound());
        assertTrue(inspect(bytes, SortOrder.of("id", NullKeys.FIRST)).isSound());
        for (String order : List.of("id", "ts, id")) {
            assertTrue(firstError(inspect(bytes, SortOrder.of(order)))
                    .contains("column id: the sort column is null in 1"));
        }
    }

    @Test
    void nullKeysThatHaveAPlaceInTheOrderAreNoError() {
        byte[] body = InspectionFile.join(InspectionFile.levelsV1(1, 1, 0, 1), InspectionFile.plainLongs(5, 3));
        byte[] bytes = new InspectionFile()
                .element(new SchemaElement("ts").setType(Type.INT64).setRepetition_type(FieldRepetitionType.OPTIONAL))
                .group(3)
                .chunk()
                .page(3, Encoding.PLAIN, body)
                .bytes();
        Inspection inspection = inspect(bytes, SortOrder.of("ts desc, id", NullKeys.LAST));
        JsonNode json = inspection.json(InspectionDetail.CHUNKS);

        assertTrue(inspection.isSound(), () -> firstError(inspection));
        assertTrue(json.at("/order/sorted").asBoolean());
        assertEquals(1, json.at("/order/nulls").asInt());
        assertEquals("5", json.at("/order/first").asText());
        assertEquals("ts desc, id", json.at("/order/order_by").asText());
        assertTrue(json.at("/remarks/0").asText().startsWith("order-by names id, and there is no such column"));
        assertTrue(text(inspection, InspectionDetail.CHUNKS)
                .contains("  of the columns of order-by only the first is followed here"));
    }

    @Test
    void aKeyBelowTheClaimedMinimumIsAnError() {
        byte[] bytes = keys(10, 7, 20)
                .statistics(new Statistics().setMin_value(InspectionFile.plainLongs(9)))
                .bytes();

        assertTrue(firstError(inspect(bytes))
                .contains("row 1 has the key 7, below the minimum that the file's statistics claim, 9"));
    }

    @Test
    void aKeyAboveTheClaimedMaximumIsAnErrorOfADescendingOrder() {
        byte[] bytes = keys(10, 27, 20)
                .statistics(new Statistics().setMax_value(InspectionFile.plainLongs(19)))
                .bytes();

        assertTrue(firstError(inspect(bytes, SortOrder.of("ts desc")))
                .contains("row 1 has the key 27, above the maximum that the file's statistics claim, 19"));
    }

    @Test
    void aFileWithoutTheSortColumnIsSoundAndSaysSo() {
        byte[] bytes = new InspectionFile()
                .column("price", Type.INT64)
                .group(1)
                .chunk()
                .page(1, Encoding.PLAIN, InspectionFile.plainLongs(1))
                .bytes();
        Inspection inspection = inspect(bytes);

        assertTrue(inspection.isSound());
        String why = "there is no such column; to merge the file, set order-by to one that it has, or to none";
        assertTrue(text(inspection, InspectionDetail.CHUNKS).contains("  not checked: " + why));
    }
}
