package dev.daypack.publish;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.daypack.json.Json;
import dev.daypack.json.JsonFields;
import dev.daypack.json.MalformedJsonException;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;

/**
 * The sidecar {@code meta.json}: derived from {@code data.parquet} and written after it. The old job's fields keep
 * their names.
 *
 * @param rows in {@code data.parquet}
 * @param orderBy the sort order as it was set, {@code ts_event} by default
 * @param bounds of the first sort column, which they are named after: {@code ts_event_min} and {@code ts_event_max} by
 *     default; empty if there are no rows, or nulls only
 * @param orderingColumns the sort columns, then the sequence column
 * @param sha256 of {@code data.parquet}, 64 hex digits
 * @param sourceFiles how many raw parts went in
 * @param inputs the parts by rank; empty if they are not known any more (or the old job wrote it)
 * @param superseded parts of older deliveries beside them
 * @param schemaVersion of the raw columns
 * @param streamType such as {@code bbo}
 * @param dayQuality label of the day's evidence
 * @param postFilterVersion version of the rules behind that label
 * @param provenance what the old job did not know; empty in a document that it wrote
 */
public record MetaDocument(
        long rows,
        String orderBy,
        Optional<KeyBounds> bounds,
        List<String> orderingColumns,
        Optional<String> sha256,
        long sourceFiles,
        List<MetaInput> inputs,
        Superseded superseded,
        Optional<String> schemaVersion,
        Optional<String> streamType,
        Optional<String> dayQuality,
        Optional<String> postFilterVersion,
        Optional<Provenance> provenance) {

    private static final String DEFAULT_ORDER_BY = "ts_event";

    public MetaDocument {
        orderingColumns = List.copyOf(orderingColumns);
        inputs = List.copyOf(inputs);
        if (!inputs.isEmpty() && inputs.size() != sourceFiles) {
            throw new IllegalArgumentException(inputs.size() + " inputs named, but " + sourceFiles + " counted");
        }
    }

    /** The document in UTF-8, indented, with a newline at the end. */
    public byte[] toBytes() {
        ObjectNode node = Json.object().put("rows", rows).put("order_by", orderBy);
        bounds.ifPresent(known -> writeBounds(known, firstColumn(orderBy, orderingColumns), node));
        sha256.ifPresent(text -> node.put("sha256", text));
        node.put("source_files", sourceFiles);
        schemaVersion.ifPresent(text -> node.put("schema_version", text));
        streamType.ifPresent(text -> node.put("stream_type", text));
        orderingColumns.forEach(node.putArray("ordering_columns")::add);
        dayQuality.ifPresent(text -> node.put("day_quality", text));
        postFilterVersion.ifPresent(text -> node.put("post_filter_version", text));
        provenance.ifPresent(known -> ProvenanceJson.write(known, node));
        if (!inputs.isEmpty()) {
            writeInputs(node.putArray("inputs"));
        }
        if (superseded.parts() > 0) {
            ObjectNode object = node.putObject("superseded");
            object.put("parts", superseded.parts()).put("bytes", superseded.sizeBytes());
            superseded.keys().forEach(object.putArray("keys")::add);
        }
        return Json.pretty(node);
    }

    /**
     * Reads a document, Daypack's or the old job's.
     *
     * @param where names the document in errors
     * @throws MalformedJsonException if it is no such document; it names the document and the place in it
     */
    public static MetaDocument parse(byte[] bytes, String where) {
        try {
            return read(new JsonFields(Json.parseObject(bytes), ""));
        } catch (MalformedJsonException e) {
            throw new MalformedJsonException(
                    Json.printable(where) + ": " + e.place(),
                    e.problem() + "; remove the sidecar, and the next run writes it again from data.parquet");
        }
    }

    private static MetaDocument read(JsonFields fields) {
        String orderBy = fields.text("order_by").orElse(DEFAULT_ORDER_BY);
        List<String> orderingColumns = fields.texts("ordering_columns");
        List<MetaInput> inputs = readInputs(fields);
        long sourceFiles = sourceFiles(fields);
        if (!inputs.isEmpty() && inputs.size() != sourceFiles) {
            throw new MalformedJsonException(
                    "inputs", "names " + inputs.size() + " parts, but source_files is " + sourceFiles);
        }
        return new MetaDocument(
                fields.requiredCount("rows"),
                orderBy,
                readBounds(fields, firstColumn(orderBy, orderingColumns)),
                orderingColumns,
                fields.text("sha256"),
                sourceFiles,
                inputs,
                readSuperseded(fields),
                schemaVersion(fields),
                fields.text("stream_type"),
                fields.text("day_quality"),
                fields.text("post_filter_version"),
                ProvenanceJson.read(fields));
    }

    /** Old documents have one column to order by, and some do not list it. */
    private static String firstColumn(String orderBy, List<String> orderingColumns) {
        return orderingColumns.isEmpty() ? orderBy : orderingColumns.get(0);
    }

    private static void writeBounds(KeyBounds bounds, String column, ObjectNode node) {
        if (bounds.isNumber()) {
            node.put(column + "_min", new BigInteger(bounds.min())).put(column + "_max", new BigInteger(bounds.max()));
        } else {
            node.put(column + "_min", bounds.min()).put(column + "_max", bounds.max());
        }
    }

    private static Optional<KeyBounds> readBounds(JsonFields fields, String column) {
        if (fields.node().path(column + "_min").isTextual()) {
            return fields.text(column + "_max").map(max -> KeyBounds.ofText(fields.requiredText(column + "_min"), max));
        }
        Optional<BigInteger> min = fields.integer(column + "_min");
        Optional<BigInteger> max = fields.integer(column + "_max");
        if (min.isEmpty() || max.isEmpty()) {
            return Optional.empty();
        }
        if (min.get().compareTo(max.get()) > 0) {
            throw new MalformedJsonException(fields.placeOf(column + "_min"), "is above the maximum");
        }
        return Optional.of(KeyBounds.of(min.get(), max.get()));
    }

    /** A number; a list of names, as some older documents have it, counts for its length. */
    private static long sourceFiles(JsonFields fields) {
        return fields.node().get("source_files") instanceof ArrayNode
                ? fields.texts("source_files").size()
                : fields.requiredCount("source_files");
    }

    /** Text or a number, as older documents have it. */
    private static Optional<String> schemaVersion(JsonFields fields) {
        JsonNode version = fields.node().path("schema_version");
        return version.isNumber() ? Optional.of(version.asText()) : fields.text("schema_version");
    }

    private void writeInputs(ArrayNode array) {
        for (MetaInput input : inputs) {
            ObjectNode node = array.addObject();
            node.put("key", input.key()).put("bytes", input.sizeBytes()).put("etag", input.etag());
            input.rows().ifPresent(rows -> node.put("rows", rows));
        }
    }

    private static Superseded readSuperseded(JsonFields fields) {
        return fields.object("superseded")
                .map(node -> new JsonFields(node, fields.placeOf("superseded")))
                .map(object -> {
                    long parts = object.requiredCount("parts");
                    List<String> keys = object.texts("keys");
                    if (parts < keys.size()) {
                        throw new MalformedJsonException(
                                object.placeOf("keys"), "names " + keys.size() + " parts, but parts is " + parts);
                    }
                    return new Superseded(parts, object.requiredCount("bytes"), keys);
                })
                .orElse(Superseded.NONE);
    }

    private static List<MetaInput> readInputs(JsonFields fields) {
        return fields.objects("inputs").stream()
                .map(input -> new MetaInput(
                        input.requiredText("key"),
                        input.requiredCount("bytes"),
                        input.requiredText("etag"),
                        input.count("rows")))
                .toList();
    }
}
