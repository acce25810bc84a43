package dev.daypack.input;

import dev.daypack.arrow.ArrowSchema;
import dev.daypack.arrow.SchemaReading;
import dev.daypack.text.Printable;
import dev.daypack.text.Units;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The key-value metadata of the parts that the output carries: of each key the value of the first part that has it, in
 * the order in which they are met. Keys of ours are not carried: what they prove was proven of another file.
 *
 * @param entries the output's, without ours
 * @param leftOut by key (fit to print, cut): why it is not carried. At most {@value #MAX_LEFT_OUT}; the key {@code ...}
 *     counts the rest
 */
public record CarriedKeyValues(Map<String, String> entries, Map<String, String> leftOut) {

    /** What is ours in a footer. */
    public static final String OUR_PREFIX = "daypack.";

    /** A key and its value, in UTF-8. */
    static final int MAX_ENTRY_BYTES = 1 << 20;

    /** All keys and values. */
    static final int MAX_TOTAL_BYTES = 4 << 20;

    static final int MAX_ENTRIES = 4_096;
    static final int MAX_LEFT_OUT = 20;
    private static final int MAX_NAME_CHARS = 100;

    static final String ARROW_SCHEMA = "ARROW:schema";

    public CarriedKeyValues {
        entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
        leftOut = Collections.unmodifiableMap(new LinkedHashMap<>(leftOut));
    }

    /**
     * Gathers them.
     *
     * @param footers by rank
     * @param fields of the output, without the sequence column
     * @param seqPlace of the sequence column among the fields
     */
    static CarriedKeyValues of(List<PartFooter> footers, List<SchemaField> fields, int seqPlace, String seqColumn) {
        Gathering gathering = new Gathering(footers, fields, seqPlace, seqColumn);
        Map<String, PartFooter> firsts = new LinkedHashMap<>();
        for (PartFooter footer : footers) {
            footer.keyValues().keySet().forEach(key -> firsts.putIfAbsent(key, footer));
        }
        firsts.forEach(gathering::add);
        return gathering.done();
    }

    /** The output's metadata: what is carried, then ours, which stand whatever the parts say. */
    public Map<String, String> with(Map<String, String> ours) {
        Map<String, String> all = new LinkedHashMap<>(entries);
        ours.keySet().forEach(all::remove);
        all.putAll(ours);
        return all;
    }

    private static List<String> names(List<SchemaField> fields) {
        return fields.stream().map(SchemaField::name).toList();
    }

    /** What has come together so far. */
    private static final class Gathering {

        private final List<PartFooter> footers;
        private final List<SchemaField> fields;
        private final int seqPlace;
        private final String seqColumn;
        private final Map<String, String> entries = new LinkedHashMap<>();
        private final Map<String, String> leftOut = new LinkedHashMap<>();
        private long totalBytes;
        private int leftOutMore;

        Gathering(List<PartFooter> footers, List<SchemaField> fields, int seqPlace, String seqColumn) {
            this.footers = footers;
            this.fields = fields;
            this.seqPlace = seqPlace;
            this.seqColumn = seqColumn;
        }

        void add(String key, PartFooter first) {
            if (key.startsWith(OUR_PREFIX)) {
                return;
            }
            String value = first.keyValues().get(key);
            if (exceedsEntry(key, value)) {
                leaveOut(key, "it has more than " + Units.bytes(MAX_ENTRY_BYTES));
            } else if (key.equals(ARROW_SCHEMA)) {
                addArrowSchema(value, first);
            } else if (RecordSchemaText.isOne(key)) {
                addRecordSchema(key, value, first);
            } else {
                put(key, value);
            }
        }

        private void addArrowSchema(String value, PartFooter first) {
            SchemaReading reading = ArrowSchema.read(value);
            if (reading instanceof SchemaReading.NotUnderstood not) {
                leaveOut(ARROW_SCHEMA, "not understood: " + not.reason());
                return;
            }
            ArrowSchema schema = ((SchemaReading.Understood) reading).schema();
            String obstacle = obstacle(schema, value, first);
            if (obstacle.isEmpty()) {
                put(ARROW_SCHEMA, schema.withInt64(seqPlace, seqColumn));
            } else {
                leaveOut(ARROW_SCHEMA, obstacle);
            }
        }

        /** Why the schema of a part does not describe the output; empty if it does. */
        private String obstacle(ArrowSchema schema, String value, PartFooter first) {
            if (!schema.names().equals(names(first.fields()))) {
                return "its fields are not the columns of " + name(first);
            }
            if (!isSame(first.fields())) {
                return otherColumns(first);
            }
            for (PartFooter footer : footers) {
                String other = footer.keyValues().get(ARROW_SCHEMA);
                if (other != null && !other.equals(value) && !agrees(schema, other)) {
                    return name(first) + " and " + name(footer) + " do not agree in it";
                }
            }
            return "";
        }

        private void addRecordSchema(String key, String value, PartFooter first) {
            Optional<String> spliced = RecordSchemaText.withLong(key, value, names(fields), seqPlace, seqColumn);
            if (isSame(first.fields()) && spliced.isPresent()) {
                put(key, spliced.get());
            } else {
                leaveOut(key, isSame(first.fields()) ? "not understood" : otherColumns(first));
            }
        }

        private static String otherColumns(PartFooter first) {
            return "the columns of " + name(first) + " are not those of the output, or in another order";
        }

        private boolean isSame(List<SchemaField> others) {
            return describe(others).equals(describe(fields));
        }

        /** Field ids apart, and whether an annotation is given in the old form or the new one. */
        private static String describe(List<SchemaField> fields) {
            return fields.stream()
                    .map(field -> field.name().length() + ":" + field.name() + ' ' + field.describe() + '('
                            + describe(field.children()) + ')')
                    .collect(Collectors.joining(","));
        }

        /**
         * Whether the values of another part mean the same under the first part's schema. Time zones, dictionaries
         * and the like change what a value looks like, not what it is; so the first part's may stand for all.
         */
        private static boolean agrees(ArrowSchema schema, String other) {
            if (!exceedsEntry(ARROW_SCHEMA, other) && ArrowSchema.read(other) instanceof SchemaReading.Understood it) {
                return meanings(schema).equals(meanings(it.schema()));
            }
            return false;
        }

        private static Map<String, String> meanings(ArrowSchema schema) {
            Map<String, String> meanings = new LinkedHashMap<>();
            List<String> names = schema.names();
            for (int i = 0; i < names.size(); i++) {
                meanings.put(names.get(i), schema.meaning(i));
            }
            return meanings;
        }

        private void put(String key, String value) {
            int bytes = bytes(key) + bytes(value);
            if (entries.size() >= MAX_ENTRIES) {
                leaveOut(key, "more than " + MAX_ENTRIES + " keys");
            } else if (totalBytes + bytes > MAX_TOTAL_BYTES) {
                leaveOut(key, "all keys have more than " + Units.bytes(MAX_TOTAL_BYTES));
            } else {
                entries.put(key, value);
                totalBytes += bytes;
            }
        }

        private void leaveOut(String key, String reason) {
            String name = Printable.of(key, MAX_NAME_CHARS);
            if (leftOut.size() < MAX_LEFT_OUT && !leftOut.containsKey(name)) {
                leftOut.put(name, reason);
            } else {
                leftOutMore++;
            }
        }

        CarriedKeyValues done() {
            if (leftOutMore > 0) {
                leftOut.put("...", "and " + leftOutMore + " more");
            }
            return new CarriedKeyValues(entries, leftOut);
        }

        private static String name(PartFooter footer) {
            return Printable.of(footer.part().name());
        }

        /** Without the work of encoding what is far too large. */
        private static boolean exceedsEntry(String key, String value) {
            return (long) key.length() + value.length() > MAX_ENTRY_BYTES
                    || bytes(key) + bytes(value) > MAX_ENTRY_BYTES;
        }

        private static int bytes(String text) {
            return text.getBytes(StandardCharsets.UTF_8).length;
        }
    }
}
