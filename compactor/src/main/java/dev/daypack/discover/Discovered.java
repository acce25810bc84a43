package dev.daypack.discover;

import java.util.List;

/**
 * What a walk found, and what it looked for: whoever draws conclusions from absence must look at the latter.
 *
 * @param days sorted by day, then partition; no two equal
 * @param partitions those of {@code days}, sorted; no two equal
 * @param ignored what does not fit the layout
 * @param filters only partitions that pass were looked for
 * @param range only days in it were looked for
 */
public record Discovered(
        List<PartitionDay> days, List<Partition> partitions, Ignored ignored, Filters filters, DateRange range) {

    public Discovered {
        days = List.copyOf(days);
        partitions = List.copyOf(partitions);
    }
}
