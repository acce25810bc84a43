package dev.daypack.integrity;

import dev.daypack.discover.PartitionDay;
import dev.daypack.state.PartitionEntry;
import dev.daypack.state.Status;
import dev.daypack.text.Units;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Decides which partition-days may lose their raw parts, by what the state says. Pure.
 *
 * <p>Only days that are packed, and settled: up to the watermark. Behind it, a day that vanished from raw could be
 * taken for one on which nothing happened. Only after the grace days, which count from the day itself and from when it
 * was packed, whichever is later.
 *
 * @param days in the order of the work
 * @param notes why others were left out, for people
 */
record ReapCandidates(List<PartitionDay> days, List<String> notes) {

    /**
     * @param entries of the state, as far as they are wanted
     * @param watermark the last settled day
     * @param done partition-days whose parts are gone already
     * @param today the present day, UTC
     */
    static ReapCandidates of(
            Map<PartitionDay, PartitionEntry> entries,
            Optional<LocalDate> watermark,
            Set<PartitionDay> done,
            ReapOptions options,
            LocalDate today) {
        LocalDate latest = today.minusDays(Math.max(1, options.graceDays()));
        List<PartitionDay> ready = new ArrayList<>();
        List<PartitionDay> foreign = new ArrayList<>();
        long unfinished = 0;
        long unsettled = 0;
        long young = 0;
        for (Map.Entry<PartitionDay, PartitionEntry> one : entries.entrySet()) {
            LocalDate date = one.getKey().date();
            if (done.contains(one.getKey())) {
                continue;
            }
            if (one.getValue().status() != Status.SUCCESS) {
                unfinished++;
            } else if (isForeign(one.getValue())) {
                foreign.add(one.getKey());
            } else if (watermark.isEmpty() || date.isAfter(watermark.get())) {
                unsettled++;
            } else if (date.isAfter(latest) || isYoung(one.getValue(), options, today)) {
                young++;
            } else {
                ready.add(one.getKey());
            }
        }
        List<PartitionDay> days = options.selection().of(ready);
        List<String> notes = new ArrayList<>();
        long reaped = entries.keySet().stream().filter(done::contains).count();
        note(notes, reaped, "reaped before");
        note(notes, young, "within the " + options.graceDays() + " grace days, since the day or since it was packed");
        note(
                notes,
                unsettled,
                "after last_compacted_date ("
                        + watermark.map(LocalDate::toString).orElse("none")
                        + "), so not settled; daypack catch-up settles days");
        note(notes, unfinished, "not success in the state");
        if (!foreign.isEmpty()) {
            note(
                    notes,
                    foreign.size(),
                    "packed by another program, so without a proof, and never reaped, the first is " + foreign.get(0)
                            + "; daypack backfill --overwrite packs such days again, with one");
        }
        note(notes, ready.size() - (long) days.size(), "beyond the limits of this run");
        return new ReapCandidates(days, notes);
    }

    /** Entries of other programs name neither inputs nor attempt. That is no trouble, but there is no proof to take. */
    private static boolean isForeign(PartitionEntry entry) {
        return entry.manifestDigest().isEmpty() && entry.attempt().isEmpty();
    }

    private static boolean isYoung(PartitionEntry entry, ReapOptions options, LocalDate today) {
        LocalDate packed = LocalDate.ofInstant(entry.updatedAt(), ZoneOffset.UTC);
        return packed.isAfter(today.minusDays(options.graceDays()));
    }

    private static void note(List<String> notes, long count, String why) {
        if (count > 0) {
            notes.add("left out: " + Units.count(count, "partition-day") + " " + why);
        }
    }
}
