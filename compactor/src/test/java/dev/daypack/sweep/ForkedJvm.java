package dev.daypack.sweep;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A JVM beside this one, with the same classes, that answers one request after the other ({@link Lines}). One that dies
 * or does not answer in time is ended, and another takes its place. Not thread-safe.
 */
public final class ForkedJvm implements AutoCloseable {

    /** A JVM that starts, loads its classes and works for the first time may take so long on a busy machine. */
    private static final Duration START_LIMIT = Duration.ofSeconds(300);

    private static final Duration END_LIMIT = Duration.ofSeconds(5);

    private static final int LAST_LINES = 3;

    /** What came of a request. */
    public sealed interface Answer {
        /** An answer in time. */
        record Said(List<String> fields) implements Answer {}

        /** None within the limit. */
        record Hung(Duration limit) implements Answer {}

        /** The process ended; with the end of its standard error. */
        record Died(int exitCode, String lastWords) implements Answer {}
    }

    private final Class<?> main;
    private final Path directory;
    private final Path log;
    private final List<String> flags;
    private final List<String> warmUp;

    private Process process;
    private BufferedWriter requests;
    private BlockingQueue<Optional<String>> answers;

    /**
     * @param main calls {@link Lines#serve}
     * @param directory that it works in, and that takes its temporary files
     * @param log file for its standard error
     * @param flags of the JVM
     * @param warmUp a first request, whose time does not count
     */
    public ForkedJvm(Class<?> main, Path directory, Path log, List<String> flags, List<String> warmUp) {
        this.main = main;
        this.directory = directory;
        this.log = log;
        this.flags = flags;
        this.warmUp = warmUp;
    }

    /** Asks, and waits for the answer so long at most. */
    public Answer ask(List<String> request, Duration limit) {
        try {
            if (process == null) {
                start();
            }
            return exchange(request, limit);
        } catch (IOException e) {
            throw new UncheckedIOException(main.getSimpleName(), e);
        } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted", e);
        }
    }

    private void start() throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(flags);
        // Native libraries are unpacked there, and left there by a JVM that is ended.
        command.add("-Djava.io.tmpdir=" + directory);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectError(log.toFile())
                .start();
        requests = process.outputWriter(StandardCharsets.UTF_8);
        answers = new LinkedBlockingQueue<>();
        listen(process, answers);
        Optional<String> first = answers.poll(START_LIMIT.toSeconds(), TimeUnit.SECONDS);
        if (first == null || !first.equals(Optional.of(Lines.READY))) {
            end();
            throw new IllegalStateException(main.getSimpleName() + " does not start: " + lastWords());
        }
        Answer warm = exchange(warmUp, START_LIMIT);
        if (!(warm instanceof Answer.Said)) {
            throw new IllegalStateException(main.getSimpleName() + " does not work: " + warm);
        }
    }

    private static void listen(Process process, BlockingQueue<Optional<String>> answers) {
        Thread listener = new Thread(
                () -> {
                    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
                        lines.lines().map(Optional::of).forEach(answers::add);
                    } catch (IOException | UncheckedIOException e) {
                        // A process that was ended closes its side; that there is no more is said below.
                    } finally {
                        answers.add(Optional.empty());
                    }
                },
                "answers");
        listener.setDaemon(true);
        listener.start();
    }

    private Answer exchange(List<String> request, Duration limit) throws IOException, InterruptedException {
        try {
            requests.write(Lines.line(request));
            requests.newLine();
            requests.flush();
        } catch (IOException e) {
            return died();
        }
        Optional<String> answer = answers.poll(limit.toMillis(), TimeUnit.MILLISECONDS);
        if (answer == null) {
            end();
            return new Answer.Hung(limit);
        }
        return answer.isPresent() ? new Answer.Said(Lines.fields(answer.get())) : died();
    }

    private Answer died() throws IOException, InterruptedException {
        int code = process.waitFor();
        end();
        return new Answer.Died(code, lastWords());
    }

    private String lastWords() throws IOException {
        List<String> lines = Files.readAllLines(log, StandardCharsets.ISO_8859_1);
        return String.join(" / ", lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()));
    }

    private void end() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor();
        process = null;
    }

    @Override
    public void close() {
        if (process == null) {
            return;
        }
        try {
            // It ends by itself when there are no more requests.
            requests.close();
            process.waitFor(END_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
            end();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted", e);
        }
    }
}
