package dev.daypack.report;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * How many partition-days were planned and how each ended. It closes, or it does not exist: planned = success +
 * skipped + no_files + partial + quarantine + failed + locked.
 */
public record Accounting(int planned, Map<Outcome, Integer> ended) {

    /** @throws IllegalStateException if the sum is not what was planned: a defect of the program */
    public Accounting {
        ended = Map.copyOf(ended);
        int sum = ended.values().stream().mapToInt(Integer::intValue).sum();
        if (sum != planned) {
            throw new IllegalStateException("the accounting does not close: planned " + planned
                    + " partition-days, but " + sum + " ended: " + ended);
        }
    }

    /** @throws IllegalStateException as the constructor, and if a partition-day was reported twice */
    public static Accounting of(int planned, List<PartitionReport> partitions) {
        Map<String, Long> times = partitions.stream()
                .collect(Collectors.groupingBy(report -> report.day().stateKey(), Collectors.counting()));
        times.forEach((day, count) -> {
            if (count > 1) {
                throw new IllegalStateException("the accounting does not close: " + day + " ended " + count + " times");
            }
        });
        Map<Outcome, Integer> ended = new EnumMap<>(Outcome.class);
        partitions.forEach(report -> ended.merge(report.outcome(), 1, Integer::sum));
        return new Accounting(planned, ended);
    }

    /** How many ended so. */
    public int count(Outcome outcome) {
        return ended.getOrDefault(outcome, 0);
    }
}
