package dev.daypack.kills;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.daypack.json.Schemas;
import dev.daypack.store.ObjectStat;
import dev.daypack.store.ObjectStore;
import dev.daypack.store.StoreAccess;
import dev.daypack.store.StoreException;
import dev.daypack.store.StoredObject;
import dev.daypack.text.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * A reader of what is published, all the time that others are killed. Whatever it sees must be whole and right: every
 * {@code data.parquet} is what DuckDB makes of parts that were there, none goes away or back to fewer rows, and the
 * state claims nothing that is not published and no day that is not done.
 */
final class Onlooker implements Runnable {

    private static final Set<String> NAMES = Set.of("data.parquet", "meta.json", "quality_day.json");
    private static final Set<String> DONE = Set.of("success", "quarantine");
    private static final Set<String> REDONE = Set.of("in_progress", "failed");
    private static final long PAUSE_MILLIS = 50;
    private static final ObjectMapper JSON = new ObjectMapper();

    /** What was found right of a day. */
    private record Seen(String etag, String sha256, int parts) {}

    private final Site site;
    private final RacedLake lake;
    private final Path file;
    private final Random random;
    private final Map<String, Seen> seen = new TreeMap<>();
    private final Map<String, Integer> proven = new HashMap<>();
    private volatile boolean isOver;
    private volatile boolean isQuarantineRetried;
    private volatile Optional<Throwable> wrong = Optional.empty();
    private volatile int looks;
    private volatile int reads;
    private volatile int unanswered;

    /** @param file to keep a copy in, of what is being looked at */
    Onlooker(Site site, RacedLake lake, Path file, Random random) {
        this.site = site;
        this.lake = lake;
        this.file = file;
        this.random = random;
    }

    /** From now on days that were set apart may be worked on again, though the watermark is past them. */
    void quarantineIsRetried() {
        isQuarantineRetried = true;
    }

    @Override
    public void run() {
        try (ObjectStore compact = site.compact(StoreAccess.READ_OR_EMPTY)) {
            while (!isOver) {
                try {
                    look(compact);
                    looks++;
                } catch (StoreException e) {
                    // The server is down, or the object that was being read was replaced: looked at again.
                    if (e.kind() == StoreException.Kind.UNSAFE) {
                        throw e;
                    }
                    unanswered++;
                }
                Thread.sleep(PAUSE_MILLIS);
            }
        } catch (Throwable e) {
            wrong = Optional.of(e);
        }
    }

    /** No more is looked at. */
    void end() {
        isOver = true;
    }

    /** Throws what was found wrong. */
    void assertContent() {
        wrong.ifPresent(failure -> {
            throw new AssertionError("a reader saw what must not be: " + failure.getMessage(), failure);
        });
    }

    String figures() {
        return looks + " looks at everything, " + reads + " files read, " + proven.size()
                + " different contents proven by DuckDB, " + unanswered + " looks cut off";
    }

    private void look(ObjectStore compact) throws IOException {
        // The state first: what it claims must be there, whatever comes in between.
        Optional<StoredObject> state = compact.get("compacted/_state.json");
        Map<String, ObjectStat> published = new TreeMap<>();
        for (ObjectStat object : compact.list("exchange=")) {
            String prefix = object.key().substring(0, object.key().lastIndexOf('/') + 1);
            String name = object.key().substring(prefix.length());
            must(lake.prefixes().contains(prefix) && NAMES.contains(name), "a key that nobody should write: " + object);
            if (name.equals("data.parquet")) {
                published.put(prefix, object);
            }
        }
        must(published.keySet().containsAll(seen.keySet()), "gone: " + minus(seen.keySet(), published.keySet()));
        if (state.isPresent()) {
            checkState(state.get().bytes(), published.keySet());
        }
        for (Map.Entry<String, ObjectStat> entry : published.entrySet()) {
            Seen before = seen.get(entry.getKey());
            if (before == null || !before.etag().equals(entry.getValue().etag()) || random.nextInt(20) == 0) {
                check(compact, entry.getKey(), entry.getValue());
            }
        }
    }

    private void checkState(byte[] bytes, Set<String> published) throws IOException {
        must(Schemas.violations("state", bytes).isEmpty(), "a state that fits no schema");
        JsonNode state = JSON.readTree(bytes);
        String watermark = state.path("last_compacted_date").asText("");
        List<String> open = new ArrayList<>();
        for (String prefix : lake.prefixes()) {
            String key = prefix.substring(0, prefix.length() - 1).replaceAll("[a-z]+=", "");
            String status = state.path("partitions").path(key).path("status").asText("none");
            must(!status.equals("success") || published.contains(prefix), "claimed and not there: " + key);
            // What is packed anew may be marked so before it is replaced, and fail while the server is down; it is
            // published all the time, unless it was set apart before.
            boolean wasDone = published.contains(prefix) || isQuarantineRetried;
            boolean isDone = DONE.contains(status) || (REDONE.contains(status) && wasDone);
            if (!isDone && key.substring(key.length() - 8).compareTo(watermark) <= 0) {
                open.add(key + " is " + status);
            }
        }
        must(open.isEmpty(), "the watermark is " + watermark + ", and " + open);
    }

    /** Reads a file by its ETag and proves it, unless the same bytes of the same day were proven before. */
    private void check(ObjectStore compact, String prefix, ObjectStat object) throws IOException {
        byte[] bytes = new byte[Math.toIntExact(object.sizeBytes())];
        compact.read(object.key(), object.etag(), 0, bytes, 0, bytes.length);
        reads++;
        String sha256 = Sha256.hex(bytes);
        Seen before = seen.get(prefix);
        must(
                before == null
                        || !before.etag().equals(object.etag())
                        || before.sha256().equals(sha256),
                "other bytes under the same ETag: " + object);
        Integer parts = proven.get(prefix + sha256);
        if (parts == null) {
            Files.write(file, bytes);
            RacedLake.Content content = lake.content(prefix, file);
            must(content.difference().isEmpty(), object.key() + ": " + content.difference());
            parts = content.parts();
            proven.put(prefix + sha256, parts);
        }
        must(before == null || before.parts() <= parts, "fewer parts than before: " + object);
        seen.put(prefix, new Seen(object.etag(), sha256, parts));
    }

    private static Set<String> minus(Set<String> all, Set<String> without) {
        return all.stream().filter(it -> !without.contains(it)).collect(Collectors.toCollection(TreeSet::new));
    }

    private static void must(boolean holds, String otherwise) {
        if (!holds) {
            throw new AssertionError(otherwise);
        }
    }
}
