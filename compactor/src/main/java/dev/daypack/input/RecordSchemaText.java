package dev.daypack.input;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.daypack.json.Json;
import dev.daypack.json.MalformedJsonException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The schemas that Spark and Avro leave in a footer as JSON, an object with a list of {@code fields}. Spark takes the
 * columns from there and not from the Parquet schema; parquet-avro refuses a file with a column that is not in it. So
 * the sequence column must stand there too.
 */
final class RecordSchemaText {

    private static final String SPARK = "org.apache.spark.sql.parquet.row.metadata";

    /** By footer key: the type of the outermost object. */
    private static final Map<String, String> TYPES =
            Map.of(SPARK, "struct", "parquet.avro.schema", "record", "avro.schema", "record");

    private static final Pattern AVRO_NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    private RecordSchemaText() {}

    static boolean isOne(String key) {
        return TYPES.containsKey(key);
    }

    /**
     * The text with a 64-bit integer without nulls among its fields.
     *
     * @param names that the fields must have, in order
     * @param place of the new one
     * @return empty if the text is not such a schema of these fields, or cannot take the name
     */
    static Optional<String> withLong(String key, String text, List<String> names, int place, String name) {
        ObjectNode schema;
        try {
            schema = Json.parseObject(text.getBytes(StandardCharsets.UTF_8));
        } catch (MalformedJsonException e) {
            return Optional.empty();
        }
        boolean isSpark = key.equals(SPARK);
        if (!(schema.get("fields") instanceof ArrayNode fields)
                || !schema.path("type").asText().equals(TYPES.get(key))
                || !names(fields).equals(names)
                || !(isSpark || AVRO_NAME.matcher(name).matches())) {
            return Optional.empty();
        }
        ObjectNode field = fields.insertObject(place).put("name", name).put("type", "long");
        if (isSpark) {
            field.put("nullable", false).putObject("metadata");
        }
        return Optional.of(Json.line(schema));
    }

    private static List<String> names(ArrayNode fields) {
        List<String> names = new ArrayList<>();
        for (JsonNode field : fields) {
            names.add(field.path("name").asText());
        }
        return names;
    }
}
