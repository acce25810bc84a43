package dev.daypack.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The archive that the launcher keeps beside the jar for quicker starts; mostly of a Java that is none. */
@Timeout(600)
class LauncherArchiveIT {

    private static final Path JAR = Path.of(System.getProperty("daypack.jar"));
    private static final Path SCRIPT = Path.of(System.getProperty("daypack.launcher"));

    /** Makes the archive it is asked for, and writes its arguments down. */
    private static final String FAKE_JAVA = """
            #!/bin/sh
            [ -z "$FAKE_JAVA_FAILS" ] || case "$*" in *Rehearsal*) exit 1 ;; esac
            [ -z "$HTTP_PROXY$http_proxy" ] || case "$*" in *pack-s3*) exit 1 ;; esac
            [ -z "$FAKE_JAVA_CANNOT_S3" ] || case "$*" in *pack-s3*) exit 1 ;; esac
            for word in "$@"; do
                case $word in
                    -XX:ArchiveClassesAtExit=*) echo archive >"${word#*=}" ;;
                    -XX:AOTCacheOutput=*) echo archive >"${word#*=}" ;;
                esac
            done
            echo "java $*"
            """;

    private final Map<String, String> environment = new TreeMap<>();

    @TempDir
    private Path directory;

    private Path scratch;
    private String said;

    @BeforeEach
    void scratchOfOurOwn() throws IOException {
        scratch = Files.createDirectory(directory.resolve("scratch"));
        environment.put("TMPDIR", scratch.toString());
    }

    @Test
    void twoThatPrepareAtOnceLeaveOneArchiveThatIsUsed() throws IOException, InterruptedException {
        environment.put("DAYPACK_JAVA_HOME", System.getProperty("java.home"));
        Path installed = install("prepared", JAR);
        Process first = start(installed, "--prepare");
        Process second = start(installed, "--prepare");
        assertEquals("", text(first) + text(second));
        assertEquals(0, first.waitFor());
        assertEquals(0, second.waitFor());
        assertEquals(4, names(installed).size(), () -> names(installed).toString());
        assertEquals(List.of(), names(scratch));
        String version = text(start(installed, "--version"));
        assertEquals(1, version.lines().count(), version);
        assertTrue(loadsFromTheArchive(installed), "the classes come from the archive");

        // Another jar of the same name, though it is older than the archive.
        Files.setLastModifiedTime(installed.resolve("daypack.jar"), FileTime.fromMillis(1_700_000_000_000L));
        assertEquals(version, text(start(installed, "--version")));
        assertFalse(loadsFromTheArchive(installed), "the archive is of another jar");
    }

    @Test
    void aSourceTreePreparesItselfOnceForEachJarAndJava() throws IOException, InterruptedException {
        Path tree = tree();
        useFakeJava("17.0.1");
        said = text(start(tree, "--version"));
        Path archive = tree.resolve("compactor/target/daypack-17.0.1.jsa");
        assertTrue(said.contains("preparing") && said.contains("-XX:SharedArchiveFile=" + archive), () -> said);
        said = text(start(tree, "--version"));
        assertTrue(!said.contains("preparing") && said.contains("-XX:SharedArchiveFile=" + archive), () -> said);
        Files.setLastModifiedTime(archive, FileTime.fromMillis(1_700_000_000_000L));
        assertTrue(text(start(tree, "--version")).contains("preparing"), "the jar is newer");
        useFakeJava("25.0.3");
        assertTrue(text(start(tree, "--version")).contains("preparing"), "another Java");
        said = text(start(tree, "--version"));
        assertTrue(said.contains("-XX:AOTCache=" + tree.resolve("compactor/target/daypack-25.0.3.jsa")), () -> said);
        assertEquals(List.of(), names(scratch));
    }

    @Test
    void whereAStoreIsS3ThereIsAnArchiveOfItsOwn() throws IOException, InterruptedException {
        Path tree = tree();
        useFakeJava("25.0.3");
        said = text(start(tree, "--version"));
        assertTrue(said.contains("daypack-25.0.3.jsa"), () -> said);
        environment.put("DAYPACK_RAW_URL", "s3://raw");
        said = text(start(tree, "--version"));
        assertTrue(said.contains("preparing") && said.contains("daypack-25.0.3-s3.jsa"), () -> said);
        said = text(start(tree, "--version"));
        assertTrue(!said.contains("preparing") && said.contains("daypack-25.0.3-s3.jsa"), () -> said);
    }

    @Test
    void itIsRehearsedPastAnyProxy() throws IOException, InterruptedException {
        environment.put("HTTP_PROXY", "http://proxy.invalid:3128");
        environment.put("http_proxy", "http://proxy.invalid:3128");
        environment.put("DAYPACK_RAW_URL", "s3://raw");
        Path tree = tree();
        useFakeJava("25.0.3");
        said = text(start(tree, "--version"));
        assertTrue(said.contains("AOTCache=" + tree.resolve("compactor/target/daypack-25.0.3-s3.jsa")), () -> said);
    }

