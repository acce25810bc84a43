package dev.daypack.simulation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.daypack.discover.PartitionDay;
import dev.daypack.simulation.Bucket.Held;
import dev.daypack.simulation.Bucket.Writer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * What the state may say, whenever it is written: nothing that is not published; nothing less than it said before; a
 * watermark that passes finished days only; quarantine for what is bad only.
 *
 * <p>It may lag behind the store by two rules, and no further. An entry names a generation that stood at some moment of
 * the run that wrote it. And when a generation gives way to another, the state does not call the day done, unless
 * somebody said so since the run that replaces it began. In the end it must name what stands.
 */
final class StateRules {

    static final String KEY = "compacted/_state.json";
    static final String MONTHS = "compacted/_state/";
    private static final Set<String> TERMINAL = Set.of("success", "no_files", "quarantine");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final World world;
    private final Bucket compact;
    private final Lake lake;
    private final LeaseRules leases;
    private final Instant beginning;

    /** As it was last written, with the entries of the months that it refers to. */
    private JsonNode whole = JSON.createObjectNode();

    private final Map<String, List<String>> entries = new HashMap<>();
    private final Map<PartitionDay, Long> changedNanos = new HashMap<>();
    private Function<PartitionDay, List<Published>> published = day -> List.of();

    StateRules(World world, Bucket compact, Lake lake, LeaseRules leases, Instant beginning) {
        this.compact = compact;
        this.leases = leases;
        this.world = world;
        this.lake = lake;
        this.beginning = beginning;
    }

    void knows(Function<PartitionDay, List<Published>> generations) {
        this.published = generations;
    }

    static LocalDate date(String basic) {
        return LocalDate.parse(basic, DateTimeFormatter.BASIC_ISO_DATE);
    }

    /** What the state says now, with the entries of the months that were moved out of its head. */
    JsonNode whole() throws IOException {
        Optional<Held> head = compact.held(KEY);
        return head.isPresent() ? whole(JSON.readTree(head.get().bytes())) : JSON.createObjectNode();
    }

    /** Entries of the head stand over those of a month. */
    private JsonNode whole(JsonNode head) throws IOException {
        ObjectNode entries = JSON.createObjectNode();
        for (JsonNode month : head.path("months")) {
            String key = month.path("key").asText();
            Optional<Held> there = compact.held(key);
            JsonNode moved = there.isPresent() ? JSON.readTree(there.get().bytes()) : JSON.createObjectNode();
            if (moved.path("partitions").size() < month.path("entries").asInt(Integer.MAX_VALUE)) {
                world.violated("state forgets nothing", key + " has fewer entries than the state says: " + month);
            }
            entries.setAll((ObjectNode) moved.path("partitions"));
        }
        if (head.path("partitions") instanceof ObjectNode own) {
            entries.setAll(own);
        }
        ObjectNode all = head.deepCopy();
        all.set("partitions", entries);
        return all;
    }

    /** A month's object changes nothing of what the state says; the head that refers to it comes after it. */
    void monthWritten(String key, boolean isAgain) throws IOException {
        world.trace().count(isAgain ? "months written again" : "months written");
        JsonNode now = whole();
        if (!now.path("partitions").equals(whole.path("partitions"))) {
            world.violated("state forgets nothing", "with " + key + " it says " + now + ", and said " + whole);
        }
    }

    void written(Optional<Held> before, Held now, Writer writer) throws IOException {
        JsonNode head = JSON.readTree(now.bytes());
        JsonNode old = whole;
        JsonNode state = whole(head);
        whole = state;
        if (before.isPresent()) {
            keepsWhatWasSaid(old, state);
            if (head.path("partitions").size()
                    < JSON.readTree(before.get().bytes()).path("partitions").size()) {
                world.trace().count("months moved");
            }
        }
        for (PartitionDay day : lake.days()) {
            JsonNode entry = state.path("partitions").path(day.stateKey());
            if (!entry.isMissingNode() && !entry.equals(old.path("partitions").path(day.stateKey()))) {
                entry(day, entry, writer.process());
                changedNanos.put(day, world.nanos());
                keepsWhatIsPublished(day, old.path("partitions").path(day.stateKey()), entry);
            }
        }
        watermark(old, state, writer.process());
    }

    private void keepsWhatWasSaid(JsonNode old, JsonNode state) {
        if (!state.path("operator_note").equals(old.path("operator_note"))) {
            world.violated("state forgets nothing", "a key that Daypack does not know is gone");
        }
        old.path("partitions").fieldNames().forEachRemaining(key -> {
            if (!state.path("partitions").has(key)) {
                world.violated("state forgets nothing", "the entry of " + key + " is gone");
            }
        });
        old.path("days").fieldNames().forEachRemaining(key -> {
            if (!state.path("days").has(key)) {
                world.violated("state forgets nothing", "the entry of the day " + key + " is gone");
            }
        });
    }

    private void keepsWhatIsPublished(PartitionDay day, JsonNode before, JsonNode entry) {
        boolean isTrouble =
                Set.of("failed", "quarantine").contains(entry.path("status").asText());
        if (isTrouble && before.has("etag") && !entry.has("etag")) {
            world.violated("state forgets nothing", "trouble with " + day + " took what is published from its entry");
        }
    }

