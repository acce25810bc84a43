package dev.daypack.publish;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.daypack.input.SchemaDrift;
import dev.daypack.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What {@code data.parquet} says of itself in the key-value metadata of its footer: enough to write the sidecars and
 * the state entry again without anything else.
 *
 * @param attempt names inputs, settings and engine; equal attempts give equal bytes
 * @param manifestDigest see {@link Manifest#digest}
 * @param sourceFiles how many parts went in
 * @param orderBy the sort order as it was set
 * @param seqColumn the column that was added
 * @param minimum smallest value of the first sort column, see {@link KeyBounds}; empty if there is none
 * @param maximum largest value, likewise
 * @param isNumeric whether those are whole numbers
 * @param columnDigests by column: the conservation digest as 16 hex digits
 * @param inversions by raw key: rows whose key is below that of the row before
 * @param keyValuesLeftOut by key of the parts' key-value metadata: why this file does not carry it
 * @param schemaDrift how the parts differed in their columns; no entry if they did not
 * @param schemaVersion names the raw columns
 * @param dayQuality label of the day's evidence
 * @param postFilterVersion version of the rules behind that label
 * @param delivery prefix of the delivery that was packed, where deliveries are told apart by name; else no entry
 * @param daypackVersion that packed it
 */
public record Imprint(
        String attempt,
        String manifestDigest,
        long sourceFiles,
        String orderBy,
        String seqColumn,
        Optional<String> minimum,
        Optional<String> maximum,
        boolean isNumeric,
        Map<String, String> columnDigests,
        Map<String, Long> inversions,
        Map<String, String> keyValuesLeftOut,
        SchemaDrift schemaDrift,
        String schemaVersion,
        String dayQuality,
        String postFilterVersion,
        Optional<String> delivery,
        String daypackVersion) {

    private static final String PREFIX = "daypack.";

    /** Says of the bounds that they are no numbers; where nothing is said they are. */
    private static final String TEXT = "text";

    /** Smallest and largest value of the first sort column; empty if there is none. */
    public Optional<KeyBounds> bounds() {
        return minimum.flatMap(least -> maximum.map(most -> new KeyBounds(least, most, isNumeric)));
    }

    /** The footer's entries, in a fixed order. */
    public Map<String, String> toKeyValues() {
        Map<String, String> entries = new LinkedHashMap<>();
        entries.put(PREFIX + "attempt", attempt);
        entries.put(PREFIX + "manifest_digest", manifestDigest);
        entries.put(PREFIX + "source_files", Long.toString(sourceFiles));
        entries.put(PREFIX + "order_by", orderBy);
        entries.put(PREFIX + "seq_column", seqColumn);
        minimum.ifPresent(value -> entries.put(PREFIX + "min", value));
        maximum.ifPresent(value -> entries.put(PREFIX + "max", value));
        if (!isNumeric && maximum.isPresent()) {
            entries.put(PREFIX + "bounds", TEXT);
        }
        entries.put(PREFIX + "column_digests", json(columnDigests));
        entries.put(PREFIX + "inversions", json(inversions));
        if (!keyValuesLeftOut.isEmpty()) {
            entries.put(PREFIX + "key_values_left_out", json(keyValuesLeftOut));
        }
        if (!schemaDrift.isEmpty()) {
            entries.put(PREFIX + "schema_drift", SchemaDriftJson.line(schemaDrift));
        }
        entries.put(PREFIX + "schema_version", schemaVersion);
        entries.put(PREFIX + "day_quality", dayQuality);
        entries.put(PREFIX + "post_filter_version", postFilterVersion);
        delivery.ifPresent(prefix -> entries.put(PREFIX + "delivery", prefix));
        entries.put(PREFIX + "version", daypackVersion);
        return entries;
    }

    /**
     * Reads a footer's entries; empty if the file is not of ours, or of a version that wrote less.
     *
     * @throws IllegalArgumentException if a number in them is none, or the bounds are no bounds
     * @throws dev.daypack.json.MalformedJsonException if a document in them cannot be read
     */
    public static Optional<Imprint> of(Map<String, String> entries) {
        for (String key : new String[] {
            "attempt",
            "manifest_digest",
            "source_files",
            "order_by",
            "seq_column",
            "column_digests",
            "inversions",
            "schema_version",
            "day_quality",
            "post_filter_version",
            "version"
        }) {
            if (!entries.containsKey(PREFIX + key)) {
                return Optional.empty();
            }
        }
        Map<String, Long> inversions = new LinkedHashMap<>();
        texts(entries.get(PREFIX + "inversions")).forEach((key, value) -> inversions.put(key, Long.valueOf(value)));
        Imprint imprint = new Imprint(
                entries.get(PREFIX + "attempt"),
                entries.get(PREFIX + "manifest_digest"),
                Long.parseLong(entries.get(PREFIX + "source_files")),
                entries.get(PREFIX + "order_by"),
                entries.get(PREFIX + "seq_column"),
                Optional.ofNullable(entries.get(PREFIX + "min")),
                Optional.ofNullable(entries.get(PREFIX + "max")),
                !TEXT.equals(entries.get(PREFIX + "bounds")),
                texts(entries.get(PREFIX + "column_digests")),
                inversions,
                texts(entries.getOrDefault(PREFIX + "key_values_left_out", "{}")),
                Optional.ofNullable(entries.get(PREFIX + "schema_drift"))
                        .map(SchemaDriftJson::ofLine)
                        .orElse(SchemaDrift.EMPTY),
                entries.get(PREFIX + "schema_version"),
                entries.get(PREFIX + "day_quality"),
                entries.get(PREFIX + "post_filter_version"),
                Optional.ofNullable(entries.get(PREFIX + "delivery")),
                entries.get(PREFIX + "version"));
        imprint.bounds();
        return Optional.of(imprint);
    }

    private static String json(Map<String, ?> values) {
        ObjectNode node = Json.object();
        values.forEach((key, value) -> node.put(key, value.toString()));
        return Json.line(node);
    }

    private static Map<String, String> texts(String json) {
        Map<String, String> texts = new LinkedHashMap<>();
        ObjectNode node = Json.parseObject(json.getBytes(StandardCharsets.UTF_8));
        node.fieldNames().forEachRemaining(key -> texts.put(key, node.get(key).asText()));
        return texts;
    }
}
