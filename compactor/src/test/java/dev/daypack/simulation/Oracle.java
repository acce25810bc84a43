package dev.daypack.simulation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.daypack.discover.PartitionDay;
import dev.daypack.simulation.Bucket.Held;
import dev.daypack.simulation.Bucket.Writer;
import dev.daypack.text.Sha256;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Looks at every effect on the compact store when it has just happened, and says which invariant it breaks. Knows what
 * stood in the raw store from the {@link Lake}, and reads published files by parquet-java.
 */
final class Oracle implements Bucket.Watcher {

    static final String DATA = "data.parquet";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final World world;
    private final Lake lake;
    private final StateRules state;
    private final LeaseRules leases;
    private final Map<PartitionDay, List<Published>> published = new HashMap<>();
    private int checkedFiles;

    Oracle(World world, Lake lake, LeaseRules leases, StateRules state) {
        this.world = world;
        this.lake = lake;
        this.leases = leases;
        this.state = state;
        state.knows(this::published);
    }

    /** All generations of a partition-day's file, the newest last. */
    List<Published> published(PartitionDay day) {
        return published.computeIfAbsent(day, any -> new ArrayList<>());
    }

    int checkedFiles() {
        return checkedFiles;
    }

    @Override
    public void written(String key, Optional<Held> before, Held now, Writer writer) {
        try {
            if (key.equals("compacted/_state.json")) {
                state.written(before, now, writer);
            } else if (key.startsWith(StateRules.MONTHS)) {
                state.monthWritten(key, before.isPresent());
            } else if (key.startsWith("compacted/locks/")) {
                leases.written(key, before, now, writer);
            } else {
                Optional<PartitionDay> day = Lake.dayOfKey(key, lake.days());
                if (day.isEmpty()) {
                    world.violated("nothing else is visible", "an object at " + key);
                    return;
                }
                written(day.get(), key.substring(Lake.LAYOUT.prefix(day.get()).length()), before, now, writer);
            }
        } catch (IOException | RuntimeException e) {
            world.violated("readable", key + " cannot be read: " + e);
        }
    }

    private void written(PartitionDay day, String name, Optional<Held> before, Held now, Writer writer)
            throws IOException {
        countHealing(day, name, before, now, writer);
        switch (name) {
            case DATA -> data(day, before, now, writer);
            case "meta.json" -> meta(day, JSON.readTree(now.bytes()));
            case "quality_day.json" -> quality(day, JSON.readTree(now.bytes()));
            default -> world.violated("nothing else is visible", name + " beside the data of " + day);
        }
    }

    /** Made by another process than the one that published the file, and where there was none, or another. */
    private void countHealing(PartitionDay day, String name, Optional<Held> before, Held now, Writer writer) {
        List<Published> all = published(day);
        boolean isNew = before.isEmpty() || !Arrays.equals(before.get().bytes(), now.bytes());
        if (!name.equals(DATA)
                && isNew
                && !all.isEmpty()
                && all.get(all.size() - 1).by() != writer.process()) {
            world.trace().count("healed " + name);
        }
    }

    @Override
    public void deleted(String key, Held before, Process process) {
        if (key.startsWith("compacted/locks/")) {
            leases.deleted(key, before, process);
        } else {
            world.violated("nothing published is deleted", process.name() + " deleted " + key);
        }
    }

    private void data(PartitionDay day, Optional<Held> before, Held now, Writer writer) {
        checkedFiles++;
        leases.worked(day, writer.process());
        PublishedFile file = PublishedFile.parse(now.bytes());
        String digest = file.keyValues().getOrDefault("daypack.manifest_digest", "");
        Optional<Integer> found = lake.find(day, digest);
        if (found.isEmpty()) {
            world.violated("inputs", "what is published of " + day + " was made of parts that never stood together");
            return;
        }
        int place = found.get();
        rows(day, lake.sets(day).get(place), file);
        if (lake.until(day, place) <= writer.lastSentNanos()) {
            world.violated(
                    "fresh inputs", "the parts of " + day + " had changed before the last bytes of its file were sent");
        }
        List<Published> all = published(day);
        if (before.isPresent()
                && !all.isEmpty()
                && place < all.get(all.size() - 1).place()) {
            world.violated("no way back", "an older generation of " + day + " replaced a newer one");
        }
        String quality = file.keyValues().get("daypack.day_quality");
        label(day, quality, before.isEmpty());
        state.replaced(day, writer.process());
        all.add(new Published(
                now.tag(),
                now.bytes().length,
                file.rows().size(),
                place,
                digest,
                quality,
                file.keyValues().get("daypack.attempt"),
                Sha256.hex(now.bytes()),
                writer.process(),
                world.nanos()));
    }

    private void rows(PartitionDay day, RawSet set, PublishedFile file) {
        List<Row> expected = set.rows();
        if (!file.columns().equals(List.of("ts_event", "seq", "id", "symbol", "price", "side"))) {
            world.violated("rows", day + " has the columns " + file.columns());
        }
        if (!sorted(expected).equals(sorted(file.rows()))) {
            world.violated("rows", day + " has other rows than its parts: " + difference(expected, file.rows()));
        }
        if (!expected.equals(file.rows())) {
            world.violated("order", day + " is not in the order (ts_event, part, row)");
        }
        for (int at = 0; at < file.seqs().size(); at++) {
            if (file.seqs().get(at) != at) {
                world.violated("seq", day + " has seq " + file.seqs().get(at) + " in row " + at);
            }
        }
    }

    private static List<String> sorted(List<Row> rows) {
        return rows.stream().map(Row::toString).sorted().toList();
    }

    private static String difference(List<Row> expected, List<Row> found) {
        List<Row> missing = new ArrayList<>(expected);
        found.forEach(missing::remove);
        List<Row> added = new ArrayList<>(found);
        expected.forEach(added::remove);
        return "missing " + missing + ", added " + added;
    }

    private void label(PartitionDay day, String label, boolean isFirst) {
        List<Evidence> ever = lake.evidence(day.date());
        if (ever.stream().noneMatch(evidence -> evidence.label().equals(label))) {
            world.violated("evidence", day + " is published as " + label + ", but its evidence was " + ever);
        } else if (isFirst
                && ever.stream()
                        .noneMatch(evidence ->
                                evidence.isPacked() && evidence.label().equals(label))) {
            world.violated("evidence", day + " is published although it is " + label);
        }
    }

    private void meta(PartitionDay day, JsonNode meta) {
        boolean fits = published(day).stream().anyMatch(it -> it.isOfMeta(meta));
        if (!fits) {
            world.violated("sidecars", "meta.json of " + day + " speaks of a file that was never published: " + meta);
        }
    }

    private void quality(PartitionDay day, JsonNode quality) {
        String label = quality.path("day_quality").asText();
        if (published(day).stream().noneMatch(it -> it.quality().equals(label))) {
            world.violated("sidecars", "quality_day.json of " + day + " says " + label + ", and no file ever did");
        }
    }
}
