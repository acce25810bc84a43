package dev.daypack.input;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daypack.testing.ArrowSchemas;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.parquet.format.FieldRepetitionType;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.Type;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which key-value metadata of which part is carried, and what is said of the rest. */
class CarriedKeyValuesTest {

    private static final String SPARK = "org.apache.spark.sql.parquet.row.metadata";

    private static SchemaField column(String name, FieldRepetitionType repetition) {
        SchemaElement element = new SchemaElement(name);
        element.setType(Type.INT64);
        element.setRepetition_type(repetition);
        return new SchemaField(element, List.of());
    }

    private static final List<SchemaField> COLUMNS = List.of(
            column("a", FieldRepetitionType.OPTIONAL),
            column("ts_event", FieldRepetitionType.OPTIONAL),
            column("z", FieldRepetitionType.OPTIONAL));

    private final List<PartFooter> footers = new ArrayList<>();

    private CarriedKeyValuesTest part(List<SchemaField> columns, Map<String, String> keyValues) {
        Part part = new Part("part-" + footers.size(), 0, null);
        footers.add(new PartFooter(part, columns, List.of(), List.of(), 0, keyValues, List.of()));
        return this;
    }

    private CarriedKeyValuesTest part(Map<String, String> keyValues) {
        return part(COLUMNS, keyValues);
    }

    private CarriedKeyValues carried() {
        return CarriedKeyValues.of(footers, COLUMNS, 2, "seq");
    }

    private static Schema schema(ArrowType type) {
        return new Schema(COLUMNS.stream()
                .map(column -> ArrowSchemas.field(column.name(), type))
                .toList());
    }

    private static Map<String, String> arrow(ArrowType type) {
        return Map.of("ARROW:schema", ArrowSchemas.base64(schema(type)));
    }

    @Test
    void oursStandWhateverThePartsSay() {
        CarriedKeyValues carried =
                part(Map.of("a", "theirs", "daypack.attempt", "forged")).carried();
        assertEquals(Map.of("a", "theirs"), carried.entries());
        assertEquals(Map.of(), carried.leftOut());
        Map<String, String> ours = Map.of("a", "ours", "daypack.attempt", "true");
        assertEquals(ours, carried.with(ours));
    }

    @Test
    void whatIsBeyondALimitIsLeftOutAndSaid() {
        Map<String, String> exact = new LinkedHashMap<>();
        for (int i = 0; i < 4; i++) {
            exact.put("k" + i, "x".repeat(CarriedKeyValues.MAX_ENTRY_BYTES - 2));
        }
        assertEquals(exact, part(exact).carried().entries());
        CarriedKeyValues carried = part(Map.of("one more", "")).carried();
        assertEquals(exact, carried.entries());
        String reason = carried.leftOut().get("one more");
        assertTrue(reason.startsWith("all keys have more than"), reason);

        footers.clear();
        String twoBytesEach = "\u00e4".repeat(CarriedKeyValues.MAX_ENTRY_BYTES / 2);
        assertEquals(
                List.of("k"),
                List.copyOf(part(Map.of("k", twoBytesEach)).carried().leftOut().keySet()));
        assertFalse(part(Map.of("k", "of the second")).carried().entries().containsKey("k"));
    }

    @Test
    void manyThatAreLeftOutAreCounted() {
        Map<String, String> many = new LinkedHashMap<>();
        for (int i = 0; i < CarriedKeyValues.MAX_ENTRIES + 50; i++) {
            many.put("k" + i, "");
        }
        CarriedKeyValues carried = part(many).carried();
        assertEquals(CarriedKeyValues.MAX_ENTRIES, carried.entries().size());
        assertEquals(CarriedKeyValues.MAX_LEFT_OUT + 1, carried.leftOut().size());
        assertEquals("and 30 more", carried.leftOut().get("..."));
    }

