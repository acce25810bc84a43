package dev.daypack.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.daypack.cli.CommandLines.Said;
import dev.daypack.store.S3ProxyServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code daypack doctor} against directories and a server. */
@Timeout(600)
class DoctorTest {

    @TempDir
    private Path directory;

    /** Grade by section and topic. */
    private static TreeMap<String, String> grades(JsonNode json) {
        TreeMap<String, String> grades = new TreeMap<>();
        for (JsonNode section : json.path("sections")) {
            String title = section.path("title").asText().split("  ")[0];
            for (JsonNode finding : section.path("findings")) {
                grades.put(
                        title + "/" + finding.path("topic").asText(),
                        finding.path("grade").asText());
            }
        }
        return grades;
    }

    private SmallLake lakeOfOneDay() {
        SmallLake lake = new SmallLake(directory).parts("bbo/btcusdt", SmallLake.YESTERDAY, 1);
        lake.environment.put("DAYPACK_RAW_URL", lake.raw.toUri().toString());
        lake.environment.put("DAYPACK_COMPACT_URL", lake.compact.toUri().toString());
        return lake;
    }

    @Test
    void directoriesAreLookedOverAndLeftAsTheyWere() throws IOException {
        SmallLake lake = lakeOfOneDay();
        assertEquals(0, lake.runPlain("catch-up").code());
        List<String> raw = SmallLake.below(lake.raw);
        List<String> compact = SmallLake.below(lake.compact);
        Said said = lake.runPlain("doctor");
        assertEquals(0, said.code(), said::toString);
        assertTrue(said.out().contains("packed up to 2026-01-26"), said::toString);
        assertTrue(said.out().contains("1 partition-day of yesterday"), said::toString);
        assertEquals(raw, SmallLake.below(lake.raw));
        assertEquals(compact, SmallLake.below(lake.compact));
        said.out().lines().forEach(line -> assertTrue(line.length() <= 80 || line.contains("/"), line));
    }

    @Test
    void aDirectoryThatIsNotThereIsNotMade() throws IOException {
        SmallLake lake = lakeOfOneDay();
        Path there = Files.createDirectories(directory.resolve("there"));
        lake.environment.put(
                "DAYPACK_COMPACT_URL", there.resolve("no/where").toUri().toString());
        Said said = lake.runPlain("doctor", "--json");
        assertEquals(0, said.code(), said::toString);
        TreeMap<String, String> grades = grades(SmallLake.json(said.out()));
        assertEquals("warn", grades.get("compact store/write"), said::toString);
        assertEquals("ok", grades.get("compact store/state"), said::toString);
        try (Stream<Path> below = Files.list(there)) {
            assertEquals(List.of(), below.toList());
        }
        Path file = Files.writeString(there.resolve("file"), "x");
        lake.environment.put(
                "DAYPACK_COMPACT_URL", file.resolve("no/where").toUri().toString());
        Said impossible = lake.runPlain("doctor", "--json");
        assertEquals(1, impossible.code(), impossible::toString);
        assertEquals("fail", grades(SmallLake.json(impossible.out())).get("compact store/write"));
    }

    @Test
    void anEmptyDirectoryGetsNoDirectoriesForObjects() throws IOException {
        SmallLake lake = lakeOfOneDay();
        Files.createDirectories(lake.compact);
        assertEquals(0, lake.runPlain("doctor").code());
        try (Stream<Path> below = Files.list(lake.compact)) {
            assertEquals(
                    List.of(".daypack-tmp"),
                    below.map(path -> path.getFileName().toString()).toList());
        }
    }

    @Test
    void whatIsBrokenIsToldAllAtOnce() throws IOException {
        SmallLake lake = lakeOfOneDay();
        lake.environment.put("DAYPACK_LAYOUT", "{exchange}/{symbol}/{date:yyyyMMdd}");
        Path state = lake.compact.resolve("compacted/_state.json");
        Files.createDirectories(state.getParent());
        Files.writeString(state, "{\"partitions\": [");
        Said said = lake.runPlain("doctor", "--json");
        assertEquals(1, said.code(), said::toString);
        TreeMap<String, String> grades = grades(SmallLake.json(said.out()));
        assertEquals("fail", grades.get("raw store/layout"), grades::toString);
        assertEquals("fail", grades.get("compact store/state"), grades::toString);
        assertEquals("ok", grades.get("compact store/put match"), grades::toString);

        lake.environment.put(
                "DAYPACK_RAW_URL", directory.resolve("nowhere").toUri().toString());
        Said lost = lake.runPlain("doctor", "--json");
        assertEquals(3, lost.code(), lost::toString);
        assertEquals("fail", grades(SmallLake.json(lost.out())).get("raw store/list"));
    }

    @Test
    void aServerIsProbedAnewAndAskedForItsClock() {
        SmallLake lake = new SmallLake(directory);
        try (S3ProxyServer server = S3ProxyServer.start()) {
            server.createBucket("raw", server.rawKeys());
            server.createBucket("compact", server.compactKeys());
            for (String store : List.of("raw", "compact")) {
                String name = "DAYPACK_" + store.toUpperCase(Locale.ROOT);
                boolean isRaw = store.equals("raw");
                lake.environment.put(name + "_URL", "s3://" + store);
                lake.environment.put(name + "_ENDPOINT", server.endpoint().toString());
                lake.environment.put(
                        name + "_ACCESS_KEY", (isRaw ? server.rawKeys() : server.compactKeys()).accessKey());
                lake.environment.put(
                        name + "_SECRET_KEY", (isRaw ? server.rawKeys() : server.compactKeys()).secretKey());
            }
            for (int time = 0; time < 2; time++) {
                Said said = lake.runPlain("doctor", "--json");
                TreeMap<String, String> grades = grades(SmallLake.json(said.out()));
                assertEquals("ok", grades.get("compact store/put match"), said::toString);
                assertEquals("ok", grades.get("compact store/large objects"), said::toString);
                assertTrue(grades.containsKey("raw store/clock"), said::toString);
                assertEquals("warn", grades.get("raw store/layout"), said::toString);
                assertFalse(said.all().contains(server.compactKeys().secretKey()));
            }
            lake.environment.put("DAYPACK_COMPACT_URL", "s3://raw/other");
            assertEquals(3, lake.runPlain("doctor").code());
        }
    }
}
