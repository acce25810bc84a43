package dev.daypack.simulation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.daypack.discover.PartitionDay;
import java.io.IOException;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;

/**
 * What must be so a day after the last fault: everything that can be published is, from what the raw store holds now;
 * the state says just that; the sidecars are those of the published files; nothing is left over.
 */
final class Convergence {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String NAME = "convergence";

    /** So many always fit the memory, however little a universe has. */
    private static final int FITTING_PARTS = 3;

    private final Universe universe;
    private final LocalDate today;

    /** @param today of the last run, which found quiet stores */
    Convergence(Universe universe, LocalDate today) {
        this.universe = universe;
        this.today = today;
    }

    void check() {
        try {
            JsonNode state = universe.state().whole();
            for (PartitionDay day : universe.lake().days()) {
                if (day.date().isBefore(today) && !universe.lake().now(day).isEmpty()) {
                    check(day, state.path("partitions").path(day.stateKey()));
                }
            }
            watermark(state);
            leftovers(state);
        } catch (IOException e) {
            violated("not readable: " + e);
        }
    }

    private void violated(String detail) {
        universe.world().violated(NAME, detail);
    }

    private JsonNode json(String key) throws IOException {
        Bucket.Held held = universe.compact().objects().get(key);
        return held == null ? JSON.createObjectNode() : JSON.readTree(held.bytes());
    }

    private void check(PartitionDay day, JsonNode entry) throws IOException {
        Lake lake = universe.lake();
        RawSet now = lake.now(day);
        String status = entry.path("status").asText();
        if (entry.path("error_type").asText().equals("poison")) {
            return; // It waits for a person; that it may be so was checked when it was written.
        }
        boolean fits = !universe.setup().hasLargeParts() || now.parts().size() <= FITTING_PARTS;
        if (entry.path("error_type").asText().equals("memory_exceeded") && !fits) {
            return; // Refused by its arithmetic; that this happens in small memory only is checked when it does.
        }
        boolean wasBad = lake.sets(day).stream().anyMatch(RawSet::hasBad);
        List<Published> all = universe.oracle().published(day);
        if (all.isEmpty()) {
            Evidence evidence = lake.evidenceNow(day.date());
            boolean waits = evidence == Evidence.PARTIAL && status.equals("partial")
                    || evidence == Evidence.BAD && Set.of("quarantine", "").contains(status)
                    || wasBad && status.equals("quarantine");
            if (!waits) {
                violated(day + " is not published; the state says " + entry + ", the evidence is " + evidence);
            }
            return;
        }
        Published last = all.get(all.size() - 1);
        boolean isKept = now.hasBad() || now.rowCount() < last.rows() || wasBad && status.equals("quarantine");
        if (!last.digest().equals(now.digest()) && !isKept && fits) {
            violated(day + " is published without what came later; the state says " + entry);
        }
        boolean isToldAsKept = now.rowCount() < last.rows() && status.equals("failed");
        if (!status.equals("success") && !isToldAsKept && !(wasBad && status.equals("quarantine"))) {
            violated(day + " is published, and the state says " + entry);
        }
        if ((!status.equals("quarantine") || entry.has("etag")) && !last.isOf(entry)) {
            violated(day + " is published as " + last + ", and the state says " + entry);
        }
        if (universe.compact()
                .held(Lake.LAYOUT.prefix(day) + Oracle.DATA)
                .filter(held -> held.tag().equals(last.tag()))
                .isEmpty()) {
            violated("what stands of " + day + " is not what was published last, " + last);
        }
        if (!isKept && fits) {
            sidecars(day, last);
        }
    }

    private void sidecars(PartitionDay day, Published last) throws IOException {
        String prefix = Lake.LAYOUT.prefix(day);
        JsonNode meta = json(prefix + "meta.json");
        if (!last.isOfMeta(meta)) {
            violated("meta.json of " + day + " is not that of " + last + ": " + meta);
        }
        JsonNode quality = json(prefix + "quality_day.json");
        if (!quality.path("day_quality").asText().equals(last.quality())) {
            violated("quality_day.json of " + day + " says " + quality.path("day_quality") + ", the file "
                    + last.quality());
        }
    }

    /** As far as days are finished, and onto the last of them. */
    private void watermark(JsonNode state) {
        LocalDate reached = StateRules.date(state.path("last_compacted_date").asText("19700101"));
        LocalDate expected = null;
        for (LocalDate date : universe.lake().days().stream()
                .filter(day -> !universe.lake().now(day).isEmpty())
                .map(PartitionDay::date)
                .distinct()
                .sorted()
                .toList()) {
            boolean isDone = universe.lake().days().stream()
                    .filter(day ->
                            day.date().equals(date) && !universe.lake().now(day).isEmpty())
                    .allMatch(day -> isTerminal(state, day));
            if (!date.isBefore(today) || !isDone) {
                break;
            }
            expected = date;
        }
        if (expected != null && reached.isBefore(expected)) {
            violated("the watermark stands on " + reached + " though all is done up to " + expected);
        }
        if (expected != null && reached.isAfter(expected) && !wasPassedBefore(state, expected, reached)) {
            violated("the watermark stands on " + reached + " though all is done up to " + expected + " only");
        }
    }

    /** A day behind it was opened again, or lost its parts; that it was right to pass it was checked when it did. */
    private boolean wasPassedBefore(JsonNode state, LocalDate from, LocalDate to) {
        return universe.lake().days().stream()
                .filter(day -> day.date().isAfter(from) && !day.date().isAfter(to))
                .anyMatch(day -> universe.lake().now(day).isEmpty() || !isTerminal(state, day));
    }

    private boolean isTerminal(JsonNode state, PartitionDay day) {
        boolean isWhole = universe.lake().evidenceNow(day.date()) == Evidence.BAD;
        String status =
                state.path("partitions").path(day.stateKey()).path("status").asText(isWhole ? "quarantine" : "");
        return Set.of("success", "no_files", "quarantine").contains(status);
    }

    private void leftovers(JsonNode state) {
        if (!universe.compact().uploads().isEmpty()) {
            violated("unfinished uploads: " + universe.compact().uploads());
        }
        universe.compact().objects().keySet().stream()
                .filter(key -> key.startsWith("compacted/locks/"))
                .filter(key -> mattersNow(key, state))
                .forEach(key -> violated("a lease is left behind: " + key));
    }

    /** Every run of the end looks at every day that it may pack, and takes over what lies there. */
    private boolean mattersNow(String lock, JsonNode state) {
        return universe.lake().days().stream()
                .filter(day ->
                        day.date().isBefore(today) && !universe.lake().now(day).isEmpty())
                .filter(day -> ("compacted/locks/" + day.stateKey() + ".lock").equals(lock))
                .map(day -> state.path("partitions").path(day.stateKey()))
                .anyMatch(entry -> !entry.path("status").asText("quarantine").equals("quarantine")
                        && !entry.path("error_type").asText().equals("memory_exceeded"));
    }
}
