package dev.daypack.integrity;

import dev.daypack.discover.DateRange;
import dev.daypack.discover.Filters;
import dev.daypack.discover.PartitionDay;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;

/**
 * Which partition-days a command is about, and in which order it takes them.
 *
 * @param filters only these partitions
 * @param range only these days
 * @param maxDays at most so many days, the first in the order
 * @param maxPartitionsPerDay at most so many partitions on each of them
 * @param isNewestFirst whether the newest day comes first; else the oldest
 * @throws IllegalArgumentException for a limit below 1; the message names the flag
 */
public record Selection(
        Filters filters, DateRange range, OptionalInt maxDays, OptionalInt maxPartitionsPerDay, boolean isNewestFirst) {

    public Selection {
        Objects.requireNonNull(filters);
        Objects.requireNonNull(range);
        check("--max-days", maxDays);
        check("--max-partitions-per-day", maxPartitionsPerDay);
    }

    /** Every partition-day, the oldest day first. */
    public static Selection all() {
        return new Selection(Filters.none(), DateRange.all(), OptionalInt.empty(), OptionalInt.empty(), false);
    }

    private static void check(String flag, OptionalInt limit) {
        if (limit.isPresent() && limit.getAsInt() < 1) {
            throw new IllegalArgumentException(
                    flag + " is " + limit.getAsInt() + "; give at least 1, or leave it out for no limit");
        }
    }

    /** Whether a partition-day passes filters and range, limits apart. */
    public boolean contains(PartitionDay day) {
        return range.contains(day.date()) && filters.keptOutBy(day.partition()).isEmpty();
    }

    /**
     * Those that are wanted, in order: days as the selection says, partitions of a day in their own order.
     *
     * @param days in any order; equal ones count once
     */
    public List<PartitionDay> of(Collection<PartitionDay> days) {
        Comparator<PartitionDay> byDay = Comparator.comparing(PartitionDay::date);
        List<PartitionDay> wanted = new ArrayList<>();
        LocalDate day = null;
        int dayCount = 0;
        int partitions = 0;
        for (PartitionDay one : days.stream()
                .filter(this::contains)
                .distinct()
                .sorted((isNewestFirst ? byDay.reversed() : byDay).thenComparing(PartitionDay::partition))
                .toList()) {
            if (!one.date().equals(day)) {
                day = one.date();
                dayCount++;
                partitions = 0;
            }
            partitions++;
            if (dayCount > maxDays.orElse(Integer.MAX_VALUE)) {
                break;
            }
            if (partitions <= maxPartitionsPerDay.orElse(Integer.MAX_VALUE)) {
                wanted.add(one);
            }
        }
        return List.copyOf(wanted);
    }
}
