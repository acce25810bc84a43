package dev.daypack.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daypack.text.Version;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The jar, and the script that runs it, as an installation has them. */
@Timeout(600)
class LauncherIT {

    private static final Path JAR = Path.of(System.getProperty("daypack.jar"));
    private static final Path SCRIPT = Path.of(System.getProperty("daypack.launcher"));

    /** Mebibytes of heap beyond the setting. */
    private static final int EXTRA = 32;

    /** More where a store is S3. */
    private static final int S3 = 40;

    @TempDir
    private static Path directory;

    private static Path installed;

    private final Map<String, String> environment = new TreeMap<>();
    private String said;

    @BeforeAll
    static void install() throws IOException {
        installed = Files.createDirectory(directory.resolve("opt dir"));
        Files.copy(SCRIPT, installed.resolve("daypack"));
        Files.copy(JAR, installed.resolve("daypack.jar"));
    }

    @BeforeEach
    void onTheJavaOfThisTest() {
        environment.put("DAYPACK_JAVA_HOME", System.getProperty("java.home"));
    }

    @Test
    void theJarSaysWhatItIs() throws IOException {
        try (JarFile jar = new JarFile(JAR.toFile())) {
            Manifest manifest = jar.getManifest();
            assertEquals(Version.current(), manifest.getMainAttributes().getValue("Implementation-Version"));
            assertEquals("true", manifest.getMainAttributes().getValue("Multi-Release"));
            assertTrue(jar.getEntry("META-INF/LICENSE") != null, "the licence");
            List<String> signatures = jar.stream()
                    .map(entry -> entry.getName())
                    .filter(name -> name.matches("META-INF/[^/]+\\.(SF|DSA|RSA)") || name.endsWith("module-info.class"))
                    .toList();
            assertEquals(List.of(), signatures);
        }
    }

    @Test
    void itRunsFromAnyDirectoryThroughSymbolicLinks() throws IOException, InterruptedException {
        Path first = Files.createSymbolicLink(directory.resolve("first"), Path.of("opt dir/daypack"));
        Path second = Files.createSymbolicLink(directory.resolve("second"), first.toAbsolutePath());
        assertEquals(0, run(second, "--version"), () -> said);
        assertTrue(said.startsWith("daypack " + Version.current() + " (Java "), () -> said);
        assertEquals(1, said.lines().count(), () -> said);
    }

    @Test
    void theExitCodeAndArgumentsPassThrough() throws IOException, InterruptedException {
        assertEquals(2, run(installed.resolve("daypack"), "catch-up", "--symbols", "a b*"));
        assertTrue(said.contains("'a b*' is no partition value"), () -> said);
    }

    @Test
    void theHeapFollowsTheMemorySetting() throws IOException, InterruptedException {
        environment.put("DAYPACK_JAVA_OPTS", "-XX:+PrintCommandLineFlags");
        assertEquals(256 + EXTRA, heapMebibytes());
        assertEquals(1_024 + EXTRA, heapMebibytes("settings", "--memory", "1GiB"));
        assertEquals(160, heapMebibytes("settings", "--memory=64MiB"), "no less is enough for a row group");
        environment.put("DAYPACK_MEMORY", "0192 MiB");
        assertEquals(192 + EXTRA, heapMebibytes());
        environment.remove("DAYPACK_MEMORY");
        Files.writeString(directory.resolve("daypack.yaml"), "order-by: t\nmemory: \"384MiB\" # enough\n");
        assertEquals(384 + EXTRA, heapMebibytes());
        assertEquals(384 + EXTRA + S3, heapMebibytes("settings", "--raw", "s3://b"), "the client's own");
        Files.writeString(directory.resolve("daypack.yaml"), "raw:\n  url: s3://b\n");
        assertEquals(256 + EXTRA + S3, heapMebibytes());
        Files.delete(directory.resolve("daypack.yaml"));
    }

    @Test
    void aJavaThatIsTooOldIsNamed() throws IOException, InterruptedException {
        Path old = Files.createDirectories(directory.resolve("jdk8/bin"));
        Files.writeString(old.resolve("java"), "#!/bin/sh\necho 'openjdk version \"1.8.0_402\"' >&2\n");
        Files.setPosixFilePermissions(old.resolve("java"), PosixFilePermissions.fromString("rwxr-xr-x"));
        environment.put("DAYPACK_JAVA_HOME", directory.resolve("jdk8").toString());
        assertEquals(1, run(installed.resolve("daypack"), "--version"));
        assertTrue(said.contains("17 or newer is needed"), () -> said);
    }

    @Test
    void aMissingJarIsNamed() throws IOException, InterruptedException {
        Path alone = Files.copy(
                SCRIPT, Files.createDirectory(directory.resolve("alone")).resolve("daypack"));
        assertEquals(1, run(alone, "--version"));
        assertTrue(said.contains("daypack.jar is missing"), () -> said);
    }

    private long heapMebibytes(String... arguments) throws IOException, InterruptedException {
        List<String> command = arguments.length == 0 ? List.of("settings") : Arrays.asList(arguments);
        assertEquals(0, run(installed.resolve("daypack"), command.toArray(String[]::new)), () -> said);
        String bytes = said.replaceAll("(?s).*-XX:MaxHeapSize=([0-9]+).*", "$1");
        return Long.parseLong(bytes) >> 20;
    }

    private int run(Path script, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("sh", script.toString()));
        command.addAll(Arrays.asList(arguments));
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.startsWith("DAYPACK_") || name.startsWith("S3_"));
        builder.environment().putAll(environment);
        Process process = builder.start();
        said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return process.waitFor();
    }
}