    @Test
    void theArrowSchemaIsTakenWhereAllAgreeOnTheMeaning() {
        Map<String, String> vienna = arrow(new ArrowType.Timestamp(TimeUnit.MILLISECOND, "Europe/Vienna"));
        part(vienna).part(Map.of()).part(arrow(new ArrowType.Timestamp(TimeUnit.MILLISECOND, "UTC")));
        CarriedKeyValues carried = carried();
        assertEquals(Map.of(), carried.leftOut());
        assertEquals(
                ArrowSchemas.with(
                        schema(new ArrowType.Timestamp(TimeUnit.MILLISECOND, "Europe/Vienna")), 2, ArrowSchemas.SEQ),
                ArrowSchemas.read(carried.entries().get("ARROW:schema")));
    }

    @Test
    void durationsOfDifferentUnitsAreNotCalledTheSame() {
        part(arrow(new ArrowType.Duration(TimeUnit.SECOND))).part(arrow(new ArrowType.Duration(TimeUnit.MILLISECOND)));
        assertEquals(
                Map.of("ARROW:schema", "part-0 and part-1 do not agree in it"),
                carried().leftOut());
        assertEquals(Map.of(), carried().entries());
    }

    @Test
    void anArrowSchemaThatIsNotOfTheOutputsColumnsIsLeftOut() {
        part(List.of(COLUMNS.get(0), COLUMNS.get(1)), arrow(new ArrowType.Int(64, true)));
        assertTrue(carried().leftOut().get("ARROW:schema").contains("its fields are not the columns of part-0"));
        footers.clear();
        SchemaField required = column("z", FieldRepetitionType.REQUIRED);
        part(List.of(COLUMNS.get(0), COLUMNS.get(1), required), arrow(new ArrowType.Int(64, true)));
        assertTrue(carried().leftOut().get("ARROW:schema").contains("are not those of the output"));
    }

    @Test
    void theSchemasOfSparkAndAvroGetTheColumnToo() {
        CarriedKeyValues carried = part(Map.of(
                        SPARK,
                        "{\"type\":\"struct\",\"fields\":[{\"name\":\"a\"},{\"name\":\"ts_event\"},{\"name\":\"z\"}]}",
                        "parquet.avro.schema",
                        "{\"type\":\"record\",\"name\":\"r\",\"fields\":["
                                + "{\"name\":\"a\"},{\"name\":\"ts_event\"},{\"name\":\"z\",\"default\":1.10}]}"))
                .carried();
        assertEquals(Map.of(), carried.leftOut());
        assertEquals(
                "{\"type\": \"struct\", \"fields\": [{\"name\": \"a\"}, {\"name\": \"ts_event\"}, {\"name\": \"seq\", "
                        + "\"type\": \"long\", \"nullable\": false, \"metadata\": {}}, {\"name\": \"z\"}]}",
                carried.entries().get(SPARK));
        assertTrue(carried.entries()
                .get("parquet.avro.schema")
                .contains("{\"name\": \"seq\", \"type\": \"long\"}, {\"name\": \"z\", \"default\": 1.10}"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "no json",
                "[]",
                "{}",
                "{\"type\": \"struct\", \"fields\": 1}",
                "{\"type\": \"record\", \"fields\": [{\"name\": \"a\"}, {\"name\": \"ts_event\"}, {\"name\": \"z\"}]}",
                "{\"type\": \"struct\", \"fields\": [1, null, {\"name\": \"z\"}]}",
                "{\"type\": \"struct\", \"fields\": [{\"name\": \"ts_event\"}, {\"name\": \"a\"}, {\"name\": \"z\"}]}"
            })
    void aSparkSchemaThatIsNotOfTheColumnsIsLeftOut(String text) {
        CarriedKeyValues carried = part(Map.of(SPARK, text)).carried();
        assertEquals(Map.of(SPARK, "not understood"), carried.leftOut());
        assertEquals(Map.of(), carried.entries());
    }
}
