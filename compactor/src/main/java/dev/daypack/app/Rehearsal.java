package dev.daypack.app;

import dev.daypack.cli.Main;
import dev.daypack.demo.RehearsalLake;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What the launcher runs, once for each Java, for the JVM to keep the classes that are loaded meanwhile, and where it
 * can, what it learnt of their methods. No command: users have {@code daypack --prepare}. The parts are made by one
 * process and packed by another, so that the second one does nothing but what users do.
 */
public final class Rehearsal {

    private static final int DAYS = 4;

    /** Quotes twice, since most of what is packed looks like them. */
    private static final List<String> STREAMS = List.of("trade", "bbo", "bbo");

    private Rehearsal() {}

    /**
     * Makes parts below a directory, or packs those that are there.
     *
     * @param arguments {@code parts} or {@code pack}, and the directory
     */
    public static void main(String[] arguments) throws IOException {
        Path directory = Path.of(arguments[1]).toAbsolutePath();
        if (arguments[0].equals("parts")) {
            LocalDate today = LocalDate.ofInstant(Clock.systemUTC().instant(), ZoneOffset.UTC);
            new RehearsalLake(directory.resolve("raw")).write(today.minusDays(DAYS), DAYS);
            Files.createDirectories(directory.resolve("compact"));
        } else {
            pack(directory);
            System.exit(0);
        }
    }

    private static void pack(Path directory) throws IOException {
        Daypack daypack = new Daypack(Clock.systemUTC());
        for (List<String> line : lines(directory)) {
            int code = Main.rehearse(daypack, directory, line);
            if (code != 0) {
                throw new IllegalStateException("daypack " + line.get(0) + " ended with " + code);
            }
        }
    }

    private static List<List<String>> lines(Path directory) throws IOException {
        List<List<String>> lines = new ArrayList<>();
        for (String stream : STREAMS) {
            List<String> merge = new ArrayList<>(List.of("merge", "--quiet", "--overwrite"));
            merge.addAll(
                    List.of("--output", directory.resolve(stream + ".parquet").toString()));
            merge.addAll(parts(directory.resolve("raw"), "stream=" + stream));
            lines.add(merge);
        }
        String stores = "--raw=%s --compact=%s"
                .formatted(
                        directory.resolve("raw").toUri(),
                        directory.resolve("compact").toUri());
        for (String command : List.of("plan", "catch-up", "catch-up", "quality-report", "settings", "--version")) {
            List<String> line = new ArrayList<>(List.of(command));
            if (!command.equals("--version")) {
                line.addAll(List.of(stores.split(" ", -1)));
            }
            lines.add(line);
        }
        lines.add(List.of("inspect", directory.resolve("bbo.parquet").toString()));
        return lines;
    }

    private static List<String> parts(Path raw, String stream) throws IOException {
        try (Stream<Path> files = Files.walk(raw)) {
            return files.map(Path::toString)
                    .filter(name -> name.endsWith(".parquet") && name.contains(stream))
                    .sorted()
                    .toList();
        }
    }
}
