package dev.daypack.quality;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * The fields of one JSON object, by type. A field that is absent or null is empty; a field of another type or outside
 * its limits is a {@link MalformedDocumentException} that names its place.
 *
 * @param node the object; not changed
 * @param place where it stands in its document; empty for the outermost
 */
record DocumentFields(ObjectNode node, String place) {

    /** No gauge of a collector comes near; keeps numbers short enough to print. */
    static final double MAX_LEVEL = 1e12;

    private static final JsonMapper STRICT = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /** Parses a document whose outermost value is an object; a name twice or text behind the document is an error. */
    static DocumentFields parse(byte[] json) {
        JsonNode node;
        try {
            node = STRICT.readTree(json);
        } catch (JsonProcessingException broken) {
            throw new MalformedDocumentException(at(broken.getLocation()), SafeText.of(broken.getOriginalMessage()));
        } catch (IOException broken) {
            throw new MalformedDocumentException("the document", SafeText.of(String.valueOf(broken.getMessage())));
        }
        if (node instanceof ObjectNode object) {
            return new DocumentFields(object, "");
        }
        throw new MalformedDocumentException("the document", "expected an object, found " + describe(node));
    }

    Optional<String> text(String name) {
        return field(name).map(value -> {
            if (!value.isTextual()) {
                throw wrong(name, "text", value);
            }
            return value.textValue();
        });
    }

    Optional<Boolean> flag(String name) {
        return field(name).map(value -> {
            if (!value.isBoolean()) {
                throw wrong(name, "true or false", value);
            }
            return value.booleanValue();
        });
    }

    /** A whole number from 0 to a limit; {@code 3.0} is one. */
    OptionalLong count(String name, long max) {
        Optional<JsonNode> found = field(name);
        if (found.isEmpty()) {
            return OptionalLong.empty();
        }
        JsonNode value = found.get();
        boolean whole = value.isNumber() && value.canConvertToExactIntegral() && value.canConvertToLong();
        if (!whole || value.longValue() < 0 || value.longValue() > max) {
            throw wrong(name, "a whole number from 0 to " + max, value);
        }
        return OptionalLong.of(value.longValue());
    }

    /** A number from 0 to {@link #MAX_LEVEL}. */
    OptionalDouble level(String name) {
        Optional<JsonNode> found = field(name);
        return found.isPresent() ? OptionalDouble.of(number(name, found.get(), MAX_LEVEL)) : OptionalDouble.empty();
    }

    /** A time in seconds, from 0 to a limit, to the nanosecond. */
    Optional<Duration> seconds(String name, long max) {
        return field(name).map(value -> Duration.ofNanos(Math.round(number(name, value, max) * 1e9)));
    }

    /** A point in time, ISO 8601; without an offset it is UTC. */
    Optional<Instant> instant(String name) {
        return text(name).map(text -> {
            try {
                var parsed = DateTimeFormatter.ISO_DATE_TIME.parseBest(text, OffsetDateTime::from, LocalDateTime::from);
                return parsed instanceof OffsetDateTime offset
                        ? offset.toInstant()
                        : LocalDateTime.from(parsed).toInstant(ZoneOffset.UTC);
            } catch (DateTimeException broken) {
                throw wrong(name, "a time such as 2026-01-26T00:15:00Z", node.get(name));
            }
        });
    }

    /** The fields of a child object; one without fields if it is absent. */
    DocumentFields child(String name) {
        JsonNode value = field(name).orElseGet(node::objectNode);
        if (value instanceof ObjectNode object) {
            return new DocumentFields(object, placeOf(name));
        }
        throw wrong(name, "an object", value);
    }

    /** The objects of an array; none if it is absent. */
    List<DocumentFields> children(String name) {
        List<DocumentFields> children = new ArrayList<>();
        for (JsonNode element : array(name)) {
            String at = placeOf(name) + "[" + children.size() + "]";
            if (!(element instanceof ObjectNode object)) {
                throw new MalformedDocumentException(at, "expected an object, found " + describe(element));
            }
            children.add(new DocumentFields(object, at));
        }
        return children;
    }

    /** The texts of an array; none if it is absent. */
    List<String> texts(String name) {
        List<String> texts = new ArrayList<>();
        for (JsonNode element : array(name)) {
            if (!element.isTextual()) {
                throw wrong(name, "an array of texts", element);
            }
            texts.add(element.textValue());
        }
        return texts;
    }

    /** The names of all fields, in the order of the document. */
    List<String> names() {
        List<String> names = new ArrayList<>();
        node.fieldNames().forEachRemaining(names::add);
        return names;
    }

    /** The error for a field that must be there. */
    MalformedDocumentException missing(String name) {
        return new MalformedDocumentException(placeOf(name), "is missing");
    }

    /** The error for a field that holds something else. */
    MalformedDocumentException wrong(String name, String expected, JsonNode found) {
        return new MalformedDocumentException(placeOf(name), "expected " + expected + ", found " + describe(found));
    }

    private JsonNode array(String name) {
        JsonNode value = field(name).orElseGet(node::arrayNode);
        if (!value.isArray()) {
            throw wrong(name, "an array", value);
        }
        return value;
    }

    private double number(String name, JsonNode value, double max) {
        double number = value.isNumber() ? value.doubleValue() : Double.NaN;
        // Written so that NaN fails.
        if (!(number >= 0 && number <= max)) {
            throw wrong(name, "a number from 0 to " + Figures.level(max), value);
        }
        return number;
    }

    private Optional<JsonNode> field(String name) {
        JsonNode value = node.get(name);
        return value == null || value.isNull() ? Optional.empty() : Optional.of(value);
    }

    private String placeOf(String name) {
        return place.isEmpty() ? SafeText.of(name) : place + "." + SafeText.of(name);
    }

    private static String at(JsonLocation location) {
        return location == null
                ? "the document"
                : "line " + location.getLineNr() + ", column " + location.getColumnNr();
    }

    private static String describe(JsonNode node) {
        return switch (node.getNodeType()) {
            case ARRAY -> "an array";
            case OBJECT, POJO -> "an object";
            case BOOLEAN -> node.asText();
            case NULL -> "null";
            case NUMBER -> "the number " + brief(node.asText());
            case STRING, BINARY -> "the text \"" + brief(node.asText()) + "\"";
            case MISSING -> "nothing";
        };
    }

    private static String brief(String text) {
        return text.length() > 60 ? SafeText.of(text.substring(0, 60)) + "..." : SafeText.of(text);
    }
}
