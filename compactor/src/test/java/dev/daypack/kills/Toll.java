package dev.daypack.kills;

import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Counts what was done to runs, and how those ended that nobody killed. Not thread-safe. */
final class Toll {

    private final Map<Phase, Integer> killed = new EnumMap<>(Phase.class);
    private final Map<String, Integer> ended = new TreeMap<>();
    private int late;

    void killed(Phase phase) {
        killed.merge(phase, 1, Integer::sum);
    }

    void ended(String what, int exitCode) {
        ended.merge(what + ", exit " + exitCode, 1, Integer::sum);
    }

    void delivered() {
        late++;
    }

    void add(Toll other) {
        other.killed.forEach((phase, count) -> killed.merge(phase, count, Integer::sum));
        other.ended.forEach((what, count) -> ended.merge(what, count, Integer::sum));
        late += other.late;
    }

    Set<Phase> phases() {
        return killed.keySet();
    }

    /** Of several lines. */
    String histogram() {
        int kills = killed.values().stream().mapToInt(count -> count).sum();
        String phases = killed.entrySet().stream()
                .map(entry ->
                        "  %-9s %4d %s%n".formatted(entry.getKey(), entry.getValue(), "#".repeat(entry.getValue())))
                .collect(Collectors.joining());
        return "SIGKILL: " + kills + ", late parts: " + late + "\n" + phases + "  others: " + ended;
    }
}
