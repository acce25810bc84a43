package dev.daypack.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAccessor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/**
 * The known fields of one JSON object, by type. A field that is absent or null is empty; a field of another type is a
 * {@link MalformedJsonException} that names its place.
 *
 * @param node the object; not changed
 * @param place where it stands in its document; empty for the outermost
 */
public record JsonFields(ObjectNode node, String place) {

    private static final Pattern DAY = Pattern.compile("[0-9]{8}");

    /** A point in time as documents carry it: ISO 8601, UTC, whole seconds. */
    public static String format(Instant instant) {
        return instant.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    /** A day as documents carry it: yyyyMMdd. */
    public static String format(LocalDate day) {
        return day.format(DateTimeFormatter.BASIC_ISO_DATE);
    }

    /** The day that yyyyMMdd text names, or empty if it names none. */
    public static Optional<LocalDate> parseDay(String text) {
        if (!DAY.matcher(text).matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(LocalDate.parse(text, DateTimeFormatter.BASIC_ISO_DATE));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** Whether the field is there and not null. */
    public boolean has(String name) {
        return node.hasNonNull(name);
    }

    public Optional<String> text(String name) {
        return field(name).map(value -> {
            if (!value.isTextual()) {
                throw wrong(name, "text", value);
            }
            return value.textValue();
        });
    }

    public String requiredText(String name) {
        return text(name).orElseThrow(() -> missing(name));
    }

    /** A whole number that is not negative and fits 64 bits. */
    public OptionalLong count(String name) {
        Optional<JsonNode> value = field(name);
        if (value.isEmpty()) {
            return OptionalLong.empty();
        }
        JsonNode number = value.get();
        if (!number.isIntegralNumber() || !number.canConvertToLong() || number.longValue() < 0) {
            throw wrong(name, "a whole number of 0 or more", number);
        }
        return OptionalLong.of(number.longValue());
    }

    public long requiredCount(String name) {
        return count(name).orElseThrow(() -> missing(name));
    }

    /** A whole number of any size and sign. */
    public Optional<BigInteger> integer(String name) {
        return field(name).map(value -> {
            if (!value.isIntegralNumber()) {
                throw wrong(name, "a whole number", value);
            }
            return value.bigIntegerValue();
        });
    }

    /** A point in time, ISO 8601; text without an offset is UTC. */
    public Optional<Instant> instant(String name) {
        return text(name).map(text -> {
            try {
                TemporalAccessor parsed =
                        DateTimeFormatter.ISO_DATE_TIME.parseBest(text, OffsetDateTime::from, LocalDateTime::from);
                return parsed instanceof OffsetDateTime offset
                        ? offset.toInstant()
                        : LocalDateTime.from(parsed).toInstant(ZoneOffset.UTC);
            } catch (DateTimeException e) {
                throw new MalformedJsonException(
                        placeOf(name), "expected a time such as 2026-01-27T02:41:07Z, found " + Json.quoted(text));
            }
        });
    }

    /** A day, yyyyMMdd. */
    public Optional<LocalDate> day(String name) {
        return text(name)
                .map(text -> parseDay(text)
                        .orElseThrow(() -> new MalformedJsonException(
                                placeOf(name), "expected a day such as 20260126, found " + Json.quoted(text))));
    }

    public Optional<ObjectNode> object(String name) {
        return field(name).map(value -> {
            if (value instanceof ObjectNode object) {
                return object;
            }
            throw wrong(name, "an object", value);
        });
    }

    /** The objects of an array, each with its place; empty if the field is absent. */
    public List<JsonFields> objects(String name) {
        List<JsonFields> objects = new ArrayList<>();
        for (JsonNode element : array(name)) {
            String at = placeOf(name) + "[" + objects.size() + "]";
            if (!(element instanceof ObjectNode object)) {
                throw new MalformedJsonException(at, "expected an object, found " + Json.describe(element));
            }
            objects.add(new JsonFields(object, at));
        }
        return objects;
    }

    /** The texts of an array; empty if the field is absent. */
    public List<String> texts(String name) {
        List<String> texts = new ArrayList<>();
        for (JsonNode element : array(name)) {
            if (!element.isTextual()) {
                throw new MalformedJsonException(
                        placeOf(name) + "[" + texts.size() + "]", "expected text, found " + Json.describe(element));
            }
            texts.add(element.textValue());
        }
        return texts;
    }

    /** The fields of a child object that holds records by key, such as {@code partitions["a/b/c/20260126"]}. */
    public JsonFields keyed(String name, String key) {
        String at = placeOf(name) + "[" + Json.quoted(key) + "]";
        JsonNode child = node.path(name).path(key);
        if (child instanceof ObjectNode object) {
            return new JsonFields(object, at);
        }
        throw new MalformedJsonException(at, "expected an object, found " + Json.describe(child));
    }

    /** The place of a field, for a message; safe to print. */
    public String placeOf(String name) {
        String printable = Json.printable(name);
        return place.isEmpty() ? printable : place + "." + printable;
    }

    /** The error for a field of the wrong type. */
    public MalformedJsonException wrong(String name, String expected, JsonNode found) {
        return new MalformedJsonException(placeOf(name), "expected " + expected + ", found " + Json.describe(found));
    }

    private ArrayNode array(String name) {
        return field(name)
                .map(value -> {
                    if (value instanceof ArrayNode array) {
                        return array;
                    }
                    throw wrong(name, "an array", value);
                })
                .orElseGet(() -> node.arrayNode());
    }

    private Optional<JsonNode> field(String name) {
        JsonNode value = node.get(name);
        return value == null || value.isNull() ? Optional.empty() : Optional.of(value);
    }

    private MalformedJsonException missing(String name) {
        return new MalformedJsonException(placeOf(name), "is missing");
    }
}
