package dev.daypack.app;

import dev.daypack.cli.Main;
import dev.daypack.demo.LoopbackBuckets;
import dev.daypack.demo.LoopbackServer;
import dev.daypack.demo.RehearsalLake;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
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
     * @param arguments {@code parts}, {@code pack}, or {@code pack-s3} to go through S3 as well, and the directory
     */
    public static void main(String[] arguments) throws IOException {
        Path directory = Path.of(arguments[1]).toAbsolutePath();
        if (arguments[0].equals("parts")) {
            LocalDate today = LocalDate.ofInstant(Clock.systemUTC().instant(), ZoneOffset.UTC);
            new RehearsalLake(directory.resolve("raw")).write(today.minusDays(DAYS), DAYS);
            Files.createDirectories(directory.resolve("compact"));
        } else {
            Daypack daypack = new Daypack(Clock.systemUTC());
            pack(daypack, directory);
            if (arguments[0].equals("pack-s3")) {
                packThroughS3(daypack, directory);
            }
            // Once as users do, from the start to the end of the process.
            Main.start(daypack, new String[] {"--version"});
        }
    }

    private static void pack(Daypack daypack, Path directory) throws IOException {
        for (List<String> line : lines(directory)) {
            run(daypack, directory, line);
        }
    }

    private static void packThroughS3(Daypack daypack, Path directory) throws IOException {
        LoopbackBuckets buckets = new LoopbackBuckets(Clock.systemUTC());
        try (LoopbackServer server = new LoopbackServer(buckets)) {
            for (List<String> line : remoteLines(directory, buckets, server.endpoint())) {
                run(daypack, directory, line);
            }
        }
    }

    private static void run(Daypack daypack, Path directory, List<String> line) {
        int code = Main.rehearse(daypack, directory, line);
        if (code != 0) {
            throw new IllegalStateException("daypack " + line.get(0) + " ended with " + code);
        }
    }

    /** A day from and to a server that was never seen, which is probed. */
    private static List<List<String>> remoteLines(Path directory, LoopbackBuckets buckets, URI endpoint)
            throws IOException {
        Path raw = directory.resolve("raw");
        try (Stream<Path> files = Files.walk(raw)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                buckets.put("raw", raw.relativize(file).toString(), Files.readAllBytes(file));
            }
        }
        Path config = directory.resolve("remote.yaml");
        StringBuilder text = new StringBuilder();
        for (String store : List.of("raw", "compact")) {
            text.append("%s:\n  url: s3://%s\n  endpoint: %s\n".formatted(store, store, endpoint))
                    .append("  access-key: rehearsal\n  secret-key: rehearsal\n");
        }
        Files.writeString(config, text);
        LocalDate today = LocalDate.ofInstant(Clock.systemUTC().instant(), ZoneOffset.UTC);
        return List.of(
                List.of("plan", "--config=" + config),
                List.of(
                        "backfill",
                        "--config=" + config,
                        "--date-from=" + DateTimeFormatter.BASIC_ISO_DATE.format(today.minusDays(1)),
                        "--date-to=" + DateTimeFormatter.BASIC_ISO_DATE.format(today)));
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
        for (String command : List.of("plan", "catch-up", "catch-up", "quality-report", "settings")) {
            List<String> line = new ArrayList<>(List.of(command));
            line.addAll(List.of(stores.split(" ", -1)));
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
