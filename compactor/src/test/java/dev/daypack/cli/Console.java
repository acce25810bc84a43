package dev.daypack.cli;

import dev.daypack.cancel.Cancellation;
import dev.daypack.report.StatusLine;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** Runs command lines inside the test and keeps what they say. */
final class Console {

    final FakeApplication application = new FakeApplication();
    final Map<String, String> environment = new HashMap<>();
    final Cancellation cancellation = new Cancellation();
    private final Path directory;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    Console(Path directory) {
        this.directory = directory;
    }

    int run(String... arguments) {
        out.reset();
        err.reset();
        Surroundings surroundings = new Surroundings(
                application,
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new StatusLine(err),
                Terminal.NONE,
                environment,
                directory,
                directory.resolve("system.yaml"),
                cancellation,
                System::nanoTime);
        return Main.execute(surroundings, arguments);
    }

    /** A command line of words without blanks in them. */
    int runLine(String line) {
        return run(line.isBlank() ? new String[0] : line.strip().split("\\s+", -1));
    }

    String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    String err() {
        return err.toString(StandardCharsets.UTF_8);
    }
}
