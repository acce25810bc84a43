package dev.daypack.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The policies of {@code deploy/policies}: what is in them, and the same for other buckets. */
public final class Policies {

    private static final Path DIRECTORY = Path.of("..", "deploy", "policies");
    private static final String BUCKET_FORM = ".bucket.json";
    private static final ObjectMapper JSON = new ObjectMapper();

    private Policies() {}

    /** Names, without the endings of the two forms. */
    public static Set<String> names() {
        try (Stream<Path> files = Files.list(DIRECTORY)) {
            Set<String> names = new TreeSet<>();
            files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".json"))
                    .forEach(name -> names.add(name.replace(BUCKET_FORM, "").replace(".json", "")));
            return names;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** To be given to a user or role. */
    public static JsonNode identityForm(String name) {
        return read(name + ".json");
    }

    /** To be given to a bucket. */
    public static JsonNode bucketForm(String name) {
        return read(name + BUCKET_FORM);
    }

    private static JsonNode read(String file) {
        try {
            return JSON.readTree(DIRECTORY.resolve(file).toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All that a policy allows, each once. */
    public static Set<String> actions(JsonNode policy) {
        Set<String> actions = new TreeSet<>();
        policy.path("Statement").forEach(statement -> actions.addAll(texts(statement.path("Action"))));
        return actions;
    }

    /** A list's texts. */
    public static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(text -> texts.add(text.asText()));
        return texts;
    }

    /** The bucket form for another bucket, whose store begins at a prefix, and for another user of Ceph. */
    public static String of(String name, String bucket, String prefix, String user) {
        return bucketForm(name)
                .toString()
                .replaceAll("(raw|packed)-events/", bucket + "/" + prefix)
                .replaceAll("(raw|packed)-events", bucket)
                .replace("user/daypack", "user/" + user);
    }

    /** The same without one action, wherever it stands; a statement left with none goes too. */
    public static String without(String action, String policy) {
        try {
            JsonNode document = JSON.readTree(policy);
            ArrayNode statements = (ArrayNode) document.path("Statement");
            for (int at = statements.size() - 1; at >= 0; at--) {
                ArrayNode actions = (ArrayNode) statements.get(at).path("Action");
                actions.removeIf(each -> each.asText().equals(action));
                if (actions.isEmpty()) {
                    statements.remove(at);
                }
            }
            return document.toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
