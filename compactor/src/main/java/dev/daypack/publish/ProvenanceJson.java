package dev.daypack.publish;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.daypack.input.SchemaDrift;
import dev.daypack.json.JsonFields;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The flat fields of {@link Provenance}; {@code daypack_version} tells that they are there. */
final class ProvenanceJson {

    private ProvenanceJson() {}

    static void write(Provenance packing, ObjectNode node) {
        node.put("daypack_version", packing.daypackVersion());
        packing.attempt().ifPresent(text -> node.put("attempt", text));
        node.put("etag", packing.etag()).put("bytes", packing.sizeBytes());
        node.put("manifest_digest", packing.manifestDigest());
        packing.columnDigests().forEach(node.putObject("column_digests")::put);
        packing.inversions().forEach(node.putObject("inversions")::put);
        if (!packing.keyValuesLeftOut().isEmpty()) {
            packing.keyValuesLeftOut().forEach(node.putObject("key_values_left_out")::put);
        }
        if (!packing.schemaDrift().isEmpty()) {
            SchemaDriftJson.write(packing.schemaDrift(), node.putObject("schema_drift"));
        }
        packing.delivery().ifPresent(prefix -> node.put("delivery", prefix));
        packing.plannedPeakBytes().ifPresent(bytes -> node.put("planned_peak_bytes", bytes));
        packing.actualPeakBytes().ifPresent(bytes -> node.put("actual_peak_bytes", bytes));
    }

    static Optional<Provenance> read(JsonFields fields) {
        return fields.text("daypack_version")
                .map(version -> new Provenance(
                        fields.requiredText("etag"),
                        fields.requiredCount("bytes"),
                        fields.requiredText("manifest_digest"),
                        texts(fields, "column_digests"),
                        counts(fields, "inversions"),
                        texts(fields, "key_values_left_out"),
                        child(fields, "schema_drift").map(SchemaDriftJson::read).orElse(SchemaDrift.EMPTY),
                        fields.text("delivery"),
                        fields.text("attempt"),
                        version,
                        fields.count("planned_peak_bytes"),
                        fields.count("actual_peak_bytes")));
    }

    private static Map<String, String> texts(JsonFields fields, String name) {
        Map<String, String> texts = new LinkedHashMap<>();
        child(fields, name)
                .ifPresent(child ->
                        child.node().fieldNames().forEachRemaining(key -> texts.put(key, child.requiredText(key))));
        return texts;
    }

    private static Map<String, Long> counts(JsonFields fields, String name) {
        Map<String, Long> counts = new LinkedHashMap<>();
        child(fields, name)
                .ifPresent(child ->
                        child.node().fieldNames().forEachRemaining(key -> counts.put(key, child.requiredCount(key))));
        return counts;
    }

    private static Optional<JsonFields> child(JsonFields fields, String name) {
        return fields.object(name).map(child -> new JsonFields(child, fields.placeOf(name)));
    }
}
