package dev.daypack.kills;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The built jar beside the launcher, as on a host, with the archive that makes it start quickly. */
final class Installation {

    private final Path launcher;

    /** Installs into an empty directory. */
    Installation(Path directory) throws IOException, InterruptedException {
        launcher = Files.copy(Path.of(System.getProperty("daypack.launcher")), directory.resolve("daypack"));
        Files.copy(Path.of(System.getProperty("daypack.jar")), directory.resolve("daypack.jar"));
        Process preparing = start(List.of("--prepare"), Map.of(), directory, directory.resolve("prepared"));
        if (!preparing.waitFor(300, TimeUnit.SECONDS) || preparing.exitValue() != 0) {
            throw new IllegalStateException("no archive: " + Files.readString(directory.resolve("prepared")));
        }
    }

    /**
     * Starts the program through the launcher, which gives its process to the JVM: one id from start to end.
     *
     * @param log takes what it says
     */
    Process start(List<String> arguments, Map<String, String> environment, Path directory, Path log)
            throws IOException {
        List<String> command = new ArrayList<>(List.of("sh", launcher.toString()));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("DAYPACK_") || name.startsWith("S3_"));
        builder.environment().put("DAYPACK_JAVA_HOME", System.getProperty("java.home"));
        builder.environment().putAll(environment);
        return builder.start();
    }
}
