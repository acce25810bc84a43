package dev.daypack.state;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.daypack.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Lays a state document out for people and line tools: the watermark comes first, and each day, rolled month and
 * partition-day takes one line, in the order of the keys, so that {@code grep quarantine} finds whole entries.
 */
final class StateText {

    private static final List<String> FIRST = List.of("last_compacted_date", "updated_at", "writers");
    private static final List<String> LINE_PER_CHILD = List.of("days", "months", "partitions");

    private StateText() {}

    static byte[] of(ObjectNode root) {
        List<String> fields = new ArrayList<>();
        for (String name : order(root)) {
            boolean spread = LINE_PER_CHILD.contains(name) && !root.get(name).isEmpty();
            fields.add("  " + name(name) + ": " + (spread ? lines(root.get(name)) : Json.line(root.get(name))));
        }
        return ("{\n" + String.join(",\n", fields) + "\n}\n").getBytes(StandardCharsets.UTF_8);
    }

    private static Set<String> order(ObjectNode root) {
        Set<String> names = new LinkedHashSet<>(FIRST);
        root.fieldNames().forEachRemaining(names::add);
        names.removeAll(LINE_PER_CHILD);
        names.addAll(LINE_PER_CHILD);
        names.removeIf(name -> !root.has(name));
        return names;
    }

    private static String lines(JsonNode parent) {
        Map<String, JsonNode> sorted = new TreeMap<>();
        for (Map.Entry<String, JsonNode> field : parent.properties()) {
            sorted.put(field.getKey(), field.getValue());
        }
        List<String> lines = new ArrayList<>(sorted.size());
        sorted.forEach((key, child) -> lines.add("    " + name(key) + ": " + Json.line(child)));
        return "{\n" + String.join(",\n", lines) + "\n  }";
    }

    private static String name(String text) {
        return Json.line(Json.object().textNode(text));
    }
}
