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
 * watermark that passes finished days only; quarantine for what is bad only. What is published and not yet recorded is
 * no breach: that is the moment between commit and record, and it must be over in the end.
 */
final class StateRules {

    static final String KEY = "compacted/_state.json";
    private static final Set<String> TERMINAL = Set.of("success", "no_files", "quarantine");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final World world;
    private final Lake lake;
    private final LeaseRules leases;
    private final Instant beginning;
    private final Map<String, List<String>> entries = new HashMap<>();
    private Function<PartitionDay, List<Published>> published = day -> List.of();

    StateRules(World world, Lake lake, LeaseRules leases, Instant beginning) {
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

    void written(Optional<Held> before, Held now, Writer writer) throws IOException {
        JsonNode state = JSON.readTree(now.bytes());
        JsonNode old = before.isPresent() ? JSON.readTree(before.get().bytes()) : JSON.createObjectNode();
        if (before.isPresent()) {
            keepsWhatWasSaid(old, state);
        }
        for (PartitionDay day : lake.days()) {
            JsonNode entry = state.path("partitions").path(day.stateKey());
            if (!entry.isMissingNode() && !entry.equals(old.path("partitions").path(day.stateKey()))) {
                entry(day, entry);
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

    private void entry(PartitionDay day, JsonNode entry) {
        List<String> said = entries.computeIfAbsent(day.stateKey(), any -> new ArrayList<>());
        String text = entry.toString();
        String status = entry.path("status").asText();
        if (status.equals("success") && said.contains(text) && !isSame(said.get(said.size() - 1), entry)) {
            world.violated("state forgets nothing", "the entry of " + day + " is an older one again: " + text);
        }
        said.add(text);
        if (status.equals("success")) {
            boolean fits = published.apply(day).stream()
                    .anyMatch(it -> it.tag().equals(entry.path("etag").asText())
                            && it.rows() == entry.path("rows").asInt(-1)
                            && it.bytes() == entry.path("total_size_bytes").asLong(-1)
                            && it.digest().equals(entry.path("manifest_digest").asText())
                            && it.quality()
                                    .equals(entry.path("day_quality_post").asText()));
            if (!fits) {
                world.violated("state claims what is", "no file of " + day + " was ever published as " + entry);
            }
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
