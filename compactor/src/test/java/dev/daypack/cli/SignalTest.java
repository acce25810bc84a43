package dev.daypack.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Real processes and real signals. */
@Timeout(600)
class SignalTest {

    @TempDir
    private Path directory;

    private Process process;

    @AfterEach
    void nothingStaysBehind() {
        if (process != null) {
            process.destroyForcibly();
        }
    }

    @Test
    void sigtermEndsARunCleanlyWithFour() throws IOException, InterruptedException {
        start("20", "catch-up", "--raw", "file:///r", "--compact", "file:///c");
        await("outcome=success");
        process.destroy();
        assertTrue(process.waitFor(300, TimeUnit.SECONDS), "it ends");
        assertEquals(4, process.exitValue(), this::said);
        assertTrue(said().contains("stopping"), this::said);
        assertTrue(said().contains("interrupted: what is published is whole"), this::said);
    }

    @Test
    void aRunThatEndsByItselfKeepsItsExitCode() throws IOException, InterruptedException {
        start("0", "catch-up", "--raw", "file:///r", "--compact", "file:///c");
        assertTrue(process.waitFor(300, TimeUnit.SECONDS), "it ends");
        assertEquals(1, process.exitValue(), this::said);
    }

    @Test
    void wrongUsageEndsWithTwo() throws IOException, InterruptedException {
        start("0", "dayly");
        assertTrue(process.waitFor(300, TimeUnit.SECONDS), "it ends");
        assertEquals(2, process.exitValue(), this::said);
    }

    private void start(String stepMillis, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-XX:TieredStopAtLevel=1",
                "-Dfake.step=" + stepMillis,
                "-cp",
                System.getProperty("java.class.path"),
                FakeMain.class.getName()));
        command.addAll(Arrays.asList(arguments));
        process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("said").toFile())
                .start();
    }

    private void await(String text) throws InterruptedException {
        while (!said().contains(text)) {
            assertTrue(process.isAlive(), this::said);
            Thread.sleep(20);
        }
    }

    private String said() {
        try {
            return Files.readString(directory.resolve("said"));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
