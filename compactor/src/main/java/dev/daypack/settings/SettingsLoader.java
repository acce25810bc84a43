package dev.daypack.settings;

import dev.daypack.text.Printable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Lays the sources over each other, weakest first:
 *
 * <pre>
 *   defaults
 *     &lt; old job's environment (for a store that nothing below names)
 *     &lt; daypack.yaml &lt; DAYPACK_* &lt; flags
 * </pre>
 */
public final class SettingsLoader {

    private static final String PREFIX = "DAYPACK_";

    /** Variables that the launcher reads and that are no settings. */
    private static final Set<String> LAUNCHER_VARIABLES = Set.of("DAYPACK_JAVA_HOME", "DAYPACK_JAVA_OPTS");

    private final SettingsSources sources;
    private final Map<String, GivenValue> chosen = new LinkedHashMap<>();
    private final List<String> problems = new ArrayList<>();

    private SettingsLoader(SettingsSources sources) {
        this.sources = sources;
    }

    /**
     * @throws SettingsException with all problems: unknown keys, values that are not allowed, files that are not there
     */
    public static LoadedSettings load(SettingsSources sources) {
        SettingsLoader loader = new SettingsLoader(sources);
        loader.gather();
        SettingValues values = new SettingValues(loader.chosen);
        return new LoadedSettings(values.settings(), values.effective());
    }

    private void gather() {
        List<GivenValue> spoken = new ArrayList<>();
        file().ifPresent(file -> spoken.addAll(SettingsFile.read(file)));
        spoken.addAll(environment());
        spoken.addAll(sources.flags());
        Map<String, SettingKey<?>> known = new HashMap<>();
        SettingKeys.all().forEach(key -> known.put(key.name(), key));
        spoken.forEach(value -> checkKnown(value, known.keySet()));
        if (!problems.isEmpty()) {
            throw new SettingsException(problems);
        }
        for (SettingKey<?> key : SettingKeys.all()) {
            key.defaultText().ifPresent(text -> put(new GivenValue(key.name(), text, Origin.DEFAULT)));
        }
        OldJobEnvironment oldJob = new OldJobEnvironment(sources.environment());
        if (isSilentAbout(SettingKeys.RAW.url, spoken)) {
            oldJob.raw().forEach(this::put);
        }
        if (isSilentAbout(SettingKeys.COMPACT.url, spoken)) {
            oldJob.compact().forEach(this::put);
        }
        spoken.forEach(this::put);
    }

    private Optional<Path> file() {
        if (sources.configFlag().isPresent()) {
            return sources.configFlag().map(sources.workingDirectory()::resolve);
        }
        // Relative, so that messages name it as the user would.
        Path local = sources.workingDirectory().resolve("daypack.yaml");
        return Files.exists(local)
                ? Optional.of(local)
                : Optional.of(sources.systemFile()).filter(Files::exists);
    }

    private List<GivenValue> environment() {
        Map<String, String> names = new HashMap<>();
        SettingKeys.all().forEach(key -> names.put(key.environmentName(), key.name()));
        List<GivenValue> values = new ArrayList<>();
        sources.environment().entrySet().stream()
                .filter(entry -> entry.getKey().startsWith(PREFIX))
                .filter(entry -> !LAUNCHER_VARIABLES.contains(entry.getKey()))
                .sorted(Map.Entry.comparingByKey())
                .forEach(entry -> {
                    String name = names.get(entry.getKey());
                    if (name == null) {
                        problems.add(unknown("environment variable", entry.getKey(), names.keySet()));
                    } else if (!entry.getValue().isBlank()) {
                        Origin origin = new Origin(Origin.Layer.ENVIRONMENT, entry.getKey());
                        values.add(new GivenValue(name, entry.getValue(), origin));
                    }
                });
        return values;
    }

    private void checkKnown(GivenValue value, Collection<String> known) {
        if (!known.contains(value.setting())) {
            problems.add(value.origin().where() + ": " + unknown("setting", value.setting(), known));
        }
    }

    private static String unknown(String what, String name, Collection<String> known) {
        String meant = NearestName.to(name, known)
                .map(near -> "; did you mean " + near + "?")
                .orElse("; 'daypack settings' lists those that exist");
        return "unknown " + what + " " + Printable.of(name, 100) + meant;
    }

    private static boolean isSilentAbout(SettingKey<?> key, List<GivenValue> spoken) {
        return spoken.stream().noneMatch(value -> value.setting().equals(key.name()));
    }

    private void put(GivenValue value) {
        chosen.put(value.setting(), value);
    }
}
