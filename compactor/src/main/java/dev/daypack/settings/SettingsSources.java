package dev.daypack.settings;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Everything that settings may come from.
 *
 * @param configFlag the file that {@code --config} names; it must exist
 * @param workingDirectory where {@code daypack.yaml} is looked for first
 * @param systemFile used if the working directory has none
 * @param environment of the process
 * @param flags of the command line, each as a setting
 */
public record SettingsSources(
        Optional<Path> configFlag,
        Path workingDirectory,
        Path systemFile,
        Map<String, String> environment,
        List<GivenValue> flags) {

    /** The file that an installation keeps its settings in. */
    public static final Path SYSTEM_FILE = Path.of("/etc/daypack/daypack.yaml");

    public SettingsSources {
        environment = Map.copyOf(environment);
        flags = List.copyOf(flags);
    }

    /** Without the environment's values: some are secrets, of other programs too. */
    @Override
    public String toString() {
        return "SettingsSources[" + configFlag + ", " + workingDirectory + ", " + systemFile + ", " + environment.size()
                + " variables, " + flags + "]";
    }
}
