package dev.daypack.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.MinimalPrettyPrinter;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * The one way in which documents are read and written as JSON. Reading is strict (a key twice, or text after the
 * document, is an error) and keeps numbers exactly; writing escapes everything outside printable ASCII, so that a
 * document that carries text from outside can be shown on a terminal as it is.
 */
public final class Json {

    /** What the parser says of where it reads from, which is not of use to anybody. */
    private static final Pattern SOURCE =
            Pattern.compile(" ?\\((?:start marker )?at \\[Source: [^]]*]\\)|\\[Source: [^]]*]");

    /** Longest piece of foreign text that a message quotes, in characters. */
    private static final int QUOTED_CHARS = 200;

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
            .build();
    private static final ObjectWriter ONE_LINE = MAPPER.writer(new OneLine());

    private Json() {}

    /** An empty object. */
    public static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    /** A new object with the same children; the children are shared, so neither side may change them. */
    public static ObjectNode shallowCopy(ObjectNode node) {
        ObjectNode copy = object();
        copy.setAll(node);
        return copy;
    }

    /**
     * Parses a document whose outermost value is an object.
     *
     * @throws MalformedJsonException with line and column if it is not
     */
    public static ObjectNode parseObject(byte[] utf8) {
        JsonNode node;
        try {
            node = MAPPER.readTree(utf8);
        } catch (JsonProcessingException e) {
            throw new MalformedJsonException(
                    place(e.getLocation()),
                    printable(SOURCE.matcher(e.getOriginalMessage()).replaceAll("")));
        } catch (IOException e) {
            throw new MalformedJsonException("the document", printable(String.valueOf(e.getMessage())));
        }
        if (node instanceof ObjectNode object) {
            return object;
        }
        throw new MalformedJsonException("the document", "expected an object, found " + describe(node));
    }

    /** One line: {@code {"a": 1, "b": [1, 2]}}. */
    public static String line(JsonNode node) {
        return write(node, ONE_LINE);
    }

    /** Indented by two spaces, with a newline at the end, in UTF-8. */
    public static byte[] pretty(JsonNode node) {
        DefaultIndenter indenter = new DefaultIndenter("  ", "\n");
        DefaultPrettyPrinter printer = new DefaultPrettyPrinter().withObjectIndenter(indenter);
        printer.indentArraysWith(indenter);
        return (write(node, MAPPER.writer(printer)) + "\n").getBytes(StandardCharsets.UTF_8);
    }

    /** Foreign text as a quoted JSON string in printable ASCII, cut to a bearable length: fit for any message. */
    public static String quoted(String text) {
        return '"' + printable(text) + '"';
    }

    /** As {@link #quoted}, without the quotes. */
    public static String printable(String text) {
        if (text.length() <= QUOTED_CHARS && text.chars().allMatch(Json::isPlain)) {
            return text;
        }
        String cut = text.length() > QUOTED_CHARS ? text.substring(0, QUOTED_CHARS) + "..." : text;
        String json = line(JsonNodeFactory.instance.textNode(cut));
        return json.substring(1, json.length() - 1);
    }

    /** The kind of a value, in words for a message. */
    static String describe(JsonNode node) {
        return switch (node.getNodeType()) {
            case ARRAY -> "an array";
            case OBJECT, POJO -> "an object";
            case BOOLEAN -> "true or false";
            case NULL -> "null";
            case NUMBER -> "the number " + printable(node.asText());
            case STRING, BINARY -> "the text " + quoted(node.asText());
            case MISSING -> "nothing";
        };
    }

    private static boolean isPlain(int character) {
        return character >= ' ' && character < 0x7f && character != '"' && character != '\\';
    }

    private static String place(JsonLocation at) {
        return at == null ? "the document" : "line " + at.getLineNr() + ", column " + at.getColumnNr();
    }

    private static String write(JsonNode node, ObjectWriter writer) {
        try {
            // DEL is ASCII to the generator, and a control character to a terminal.
            return writer.writeValueAsString(node).replace("\u007f", "\\u007F");
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException("a JSON tree cannot be written", e);
        }
    }

    /** A space after each colon and comma, as in the documents of the Python job. */
    private static final class OneLine extends MinimalPrettyPrinter {

        private static final long serialVersionUID = 1L;

        @Override
        public void writeObjectFieldValueSeparator(JsonGenerator out) throws IOException {
            out.writeRaw(": ");
        }

        @Override
        public void writeObjectEntrySeparator(JsonGenerator out) throws IOException {
            out.writeRaw(", ");
        }

        @Override
        public void writeArrayValueSeparator(JsonGenerator out) throws IOException {
            out.writeRaw(", ");
        }
    }
}
