package dev.daypack.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The published schemas and their examples, for tests of every document that the program writes. */
public final class Schemas {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private Schemas() {}

    /**
     * What a document breaks in a schema.
     *
     * @param schema such as {@code state}
     * @return empty if it is valid
     */
    public static List<String> violations(String schema, byte[] document) {
        try {
            JsonNode rules = MAPPER.readTree(Files.readAllBytes(directory().resolve(schema + ".schema.json")));
            return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                    .getSchema(rules)
                    .validate(MAPPER.readTree(document))
                    .stream()
                    .map(ValidationMessage::getMessage)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All examples of a schema: {@code <schema>.json} and {@code <schema>.<anything>.json}. */
    public static List<Path> examples(String schema) {
        return list(directory().resolve("examples")).stream()
                .filter(path -> schemaOf(path).equals(schema))
                .toList();
    }

    /** The names of all schemas. */
    public static List<String> names() {
        return list(directory()).stream()
                .filter(path -> path.toString().endsWith(".schema.json"))
                .map(Schemas::schemaOf)
                .toList();
    }

    /** The name of the schema that a file belongs to. */
    public static String schemaOf(Path file) {
        String name = file.getFileName().toString();
        return name.substring(0, name.indexOf('.'));
    }

    private static List<Path> list(Path directory) {
        try (Stream<Path> files = Files.list(directory)) {
            return files.sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Tests run in the module's directory; the schemas are beside it. */
    private static Path directory() {
        return Path.of("..", "state-schema");
    }
}
