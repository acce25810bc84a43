package dev.daypack.security;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;

/** The bill of materials names what is in the jar, and the jar holds nothing that it does not name. */
class SbomIT {

    private static final Path JAR = Path.of(System.getProperty("daypack.jar"));
    private static final Path SBOM = JAR.resolveSibling("daypack-sbom.json");

    /** Inside parquet-column, under other package names: part of that library, and no dependency of anybody's. */
    private static final String NESTED = "net.openhft:zero-allocation-hashing:";

    private static JsonNode sbom() throws IOException {
        return new ObjectMapper().readTree(SBOM.toFile());
    }

    /** {@code group:artifact:version} of all components. */
    private static Set<String> named() throws IOException {
        Set<String> named = new TreeSet<>();
        sbom().path("components")
                .forEach(each -> named.add(
                        each.path("group").asText() + ":" + each.path("name").asText() + ":"
                                + each.path("version").asText()));
        return named;
    }

    @Test
    void everyLibraryThatIsInTheJarIsNamed() throws IOException {
        List<String> missing = new ArrayList<>();
        Set<String> named = named();
        int found = 0;
        try (ZipFile jar = new ZipFile(JAR.toFile())) {
            for (ZipEntry entry : jar.stream()
                    .filter(each -> each.getName().matches("META-INF/maven/.*/pom\\.properties"))
                    .toList()) {
                Properties pom = new Properties();
                try (InputStream in = jar.getInputStream(entry)) {
                    pom.load(in);
                }
                String library = pom.getProperty("groupId") + ":" + pom.getProperty("artifactId") + ":"
                        + pom.getProperty("version");
                found++;
                if (!named.contains(library) && !library.startsWith("dev.daypack:") && !library.startsWith(NESTED)) {
                    missing.add(library);
                }
            }
        }
        assertEquals(List.of(), missing);
        assertTrue(found > 20, found + " libraries");
    }

    @Test
    void everyComponentHasALineAmongTheLeastSafeVersionsAndIsNotOlder() throws IOException {
        List<Library> shipped = new ArrayList<>();
        sbom().path("components")
                .forEach(each -> shipped.add(new Library(
                        each.path("group").asText(),
                        each.path("name").asText(),
                        each.path("version").asText())));
        assertEquals(List.of(), Floor.withoutALine(shipped));
        assertEquals(List.of(), Floor.tooOld(shipped));
    }

    @Test
    void everyComponentCanBeLookedUpAndChecked() throws IOException {
        assertEquals("CycloneDX", sbom().path("bomFormat").asText());
        assertTrue(sbom().path("components").size() > 50, "components");
        for (JsonNode component : sbom().path("components")) {
            assertTrue(component.path("purl").asText().startsWith("pkg:maven/"), component::toString);
            assertFalse(component.path("hashes").isEmpty(), component::toString);
        }
        assertTrue(named().stream().noneMatch(name -> name.startsWith("org.apache.hadoop")), "Hadoop is not shipped");
    }
}
