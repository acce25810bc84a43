package dev.daypack.cli;

import dev.daypack.cancel.Cancellation;
import dev.daypack.report.StatusLine;
import dev.daypack.settings.SettingsSources;
import dev.daypack.text.Printable;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;

/** Runs command lines. */
public final class Main {

    /** Less than the 90 s that systemd waits before it kills. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private Main() {}

    /** Runs a command line in the real surroundings and ends the process; does not return. */
    public static void start(ApplicationFactory factory, String[] arguments) {
        Terminal terminal = Terminal.detect(System.getenv());
        StatusLine statusLine = new StatusLine(new FileOutputStream(FileDescriptor.err));
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), false, StandardCharsets.UTF_8);
        // Whoever writes to stderr must not write into the progress bar.
        System.setErr(statusLine.stream());
        if (terminal.isErr()) {
            LogSetup.plainLines();
        }
        Cancellation cancellation = new Cancellation();
        Surroundings surroundings = new Surroundings(
                factory,
                out,
                statusLine,
                terminal,
                System.getenv(),
                Path.of(""),
                SettingsSources.SYSTEM_FILE,
                cancellation,
                System::nanoTime);
        new GracefulStop(cancellation, statusLine.stream(), PATIENCE)
                .runAndExit(() -> executeToTheEnd(surroundings, arguments));
    }

    /**
     * Runs a command line as {@link #start} does, and comes back; what it has to say is not heard.
     *
     * @param directory the working directory, with the only settings file that counts
     */
    public static int rehearse(ApplicationFactory factory, Path directory, List<String> arguments) {
        StatusLine statusLine = new StatusLine(OutputStream.nullOutputStream());
        PrintStream out = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        Surroundings surroundings = new Surroundings(
                factory,
                out,
                statusLine,
                Terminal.NONE,
                Map.of(),
                directory,
                directory.resolve("no-settings-file"),
                new Cancellation(),
                System::nanoTime);
        return executeToTheEnd(surroundings, arguments.toArray(String[]::new));
    }

    private static int executeToTheEnd(Surroundings surroundings, String... arguments) {
        try {
            return execute(surroundings, arguments);
        } catch (OutOfMemoryError full) {
            surroundings
                    .err()
                    .println("daypack: the Java heap is full; raise DAYPACK_MEMORY, or -Xmx in DAYPACK_JAVA_OPTS");
            return ExitCode.TROUBLE.code();
        } catch (Error broken) {
            surroundings.err().println("daypack: unexpected " + Printable.of(broken.toString()));
            return ExitCode.TROUBLE.code();
        } finally {
            surroundings.out().flush();
        }
    }

    /** Runs a command line and returns its exit code. */
    static int execute(Surroundings surroundings, String... arguments) {
        Complaints complaints = new Complaints(surroundings.err());
        try {
            List<String> modern = new OldSpelling(DaypackCommand.names()).modern(List.of(arguments));
            return execute(surroundings, complaints, modern.toArray(String[]::new));
        } catch (UsageException wrong) {
            return complaints.complain(wrong, "daypack").code();
        }
    }

    private static int execute(Surroundings surroundings, Complaints complaints, String... arguments) {
        CommandLine line = DaypackCommand.buildFor(surroundings, arguments);
        line.setParameterExceptionHandler(complaints);
        line.setExecutionExceptionHandler(complaints);
        line.setOut(new PrintWriter(surroundings.out(), true, StandardCharsets.UTF_8));
        line.setErr(new PrintWriter(surroundings.err(), true, StandardCharsets.UTF_8));
        line.setExpandAtFiles(false);
        line.setCaseInsensitiveEnumValuesAllowed(true);
        return line.execute(arguments);
    }
}
