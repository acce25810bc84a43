package dev.daypack.integrity;

import dev.daypack.compact.DayConclusions;
import dev.daypack.discover.DateRange;
import dev.daypack.discover.Discovered;
import dev.daypack.discover.Filters;
import dev.daypack.discover.Ignored;
import dev.daypack.discover.Partition;
import dev.daypack.discover.PartitionDay;
import dev.daypack.state.PartitionEntry;
import dev.daypack.state.StateDocument;
import dev.daypack.state.Status;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Makes a state from what is published, upon what can be read of the present one. Pure but for the time in the
 * entries; may be asked again with a newer state, since other hosts may be at work.
 *
 * <p>What is published has the entry that its run wrote. What the present state knows beyond that (quarantine, no
 * files, failures, keys of others) stays. An entry that claims a file which is not there becomes {@code failed}, so
 * that the next run packs the day again. An entry that changed since the store was looked at is newer than that look,
 * and stays.
 */
final class StateMerge {

    /** {@code error_type} of an entry whose file is gone. */
    static final String GONE = "object_missing";

    private static final LocalDate NOTHING_LOOKED_FOR = LocalDate.MAX;

    private final PublishedDays days;
    private final SortedMap<PartitionDay, PartitionEntry> published;
    private final SortedSet<PartitionDay> standing;
    private final SortedSet<PartitionDay> lost;
    private final Map<PartitionDay, PartitionEntry> seen;
    private final Optional<Discovered> raw;
    private final LocalDate today;
    private final Clock clock;

    /**
     * @param published what the state has to say of each file that could be read
     * @param standing all partition-days that have a {@code data.parquet}, readable or not
     * @param lost partition-days that have none, and were packed once: their raw parts were reaped
     * @param seen the entries of the state before the store was looked at
     * @param raw what the raw store has; empty if it was not looked at, and then the watermark does not move forward
     */
    StateMerge(
            PublishedDays days,
            SortedMap<PartitionDay, PartitionEntry> published,
            SortedSet<PartitionDay> standing,
            SortedSet<PartitionDay> lost,
            Map<PartitionDay, PartitionEntry> seen,
            Optional<Discovered> raw,
            LocalDate today,
            Clock clock) {
        this.days = days;
        this.published = published;
        this.standing = standing;
        this.lost = lost;
        this.seen = seen;
        this.raw = raw;
        this.today = today;
        this.clock = clock;
    }

    /**
     * What a merge made.
     *
     * @param added partition-days that had no entry
     * @param corrected whose entry said something else
     * @param gone whose entry claimed a file that is not there
     * @param kept entries of other kinds, by status
     * @param blockedBy the first that keeps the watermark from going on; empty if none does, or if it cannot be told
     * @param document to be written
     */
    record Merged(
            List<PartitionDay> added,
            List<PartitionDay> corrected,
            List<PartitionDay> gone,
            Map<Status, Integer> kept,
            Optional<PartitionDay> blockedBy,
            StateDocument document) {}

    Merged merge(Optional<StateDocument> present) {
        StateDocument base = present.orElseGet(StateDocument::fresh);
        SortedMap<PartitionDay, PartitionEntry> before = days.recorded(base, Selection.all(), entry -> true);
        SortedMap<PartitionDay, PartitionEntry> changes = new TreeMap<>();
        published.forEach((day, entry) -> put(day, Optional.ofNullable(before.get(day)), entry, changes));
        List<PartitionDay> gone = before.keySet().stream()
                .filter(day -> isGone(day, before.get(day)))
                .toList();
        gone.forEach(day -> changes.put(day, gone(day, before.get(day))));
        lost.stream()
                .filter(day -> !before.containsKey(day))
                .forEach(day -> changes.put(day, Entries.lost(day, clock)));
        SortedMap<PartitionDay, PartitionEntry> after = new TreeMap<>(before);
        after.putAll(changes);
        StateDocument document = concluded(base.withEntries(changes), after, changes);
        return new Merged(
                changes.keySet().stream()
                        .filter(day -> !before.containsKey(day))
                        .toList(),
                changes.keySet().stream()
                        .filter(day -> before.containsKey(day) && !gone.contains(day))
                        .toList(),
                gone,
                kept(after),
                blockedBy(document, after),
                document);
    }