    @Test
    void whereItCannotBeMadeTheOtherServes() throws IOException, InterruptedException {
        Path tree = tree();
        useFakeJava("25.0.3");
        text(start(tree, "--version"));
        environment.put("FAKE_JAVA_CANNOT_S3", "1");
        environment.put("DAYPACK_RAW_URL", "s3://raw");
        text(start(tree, "--version"));
        said = text(start(tree, "--version"));
        assertTrue(said.contains("AOTCache=" + tree.resolve("compactor/target/daypack-25.0.3.jsa")), () -> said);
    }

    @Test
    void aJavaThatMakesNoArchiveIsAskedOnce() throws IOException, InterruptedException {
        Path tree = tree();
        useFakeJava("17.0.1");
        environment.put("FAKE_JAVA_FAILS", "1");
        assertTrue(text(start(tree, "--version")).contains("preparing"));
        said = text(start(tree, "--version"));
        assertFalse(said.contains("preparing") || said.contains("SharedArchiveFile"), () -> said);
    }

    @Test
    void anInstallationPreparesOnRequestOnly() throws IOException, InterruptedException {
        useFakeJava("17.0.1");
        Path installed = install("opt", JAR);
        assertFalse(text(start(installed, "--version")).contains("SharedArchiveFile"));
        assertEquals(List.of("daypack", "daypack.jar"), names(installed));
        environment.put("FAKE_JAVA_FAILS", "1");
        Process failing = start(installed, "--prepare");
        said = text(failing);
        assertEquals(1, failing.waitFor());
        assertTrue(said.contains("could not be made; everything works without it"), () -> said);
        assertEquals(List.of("daypack", "daypack.jar"), names(installed));
    }

    @Test
    void flagsThatMayNotStandBesideAnArchiveSwitchItOff() throws IOException, InterruptedException {
        useFakeJava("25.0.3");
        Path tree = tree();
        text(start(tree, "--version"));
        environment.put("DAYPACK_JAVA_OPTS", "-Xshare:off");
        said = text(start(tree, "--version"));
        assertTrue(said.contains("-Xshare:off") && !said.contains("AOTCache"), () -> said);
    }

    private boolean loadsFromTheArchive(Path installed) throws IOException, InterruptedException {
        Path log = directory.resolve("classes");
        environment.put("DAYPACK_JAVA_OPTS", "-Xlog:class+load:file=" + log);
        text(start(installed, "--version"));
        environment.remove("DAYPACK_JAVA_OPTS");
        try (Stream<String> lines = Files.lines(log)) {
            return lines.anyMatch(line -> line.contains("dev.daypack.cli.Main source: shared objects file"));
        }
    }

    private Path install(String name, Path jar) throws IOException {
        Path installed = Files.createDirectory(directory.resolve(name));
        Files.copy(SCRIPT, installed.resolve("daypack"));
        Files.copy(jar, installed.resolve("daypack.jar"));
        return installed;
    }

    /** A source tree with a jar that is built already. */
    private Path tree() throws IOException {
        Path tree = Files.createDirectory(directory.resolve("tree"));
        Files.copy(SCRIPT, tree.resolve("daypack"));
        Files.createDirectories(tree.resolve("compactor/src/main"));
        Files.createFile(tree.resolve("pom.xml"));
        Files.createFile(tree.resolve("compactor/pom.xml"));
        Files.writeString(
                Files.createDirectories(tree.resolve("compactor/target")).resolve("daypack.jar"), "no jar");
        return tree;
    }

    private void useFakeJava(String version) throws IOException {
        Path home = Files.createDirectories(directory.resolve("java " + version));
        Path java = Files.createDirectories(home.resolve("bin")).resolve("java");
        Files.writeString(java, FAKE_JAVA);
        Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.writeString(
                home.resolve("release"), "JAVA_RUNTIME_VERSION=\"%1$s\"\nJAVA_VERSION=\"%1$s\"\n".formatted(version));
        environment.put("DAYPACK_JAVA_HOME", home.toString());
    }

    private Process start(Path place, String argument) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                        "sh", place.resolve("daypack").toString(), argument)
                .directory(directory.toFile())
                .redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.startsWith("DAYPACK_") || name.startsWith("S3_"));
        builder.environment().putAll(environment);
        return builder.start();
    }

    /** All that it says until it ends. */
    private static String text(Process process) throws IOException, InterruptedException {
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return said;
    }

    private static List<String> names(Path place) {
        try (Stream<Path> entries = Files.list(place)) {
            return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
