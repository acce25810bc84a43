package dev.daypack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TidyTest {

    /** The build runs tests in the module's directory. */
    private static final Path MODULE = Path.of("").toAbsolutePath();

    @Test
    void theSourcesAreTidy() {
        assertTrue(Files.exists(MODULE.resolve("src/test/java/dev/daypack/TidyTest.java")), "run in " + MODULE);
        assertNone(Tidy.inSources(MODULE.resolve("src")));
    }

    @Test
    void everyPackageSaysWhatItIs() {
        assertNone(Tidy.packagesWithoutInfo(MODULE.resolve("src/main/java")));
    }

    @Test
    void decisionsAreNumberedWithoutGaps() throws IOException {
        Path decisions = MODULE.resolve("docs/decisions");
        if (Files.isDirectory(decisions)) {
            try (Stream<Path> files = Files.list(decisions)) {
                assertNone(Tidy.inDecisions(
                        files.map(file -> file.getFileName().toString()).toList()));
            }
        }
    }

    @Test
    void untidyLinesAreFound() {
        String fits = "x".repeat(Tidy.MAX_LINE_CHARS);
        String unfinished = "// TO" + "DO later";
        assertEquals(
                List.of("A.java:2: longer than 120 characters", "A.java:3: a tab", "A.java:4: TO" + "DO"),
                Tidy.inSource("A.java", List.of(fits, fits + "x", "\tint x;", unfinished, "mastodons, XX" + "XL")));
        assertEquals(1, Tidy.inSource("A.java", List.of("FIX" + "ME")).size());
        assertEquals(1, Tidy.inSource("A.java", List.of("a XX" + "X b")).size());
    }

    @Test
    void filesThatAreTooLongAreFound() {
        assertEquals(List.of(), Tidy.inSource("A.java", Collections.nCopies(Tidy.MAX_FILE_LINES, "")));
        assertEquals(
                List.of("A.java: 501 lines, more than 500"),
                Tidy.inSource("A.java", Collections.nCopies(Tidy.MAX_FILE_LINES + 1, "")));
    }

    @Test
    void packagesThatSayNothingAreFound(@TempDir Path directory) throws IOException {
        Path silent = Files.createDirectories(directory.resolve("a/silent"));
        Path described = Files.createDirectories(directory.resolve("a/described"));
        Files.writeString(silent.resolve("A.java"), "\t");
        Files.writeString(described.resolve("A.java"), "");
        Files.writeString(described.resolve("package-info.java"), "");
        assertEquals(List.of("a/silent: no package-info.java"), Tidy.packagesWithoutInfo(directory));
        assertEquals(List.of("a/silent/A.java:1: a tab"), Tidy.inSources(directory));
    }

    @Test
    void decisionsThatAreMissingDoubleOrMisnamedAreFound() {
        assertEquals(List.of(), Tidy.inDecisions(List.of()));
        assertEquals(List.of(), Tidy.inDecisions(List.of("0002-b.md", "README.md", "0001-a.md")));
        assertEquals(List.of("0002-b.md: expected 0001"), Tidy.inDecisions(List.of("0002-b.md", "0003-c.md")));
        assertEquals(List.of("0003-c.md: expected 0002"), Tidy.inDecisions(List.of("0001-a.md", "0003-c.md")));
        assertEquals(List.of("0001-b.md: expected 0002"), Tidy.inDecisions(List.of("0001-a.md", "0001-b.md")));
        assertEquals(List.of("notes.md: not like 0001-some-words.md"), Tidy.inDecisions(List.of("notes.md")));
    }

    private static void assertNone(List<String> findings) {
        assertTrue(findings.isEmpty(), () -> "\n" + String.join("\n", findings));
    }
}
