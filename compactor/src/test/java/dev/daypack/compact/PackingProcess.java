package dev.daypack.compact;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Packs in a JVM of its own, with the classes of this one. */
final class PackingProcess {

    private static final Path INSTALLED = Path.of("/usr/lib/jvm");

    private PackingProcess() {}

    /** Arguments: threads, memory in MiB, output, parts. Prints the output's SHA-256. */
    public static void main(String[] arguments) {
        List<Path> parts = Stream.of(arguments).skip(3).map(Path::of).toList();
        System.out.println(DeterminismTest.PACKER
                .threads(Integer.parseInt(arguments[0]))
                .memoryBytes(Long.parseLong(arguments[1]) << 20)
                .pack(parts, Path.of(arguments[2]))
                .sha256());
    }

    /** The {@code java} that runs this. */
    static Path thisJava() {
        return Path.of(System.getProperty("java.home"), "bin", "java");
    }

    /** The {@code java} of another version, if one is installed. */
    static Optional<Path> otherJava() throws IOException {
        if (!Files.isDirectory(INSTALLED)) {
            return Optional.empty();
        }
        String mine = "-" + Runtime.version().feature() + "-";
        try (Stream<Path> homes = Files.list(INSTALLED)) {
            return homes.filter(home -> home.getFileName().toString().matches(".*-(17|21|25)-.*"))
                    .filter(home -> !home.getFileName().toString().contains(mine))
                    .map(home -> home.resolve("bin/java"))
                    .filter(Files::isExecutable)
                    .max(Comparator.naturalOrder());
        }
    }

    /** Runs {@link #main} and returns what it prints last. */
    static String run(Path java, int threads, int memoryMiB, Path output, List<Path> parts)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                java.toString(),
                "-Xmx512m",
                "-cp",
                System.getProperty("java.class.path"),
                PackingProcess.class.getName(),
                Integer.toString(threads),
                Integer.toString(memoryMiB),
                output.toString()));
        parts.forEach(part -> command.add(part.toString()));
        Path log = output.resolveSibling("log.txt");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        if (!process.waitFor(300, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError(java + " does not end: " + Files.readString(log));
        }
        List<String> lines = Files.readAllLines(log);
        if (process.exitValue() != 0 || lines.isEmpty()) {
            throw new AssertionError(java + " ended with " + process.exitValue() + ": " + String.join("\n", lines));
        }
        return lines.get(lines.size() - 1);
    }
}
