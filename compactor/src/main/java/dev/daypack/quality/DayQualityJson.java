package dev.daypack.quality;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Writes and reads {@code quality_day.json}. */
final class DayQualityJson {

    private static final String OFFLINE = "reference_offline_seconds";
    private static final String OLD_OFFLINE_TOTAL = "_offline_total";

    /** Sums over the most windows that a day may have. */
    private static final long MAX_DROPS = Window.MAX_COUNT * QualityReader.MAX_WINDOWS;

    private static final long MAX_SECONDS = Window.MAX_SECONDS * QualityReader.MAX_WINDOWS;

    private static final JsonMapper MAPPER =
            JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    private DayQualityJson() {}

    static byte[] write(DayQuality quality) {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        root.put("day_quality", quality.label().name());
        root.put("version", quality.version());
        addTexts(root.putArray("reasons"), quality.reasons());
        root.set("stats", stats(quality.stats()));
        ArrayNode windows = root.putArray("windows");
        for (JudgedWindow window : quality.windows()) {
            windows.add(window(window));
        }
        return pretty(root).getBytes(StandardCharsets.UTF_8);
    }

    /** The numbers of a day, as in the sidecar. */
    static ObjectNode stats(DayStats stats) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("total_windows", stats.totalWindows());
        node.put("good", stats.goodWindows());
        node.put("degraded", stats.degradedWindows());
        node.put("bad", stats.badWindows());
        node.put("partial", stats.partialWindows());
        node.put("total_drops", stats.droppedEvents());
        node.put("reference_exchange", stats.referenceExchange());
        node.put(OFFLINE, Figures.decimalSeconds(stats.referenceOffline()));
        return node;
    }

    /** Indented, newline at the end, only printable ASCII. */
    static String pretty(JsonNode node) {
        DefaultIndenter indenter = new DefaultIndenter("  ", "\n");
        DefaultPrettyPrinter printer = new DefaultPrettyPrinter().withObjectIndenter(indenter);
        printer.indentArraysWith(indenter);
        try {
            // DEL counts as ASCII there, and as a control character on a terminal.
            return MAPPER.writer(printer).writeValueAsString(node).replace("\u007f", "\\u007F") + "\n";
        } catch (JsonProcessingException impossible) {
            throw new UncheckedIOException("a JSON tree cannot be written", impossible);
        }
    }

    static void addTexts(ArrayNode array, List<String> texts) {
        texts.forEach(array::add);
    }

    private static ObjectNode window(JudgedWindow window) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("window_start", window.start().toString());
        window.collectorLabel().ifPresent(label -> node.put("original_quality", label));
        node.put("post_quality", window.label().name());
        node.put("is_partial", window.partial());
        addTexts(node.putArray("reasons"), window.reasons());
        node.put("dropped_events", window.droppedEvents());
        node.put(OFFLINE, Figures.decimalSeconds(window.referenceOffline()));
        return node;
    }

    static DayQuality read(DocumentFields root) {
        DocumentFields stats = root.child("stats");
        String reference = stats.text("reference_exchange").orElseGet(() -> oldReference(stats));
        List<JudgedWindow> windows = new ArrayList<>();
        for (DocumentFields window : root.children("windows")) {
            windows.add(readWindow(window, reference));
        }
        return new DayQuality(
                label(root, "day_quality", DayLabel.class),
                root.text("version").orElseThrow(() -> root.missing("version")),
                root.texts("reasons"),
                readStats(stats, reference),
                windows);
    }

    private static DayStats readStats(DocumentFields stats, String reference) {
        return new DayStats(
                windowCount(stats, "total_windows"),
                windowCount(stats, "good"),
                windowCount(stats, "degraded"),
                windowCount(stats, "bad"),
                windowCount(stats, "partial"),
                required(stats, "total_drops", MAX_DROPS),
                reference,
                offline(stats, reference + OLD_OFFLINE_TOTAL));
    }

    private static JudgedWindow readWindow(DocumentFields window, String reference) {
        return new JudgedWindow(
                window.instant("window_start").orElseThrow(() -> window.missing("window_start")),
                window.text("original_quality"),
                label(window, "post_quality", WindowLabel.class),
                window.flag("is_partial").orElse(false),
                window.texts("reasons"),
                required(window, "dropped_events", MAX_DROPS),
                offline(window, reference + "_offline"));
    }

    /** The exchange in the one key of the Python job that names it. */
    private static String oldReference(DocumentFields stats) {
        return stats.names().stream()
                .filter(name -> name.endsWith(OLD_OFFLINE_TOTAL))
                .findFirst()
                .map(name -> name.substring(0, name.length() - OLD_OFFLINE_TOTAL.length()))
                .orElseThrow(() -> stats.missing("reference_exchange"));
    }

    private static Duration offline(DocumentFields fields, String oldName) {
        return fields.seconds(OFFLINE, MAX_SECONDS)
                .or(() -> fields.seconds(oldName, MAX_SECONDS))
                .orElseThrow(() -> fields.missing(OFFLINE));
    }

    private static long required(DocumentFields fields, String name, long max) {
        return fields.count(name, max).orElseThrow(() -> fields.missing(name));
    }

    private static int windowCount(DocumentFields stats, String name) {
        return Math.toIntExact(required(stats, name, QualityReader.MAX_WINDOWS));
    }

    private static <E extends Enum<E>> E label(DocumentFields fields, String name, Class<E> labels) {
        String text = fields.text(name).orElseThrow(() -> fields.missing(name));
        for (E label : labels.getEnumConstants()) {
            if (label.name().equals(text)) {
                return label;
            }
        }
        throw fields.wrong(name, "a quality label", fields.node().get(name));
    }
}
