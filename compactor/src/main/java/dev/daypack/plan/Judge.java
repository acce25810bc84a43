package dev.daypack.plan;

import dev.daypack.discover.PartitionDay;
import dev.daypack.state.PartitionEntry;
import dev.daypack.state.Status;
import java.time.LocalDate;
import java.util.Optional;

/** Decides on one partition-day at a time, limits apart. Pure. */
final class Judge {

    private final StateView state;
    private final PlanOptions options;
    private final Window window;
    private final LocalDate today;

    Judge(StateView state, PlanOptions options, Window window, LocalDate today) {
        this.state = state;
        this.options = options;
        this.window = window;
        this.today = today;
    }

    Decision judge(PartitionDay day) {
        LocalDate date = day.date();
        if (!date.isBefore(today)) {
            return skip(day, date.equals(today) ? "today: the day is still open" : "the day is in the future");
        }
        Optional<String> flag = options.filters().keptOutBy(day.partition());
        if (flag.isPresent()) {
            return skip(day, "filtered: " + flag.get());
        }
        // Catch-up heals what lies before its window, daily what was begun there; backfill keeps to it.
        if (!window.contains(date) && options.mode() != Mode.CATCH_UP && !isLeftToDaily(day)) {
            return skip(day, outside());
        }
        return state.entry(day).map(entry -> known(day, entry)).orElseGet(() -> unknown(day));
    }

    private boolean isLeftToDaily(PartitionDay day) {
        return options.mode() == Mode.DAILY
                && state.entry(day)
                        .filter(entry -> !entry.status().isTerminal())
                        .isPresent();
    }

    private Decision known(PartitionDay day, PartitionEntry entry) {
        return switch (entry.status()) {
            case SUCCESS -> packed(day, entry);
            case NO_FILES -> withoutParts(day, entry);
            case QUARANTINE -> quarantined(day, Reasons.because(entry));
            case FAILED -> pack(day, "failed before" + Reasons.because(entry) + "; tried again");
            case IN_PROGRESS -> unfinished(day, "left unfinished by a run of " + Reasons.day(entry));
            case PARTIAL ->
                pack(day, "the collector's evidence was incomplete on " + Reasons.day(entry) + "; looked at again");
        };
    }

    /** What was asked for, and cut off, may be asked for again in the same words. */
    private Decision unfinished(PartitionDay day, String reason) {
        return options.overwrite()
                ? new Decision(day, Action.REPACK, reason + "; packed again by --overwrite")
                : pack(day, reason + "; tried again");
    }

    private Decision packed(PartitionDay day, PartitionEntry entry) {
        String packed = Reasons.packed(entry);
        if (options.overwrite()) {
            return new Decision(day, Action.REPACK, packed + "; packed again by --overwrite");
        }
        boolean isRemarked = entry.errorType().isPresent();
        if (!isToBeRechecked(day.date()) && !(isRemarked && options.retryQuarantine())) {
            return skip(day, "already " + packed + (isRemarked ? "; use --retry-quarantine" : ""));
        }
        if (entry.manifestDigest().isEmpty()) {
            // An older job's entry. To pack on a guess would put today's raw files, perhaps fewer, over good output.
            return skip(
                    day,
                    "already " + packed + "; cannot be rechecked, since its entry has no manifest digest; "
                            + Reasons.backfill(day) + " --overwrite packs it again");
        }
        return new Decision(day, Action.RECHECK, packed + "; rechecked for late or replaced parts");
    }

    private Decision withoutParts(PartitionDay day, PartitionEntry entry) {
        String seen = "no parts when listed on " + Reasons.day(entry);
        return window.contains(day.date()) || isToBeRechecked(day.date())
                ? new Decision(day, Action.RECHECK, seen + "; listed again")
                : skip(day, seen + "; " + Reasons.backfill(day) + " lists it again");
    }

    private Decision quarantined(PartitionDay day, String because) {
        if (options.retryQuarantine()) {
            return new Decision(day, Action.REPACK, "quarantined" + because + "; tried again by --retry-quarantine");
        }
        return skip(
                day,
                "quarantined" + because
                        + (options.overwrite()
                                ? "; --overwrite does not retry it, add --retry-quarantine"
                                : "; use --retry-quarantine"));
    }

    private Decision unknown(PartitionDay day) {
        Optional<Status> whole = state.dayStatus(day.date());
        if (whole.equals(Optional.of(Status.QUARANTINE))) {
            return quarantined(day, ": the whole day, by its quality");
        }
        if (window.contains(day.date())) {
            return pack(day, "not packed yet");
        }
        if (whole.isPresent() && !whole.get().isTerminal()) {
            return pack(day, "the day was left " + whole.get().json() + "; tried again");
        }
        return late(day);
    }

    /**
     * A partition-day without an entry on a day that catch-up has behind it. If the state begins after that day, it was
     * never ours: a fresh start takes yesterday only, and catch-up must not drag in the history by and by. Else it is
     * late data, which is missing from the output: taken within the recheck days, told with its remedy before them (an
     * old partition that appears may as well be an accident, such as a copied bucket, and cost days of work).
     */
    private Decision late(PartitionDay day) {
        boolean isBeforeFirst =
                window.firstKnown().map(first -> day.date().isBefore(first)).orElse(true);
        if (isBeforeFirst) {
            return skip(day, "before the first day that the state knows; " + Reasons.backfill(day) + " packs it");
        }
        if (isToBeRechecked(day.date())) {
            return pack(day, "appeared after its day was finished");
        }
        return skip(
                day,
                "appeared after its day was finished, and not within --recheck-days " + options.recheckDays() + "; "
                        + Reasons.backfill(day) + " packs it");
    }

    private boolean isToBeRechecked(LocalDate date) {
        return !date.isBefore(today.minusDays(options.recheckDays()));
    }

    private String outside() {
        return options.mode() == Mode.DAILY
                ? "not yesterday: daily packs " + window.from() + " and what was begun before; use daypack catch-up"
                : "outside of --date-from and --date-to";
    }

    private static Decision pack(PartitionDay day, String reason) {
        return new Decision(day, Action.PACK, reason);
    }

    private static Decision skip(PartitionDay day, String reason) {
        return new Decision(day, Action.SKIP, reason);
    }
}
