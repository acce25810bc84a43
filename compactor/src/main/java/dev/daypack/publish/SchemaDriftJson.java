package dev.daypack.publish;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.daypack.input.SchemaDrift;
import dev.daypack.json.Json;
import dev.daypack.json.JsonFields;
import dev.daypack.json.MalformedJsonException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** {@link SchemaDrift} as an object in {@code meta.json} and as a line in the footer. */
final class SchemaDriftJson {

    private SchemaDriftJson() {}

    /** Adds the fields to an object; what there is none of is left out. */
    static void write(SchemaDrift drift, ObjectNode node) {
        if (!drift.missing().isEmpty()) {
            ObjectNode missing = node.putObject("missing");
            drift.missing()
                    .forEach((column, one) -> one.keys()
                            .forEach(missing.putObject(column)
                                    .put("parts", one.parts())
                                    .putArray("keys")::add));
        }
        if (!drift.widened().isEmpty()) {
            ObjectNode widened = node.putObject("widened");
            drift.widened().forEach((column, one) -> {
                ObjectNode object = widened.putObject(column);
                one.from().forEach(object.putArray("from")::add);
                object.put("to", one.to()).put("parts", one.parts());
            });
        }
        if (!drift.droppedAnnotations().isEmpty()) {
            drift.droppedAnnotations().forEach(node.putArray("dropped_annotations")::add);
        }
    }

    /** @throws dev.daypack.json.MalformedJsonException if a field is not as {@link #write} makes it */
    static SchemaDrift read(JsonFields fields) {
        return new SchemaDrift(
                columns(fields, "missing", SchemaDriftJson::missing),
                columns(fields, "widened", SchemaDriftJson::widened),
                fields.texts("dropped_annotations"));
    }

    private static SchemaDrift.Missing missing(JsonFields column) {
        List<String> keys = column.texts("keys");
        return new SchemaDrift.Missing(parts(column, Math.max(1, keys.size())), keys);
    }

    private static SchemaDrift.Widened widened(JsonFields column) {
        List<String> from = column.texts("from");
        if (from.isEmpty()) {
            throw new MalformedJsonException(column.placeOf("from"), "names no type");
        }
        return new SchemaDrift.Widened(from, column.requiredText("to"), parts(column, 1));
    }

    private static long parts(JsonFields column, int least) {
        long parts = column.requiredCount("parts");
        if (parts < least) {
            throw new MalformedJsonException(column.placeOf("parts"), "is " + parts + ", but at least " + least);
        }
        return parts;
    }

    static String line(SchemaDrift drift) {
        ObjectNode node = Json.object();
        write(drift, node);
        return Json.line(node);
    }

    static SchemaDrift ofLine(String json) {
        return read(new JsonFields(Json.parseObject(json.getBytes(StandardCharsets.UTF_8)), "schema_drift"));
    }

    private static <T> Map<String, T> columns(JsonFields fields, String name, Function<JsonFields, T> reader) {
        Map<String, T> columns = new LinkedHashMap<>();
        fields.object(name)
                .ifPresent(all -> all.fieldNames()
                        .forEachRemaining(column -> columns.put(column, reader.apply(fields.keyed(name, column)))));
        return columns;
    }
}