    private void entry(PartitionDay day, JsonNode entry, Process writer) {
        List<String> said = entries.computeIfAbsent(day.stateKey(), any -> new ArrayList<>());
        String text = entry.toString();
        String status = entry.path("status").asText();
        boolean isOldText = said.contains(text) && !isSame(said.get(said.size() - 1), entry);
        if (status.equals("success") && isOldText && !isOfWhatStands(day, entry)) {
            world.violated("state forgets nothing", "the entry of " + day + " is an older one again: " + text);
        }
        said.add(text);
        if (status.equals("success")) {
            claim(day, entry, writer);
        } else if (entry.has("etag") && published.apply(day).stream().noneMatch(it -> it.isOf(entry))) {
            world.violated("state claims what is", "no file was ever published of " + day + ": " + entry);
        }
        if (status.equals("quarantine")) {
            boolean isPoison = entry.path("error_type").asText().equals("poison");
            boolean isBad = isPoison
                    ? leases.isPoisonous(day)
                    : (lake.sets(day).stream().anyMatch(RawSet::hasBad)
                            || lake.evidence(day.date()).contains(Evidence.BAD));
            if (isPoison) {
                world.trace().count("poisoned");
            }
            if (!isBad) {
                world.violated("quarantine", day + " was never bad, but is quarantined: " + entry);
            }
        }
        if (Set.of("defect", "conservation").contains(entry.path("error_type").asText())) {
            world.violated("no defects", day + ": " + entry.path("error").asText());
        }
    }

    private boolean isOfWhatStands(PartitionDay day, JsonNode entry) {
        List<Published> all = published.apply(day);
        return !all.isEmpty() && all.get(all.size() - 1).isOf(entry);
    }

    private void claim(PartitionDay day, JsonNode entry, Process writer) {
        List<Published> all = published.apply(day);
        boolean isKnown = false;
        for (int at = 0; at < all.size(); at++) {
            boolean isOf = all.get(at).isOf(entry);
            isKnown |= isOf;
            if (isOf && (at + 1 == all.size() || all.get(at + 1).fromNanos() >= writer.startedNanos())) {
                world.trace().count(at + 1 == all.size() ? "entries of what stands" : "entries of what stood");
                return;
            }
        }
        world.violated(
                "state claims what is",
                (isKnown
                                ? "what stands is newer than the run of " + writer.name() + ", which recorded of "
                                : "no file was ever published of ")
                        + day + ": " + entry);
    }

    /** A run that reports a day as published has come to its end. */
    void reported(PartitionDay day, Process run) {
        JsonNode entry = whole.path("partitions").path(day.stateKey());
        boolean isSaid = changedNanos.getOrDefault(day, -1L) >= run.startedNanos() || isOfWhatStands(day, entry);
        if (!isSaid) {
            world.violated(
                    "state forgets nothing",
                    run.name() + " reports " + day + " as published, and recorded nothing: " + entry);
        }
    }

    /** What stood of a day, if anything did, is about to be what stood. */
    void replaced(PartitionDay day, Process by) {
        JsonNode entry = whole.path("partitions").path(day.stateKey());
        boolean isDone = TERMINAL.contains(entry.path("status").asText());
        if (isDone && changedNanos.get(day) < by.startedNanos()) {
            world.violated(
                    "state claims what is", day + " is published anew while the state calls it done, by " + entry);
        }
    }

    /** But for the time: two hosts may record the same. */
    private static boolean isSame(String before, JsonNode entry) {
        try {
            ObjectNode old = (ObjectNode) JSON.readTree(before);
            old.set("updated_at", entry.get("updated_at"));
            return old.equals(entry);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void watermark(JsonNode old, JsonNode state, Process writer) {
        String before = old.path("last_compacted_date").asText("");
        String now = state.path("last_compacted_date").asText("");
        if (now.compareTo(before) < 0) {
            world.violated("watermark", "it went back from " + before + " to " + now);
        }
        if (now.equals(before) || now.isEmpty()) {
            return;
        }
        LocalDate today = LocalDate.ofInstant(beginning.plusNanos(world.nanos()), ZoneOffset.UTC);
        if (!date(now).isBefore(today)) {
            world.violated("watermark", "it stands on " + now + ", and that day is not over");
        }
        for (PartitionDay day : lake.days()) {
            String key = day.date().format(DateTimeFormatter.BASIC_ISO_DATE);
            String status = state.path("partitions")
                    .path(day.stateKey())
                    .path("status")
                    .asText(lake.evidence(day.date()).contains(Evidence.BAD) ? "quarantine" : "");
            boolean isPassed = key.compareTo(before) > 0 && key.compareTo(now) <= 0;
            if (isPassed && !TERMINAL.contains(status) && lake.stoodSince(day, writer.startedNanos())) {
                world.violated("watermark", "it passed " + day + ", which is " + (status.isEmpty() ? "open" : status));
            }
        }
    }
}
