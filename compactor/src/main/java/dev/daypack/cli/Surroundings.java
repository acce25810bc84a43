package dev.daypack.cli;

import dev.daypack.cancel.Cancellation;
import dev.daypack.report.StatusLine;
import dev.daypack.settings.GivenValue;
import dev.daypack.settings.LoadedSettings;
import dev.daypack.settings.SettingsLoader;
import dev.daypack.settings.SettingsSources;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * What the commands find around them.
 *
 * @param out for results
 * @param statusLine stderr: messages above, the progress bar at its foot
 * @param systemFile the settings file of the installation
 * @param nanoTime a monotonic clock
 */
public record Surroundings(
        ApplicationFactory factory,
        PrintStream out,
        StatusLine statusLine,
        Terminal terminal,
        Map<String, String> environment,
        Path workingDirectory,
        Path systemFile,
        Cancellation cancellation,
        LongSupplier nanoTime) {

    /** Without the environment's values: some are secrets, of other programs too. */
    @Override
    public String toString() {
        return "Surroundings[" + workingDirectory + ", " + environment.size() + " variables]";
    }

    /** For messages. */
    public PrintStream err() {
        return statusLine.stream();
    }

    /** The settings as these flags and everything around make them. */
    LoadedSettings load(Optional<Path> config, List<GivenValue> flags) {
        return SettingsLoader.load(new SettingsSources(config, workingDirectory, systemFile, environment, flags));
    }
}