    private Optional<PartitionDay> blockedBy(StateDocument document, SortedMap<PartitionDay, PartitionEntry> after) {
        if (raw.isEmpty() || after.isEmpty()) {
            return Optional.empty();
        }
        LocalDate from = document.lastCompactedDate()
                .map(last -> last.plusDays(1))
                .orElseGet(() -> after.firstKey().date());
        return discovered(after.keySet()).days().stream()
                .filter(day -> !day.date().isBefore(from) && day.date().isBefore(today))
                .filter(day -> Optional.ofNullable(after.get(day))
                        .filter(entry -> entry.status().isTerminal())
                        .isEmpty())
                .findFirst();
    }

    private void put(
            PartitionDay day,
            Optional<PartitionEntry> now,
            PartitionEntry entry,
            Map<PartitionDay, PartitionEntry> changes) {
        if (!now.equals(Optional.ofNullable(seen.get(day)))) {
            return;
        }
        PartitionEntry wanted = Entries.withPublished(now, entry);
        if (now.filter(known -> Entries.sayTheSame(known, wanted)).isEmpty()) {
            changes.put(day, wanted);
        }
    }

    private boolean isGone(PartitionDay day, PartitionEntry entry) {
        return entry.status() == Status.SUCCESS && !standing.contains(day) && entry.equals(seen.get(day));
    }

    private PartitionEntry gone(PartitionDay day, PartitionEntry entry) {
        String error = "the state said success, but no data.parquet of " + day + " is there";
        return Entries.failed(entry, GONE, error, clock);
    }

    private Map<Status, Integer> kept(SortedMap<PartitionDay, PartitionEntry> after) {
        Map<Status, Integer> kept = new TreeMap<>();
        after.forEach((day, entry) -> {
            if (!published.containsKey(day)) {
                kept.merge(entry.status(), 1, Integer::sum);
            }
        });
        return kept;
    }

    /** The status of whole days, and the watermark, by the rules of a run. */
    private StateDocument concluded(
            StateDocument document,
            SortedMap<PartitionDay, PartitionEntry> after,
            Map<PartitionDay, PartitionEntry> changes) {
        Optional<LocalDate> trusted = TrustedWatermark.of(document, after, today);
        StateDocument from = trusted.map(document::withLastCompactedDate).orElseGet(document::withoutLastCompactedDate);
        DayConclusions conclusions = new DayConclusions(discovered(after.keySet()), today, clock);
        SortedSet<LocalDate> dates = new TreeSet<>();
        changes.keySet().forEach(day -> dates.add(day.date()));
        after.keySet().stream()
                .map(PartitionDay::date)
                .filter(date -> document.day(date).isEmpty())
                .forEach(dates::add);
        dates.forEach(conclusions::touch);
        return conclusions.apply(from);
    }

    /** With what is recorded: raw parts that were given away after their day was packed are not there any more. */
    private Discovered discovered(Collection<PartitionDay> recorded) {
        SortedSet<PartitionDay> all = new TreeSet<>(recorded);
        raw.ifPresent(found -> all.addAll(found.days()));
        List<Partition> partitions =
                all.stream().map(PartitionDay::partition).distinct().sorted().toList();
        DateRange range = raw.isPresent() ? DateRange.all() : DateRange.from(NOTHING_LOOKED_FOR);
        return new Discovered(
                List.copyOf(all),
                partitions,
                raw.map(Discovered::ignored).orElseGet(() -> new Ignored(Map.of(), List.of())),
                Filters.none(),
                range);
    }
}
