package dev.daypack.security;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * No library on the class path is older than the least version in {@code dependencies-minimum.csv}. It needs no
 * network, so it always runs; it knows what was known when the list was last looked at.
 */
class SafeVersionsTest {

    /** In a repository: {@code .../group/with/slashes/artifact/version/artifact-version.jar}. */
    private static final Pattern JAR = Pattern.compile(".*?/repository/(.+)/([^/]+)/([^/]+)/\\2-\\3\\.jar");

    private static final String NONE_KNOWN = "none known";

    private static final Pattern VULNERABILITIES =
            Pattern.compile(NONE_KNOWN + "|" + "((CVE-\\d{4}-\\d{4,}|GHSA(-[0-9a-z]{4}){3}|CLSA-\\d{4}-\\d+)( |$))+");

    private static List<Library> libraries() {
        String path = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        return Stream.of(path.split(File.pathSeparator))
                .flatMap(SafeVersionsTest::library)
                .toList();
    }

    private static Stream<Library> library(String entry) {
        Matcher jar = JAR.matcher(entry.replace(File.separatorChar, '/'));
        return jar.matches()
                ? Stream.of(new Library(jar.group(1).replace('/', '.'), jar.group(2), jar.group(3)))
                : Stream.empty();
    }

    @Test
    void noLibraryIsOlderThanItsLeastSafeVersion() throws IOException {
        assertEquals(List.of(), Floor.tooOld(libraries()));
    }

    @Test
    void everyLibraryHasALine() throws IOException {
        assertEquals(List.of(), Floor.withoutALine(libraries()));
        Library unknown = new Library("g", "a", "1");
        assertEquals(List.of(unknown), Floor.withoutALine(List.of(unknown)));
    }

    /** Somebody has looked at a line that names none, and on which day stands in the head. */
    @Test
    void theListSaysWhenItWasLookedUp() throws IOException {
        assertTrue(Files.readString(Floor.LIST).contains("\n# Looked up on 20"), "no date");
    }

    @Test
    void theClassPathWasSeen() {
        List<Library> libraries = libraries();
        assertTrue(libraries.size() > 60, libraries::toString);
        assertTrue(libraries.stream().anyMatch(library -> library.artifact().equals("snappy-java")));
    }

    /** A line that names nothing we have is a wrong name, unless it is there to keep a library out. */
    @Test
    void everyLineIsAboutALibraryThatWeHave() throws IOException {
        List<Library> libraries = libraries();
        for (Floor floor : Floor.all()) {
            boolean keepsOut = floor.least().equals("99");
            assertEquals(!keepsOut, libraries.stream().anyMatch(floor::isAbout), floor::toString);
            assertTrue(VULNERABILITIES.matcher(floor.vulnerabilities()).matches(), floor::toString);
            assertFalse(floor.words().isBlank(), floor::toString);
        }
    }

    @Test
    void anOlderOneIsRefused() {
        Floor floor = new Floor("g", "a", "1.1.10.4", "CVE-2023-43642", "x");
        assertTrue(floor.refuses(new Library("g", "a", "1.1.10.3")));
        assertTrue(floor.refuses(new Library("g", "a", "1.1.9")));
        assertFalse(floor.refuses(new Library("g", "a", "1.1.10.4")));
        assertFalse(floor.refuses(new Library("g", "a", "1.1.10.12")));
        assertFalse(floor.refuses(new Library("g", "b", "1.0")));
        assertTrue(new Floor("g", "*", "2.0", "CVE-2023-43642", "x").refuses(new Library("g", "b", "1.9-rc1")));
    }
}
