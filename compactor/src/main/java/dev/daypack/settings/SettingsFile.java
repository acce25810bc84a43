package dev.daypack.settings;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import dev.daypack.text.Printable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads a settings file into texts by key, each with its line. Groups may be nested ({@code raw:} with {@code url:}
 * below it) or dotted ({@code raw.url:}). Knows nothing of which keys exist.
 */
final class SettingsFile {

    private static final long MAX_BYTES = 1 << 20;

    private final Path file;
    private final Map<String, GivenValue> values = new LinkedHashMap<>();

    private SettingsFile(Path file) {
        this.file = file;
    }

    /** @throws SettingsException if the file cannot be read, is not YAML, or says a thing twice */
    static List<GivenValue> read(Path file) {
        try {
            if (Files.size(file) > MAX_BYTES) {
                throw new SettingsException(shown(file) + ": larger than 1 MiB; is this the settings file?");
            }
            SettingsFile reader = new SettingsFile(file);
            try (YAMLParser parser = new YAMLFactory().createParser(Files.readString(file))) {
                reader.document(parser);
            }
            return List.copyOf(reader.values.values());
        } catch (NoSuchFileException missing) {
            throw new SettingsException(shown(file) + ": there is no such file");
        } catch (JsonProcessingException broken) {
            // A limit of the parser, such as its depth, comes without a place.
            JsonLocation place = broken.getLocation();
            throw new SettingsException(shown(file)
                    + (place == null ? "" : " line " + place.getLineNr())
                    + ": not YAML: "
                    + Printable.of(
                            broken.getOriginalMessage().lines().findFirst().orElse(""), 200));
        } catch (IOException unreadable) {
            throw new SettingsException(shown(file) + ": cannot be read: " + Printable.of(unreadable.toString(), 200));
        }
    }

    private void document(YAMLParser parser) throws IOException {
        JsonToken first = parser.nextToken();
        if (first == null || first == JsonToken.VALUE_NULL) {
            return;
        }
        if (first != JsonToken.START_OBJECT) {
            throw new SettingsException(
                    shown(file) + " line " + line(parser) + ": 'key: value' lines are expected here");
        }
        group(parser, "");
        if (parser.nextToken() != null) {
            throw new SettingsException(shown(file) + " line " + line(parser) + ": only one YAML document is allowed");
        }
    }

    private void group(YAMLParser parser, String prefix) throws IOException {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = prefix + parser.currentName();
            int line = line(parser);
            JsonToken value = parser.nextToken();
            if (parser.isCurrentAlias() || value == JsonToken.START_ARRAY) {
                throw new SettingsException(
                        place(line) + ": " + Printable.of(name, 100) + ": one plain value is expected");
            }
            if (value == JsonToken.START_OBJECT) {
                group(parser, name + ".");
            } else if (value != JsonToken.VALUE_NULL && !parser.getText().isEmpty()) {
                put(name, parser.getText(), line);
            }
        }
    }

    private void put(String name, String text, int line) {
        GivenValue value = new GivenValue(name, text, new Origin(Origin.Layer.FILE, place(line)));
        GivenValue before = values.putIfAbsent(name, value);
        if (before != null) {
            throw new SettingsException(place(line) + ": " + Printable.of(name, 100) + " was given before, at "
                    + before.origin().where());
        }
    }

    private String place(int line) {
        return shown(file) + " line " + line;
    }

    private static int line(YAMLParser parser) {
        return parser.currentTokenLocation().getLineNr();
    }

    private static String shown(Path file) {
        return Printable.of(file.toString(), 300);
    }
}
