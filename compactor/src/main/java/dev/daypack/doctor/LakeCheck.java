package dev.daypack.doctor;

import dev.daypack.discover.Discovered;
import dev.daypack.state.StateDocument;
import dev.daypack.state.StateSnapshot;
import dev.daypack.state.Status;
import dev.daypack.text.Printable;
import dev.daypack.text.Units;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Looks at what is in the stores: whether the layout fits, and whether the state can be read. */
public final class LakeCheck {

    private static final int SHOWN = 3;

    private LakeCheck() {}

    /**
     * Whether the raw store has partition-days where the layout says.
     *
     * @param recent what stands there of yesterday
     * @param all what stands there of any day; asked only if there is nothing of yesterday
     */
    public static Finding layout(String layout, Discovered recent, Supplier<Discovered> all, LocalDate yesterday) {
        if (!recent.days().isEmpty()) {
            return Finding.ok(
                    "layout", Units.count(recent.days().size(), "partition-day") + " of yesterday, " + yesterday);
        }
        Discovered found = all.get();
        if (!found.days().isEmpty()) {
            LocalDate last = found.days().get(found.days().size() - 1).date();
            return Finding.warn(
                    "layout",
                    "nothing of yesterday, " + yesterday + "; the newest of "
                            + Units.count(found.days().size(), "partition-day") + " is of " + last,
                    "look whether the collector writes");
        }
        List<String> others = new ArrayList<>();
        found.ignored().shown().stream().limit(SHOWN).forEach(prefix -> others.add(Printable.of(prefix.prefix())));
        return others.isEmpty()
                ? Finding.warn("layout", "the raw store is empty", "look whether raw.url is right")
                : Finding.fail(
                        "layout",
                        "nothing fits " + Printable.of(layout) + "; what is there begins with "
                                + String.join(", ", others),
                        "set layout, or correct raw.url: daypack plan shows what does not fit");
    }

    /** Whether the state can be read, and what it says. */
    public static Finding state(StateSnapshot snapshot) {
        if (snapshot.isFresh()) {
            return Finding.ok("state", "none yet; a first catch-up takes yesterday only");
        }
        StateDocument document = snapshot.document();
        String text = "readable; packed up to "
                + document.lastCompactedDate().map(LocalDate::toString).orElse("no day yet");
        List<String> incomplete = document.keys().stream()
                .filter(key -> document.entry(key)
                        .filter(entry -> entry.status() == Status.SUCCESS
                                && entry.errorType().isPresent())
                        .isPresent())
                .toList();
        return incomplete.isEmpty()
                ? Finding.ok("state", text)
                : Finding.warn(
                        "state",
                        text + "; what raw has by now of " + Units.count(incomplete.size(), "packed partition-day")
                                + " is not packed, the first is " + Printable.of(incomplete.get(0)),
                        "daypack plan says why; mend or move the parts, then daypack catch-up --retry-quarantine");
    }

    /** A state that cannot be read. */
    public static Finding brokenState(RuntimeException failure) {
        return Finding.fail(
                "state",
                Printable.of(String.valueOf(failure.getMessage())),
                "put a good copy in its place, or move it away and backfill: README, \"A state that is lost\"");
    }
}
