package dev.daypack.kills;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.daypack.json.Schemas;
import dev.daypack.store.ObjectStat;
import dev.daypack.store.ObjectStore;
import dev.daypack.store.StoreAccess;
import dev.daypack.text.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Looks at both stores when a run has come to its end, and fails for whatever is not as if nobody had been killed. */
final class Verdict {

    private static final String PROBES = "compacted/.probe/";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Site site;
    private final RacedLake lake;
    private final Path file;

    /** @param file to keep copies in */
    Verdict(Site site, RacedLake lake, Path file) {
        this.site = site;
        this.lake = lake;
        this.file = file;
    }

    /** Checks all of it; tells how many unfinished writes the killed ones had left. */
    int check() throws IOException {
        try (ObjectStore compact = site.compact(StoreAccess.WRITE)) {
            JsonNode state = document(compact, "compacted/_state.json", "state");
            assertEquals(
                    lake.lastDate().format(DateTimeFormatter.BASIC_ISO_DATE),
                    state.path("last_compacted_date").asText(),
                    "watermark");
            assertEquals(lake.prefixes().size(), state.path("partitions").size(), "entries");
            Set<String> keys = new TreeSet<>(Set.of("compacted/_state.json"));
            for (String prefix : lake.prefixes()) {
                checkDay(compact, prefix, state.path("partitions").path(stateKey(prefix)));
                keys.addAll(List.of(prefix + "data.parquet", prefix + "meta.json", prefix + "quality_day.json"));
            }
            checkNoMore(compact, keys);
            checkRaw();
            // Those of today are left to their writers, who may be slow. Nobody is at work any more, so all may go;
            // S3Proxy says of each that it has begun just now.
            Duration anyAge = Duration.ofDays(-1);
            int unfinished = compact.removeAbandonedWrites(key -> true, anyAge);
            assertEquals(0, compact.removeAbandonedWrites(key -> true, anyAge), "unfinished writes");
            return unfinished;
        }
    }

    /** No leases, nor a second file of any day. What a probe that was killed has left says nothing to anybody. */
    private static void checkNoMore(ObjectStore compact, Set<String> keys) {
        Set<String> more = new TreeSet<>();
        compact.list("").forEach(object -> more.add(object.key()));
        more.removeAll(keys);
        more.removeIf(key -> key.startsWith(PROBES));
        assertEquals(Set.of(), more, "objects that nobody needs");
    }

    private static String stateKey(String prefix) {
        return prefix.substring(0, prefix.length() - 1).replaceAll("[a-z]+=", "");
    }

    private void checkDay(ObjectStore compact, String prefix, JsonNode entry) throws IOException {
        ObjectStat object = compact.head(prefix + "data.parquet").orElseThrow();
        byte[] bytes = read(compact, object);
        Files.write(file, bytes);
        assertEquals(Optional.empty(), lake.content(prefix, file).difference(), prefix);

        JsonNode meta = document(compact, prefix + "meta.json", "meta");
        assertEquals(lake.rows(prefix), meta.path("rows").asLong(), prefix);
        assertEquals(object.etag(), meta.path("etag").asText(), prefix);
        assertEquals(bytes.length, meta.path("bytes").asLong(), prefix);
        assertEquals(Sha256.hex(bytes), meta.path("sha256").asText(), prefix);
        JsonNode quality = document(compact, prefix + "quality_day.json", "quality_day");
        assertEquals(meta.path("day_quality"), quality.path("day_quality"), prefix);

        assertEquals("success", entry.path("status").asText(), () -> prefix + " " + entry);
        assertEquals(lake.rows(prefix), entry.path("rows").asLong(), prefix);
        assertEquals(bytes.length, entry.path("total_size_bytes").asLong(), prefix);
        for (String name : List.of("etag", "attempt", "manifest_digest")) {
            assertTrue(entry.hasNonNull(name), () -> prefix + " has no " + name);
            assertEquals(meta.path(name), entry.path(name), prefix);
        }
    }

    private static JsonNode document(ObjectStore compact, String key, String schema) throws IOException {
        byte[] bytes = compact.get(key).orElseThrow().bytes();
        assertEquals(List.of(), Schemas.violations(schema, bytes), key);
        return JSON.readTree(bytes);
    }

    private static byte[] read(ObjectStore store, ObjectStat object) {
        byte[] bytes = new byte[Math.toIntExact(object.sizeBytes())];
        store.read(object.key(), object.etag(), 0, bytes, 0, bytes.length);
        return bytes;
    }

    /** Not a part more, not a part less, and every byte of each. */
    private void checkRaw() throws IOException {
        Map<String, String> expected = new TreeMap<>();
        for (Path part : lake.parts()) {
            expected.put(lake.key(part), Sha256.hex(Files.readAllBytes(part)));
        }
        Map<String, String> found = new TreeMap<>();
        try (ObjectStore raw = site.raw()) {
            for (ObjectStat object : raw.list("")) {
                // The test's collectors probe before they write; the program has no business there.
                if (!object.key().startsWith(PROBES)) {
                    found.put(object.key(), Sha256.hex(read(raw, object)));
                }
            }
        }
        assertEquals(expected.keySet(), found.keySet(), "raw parts");
        assertEquals(expected, found, "content of raw parts");
    }
}
