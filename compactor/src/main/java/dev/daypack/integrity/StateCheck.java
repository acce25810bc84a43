package dev.daypack.integrity;

import dev.daypack.discover.PartitionDay;
import dev.daypack.report.Finding;
import dev.daypack.report.Finding.Kind;
import dev.daypack.state.PartitionEntry;
import dev.daypack.state.StateDocument;
import dev.daypack.state.StateSnapshot;
import dev.daypack.state.StateStore;
import dev.daypack.state.StateUnreadableException;
import dev.daypack.state.Status;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Holds the state against itself: whether it can be read, its months, its watermark. */
final class StateCheck {

    static final String REBUILD = "daypack state rebuild";

    private final PublishedDays days;
    private final StateStore state;
    private final Clock clock;

    StateCheck(PublishedDays days, StateStore state, Clock clock) {
        this.days = days;
        this.state = state;
        this.clock = clock;
    }

    /**
     * The state at one moment.
     *
     * @param document empty if it cannot be read, or if there is none
     * @param entries of the head and of all months
     * @param trouble why it cannot be read
     */
    record Reading(
            Optional<StateDocument> document, Map<PartitionDay, PartitionEntry> entries, Optional<String> trouble) {

        Optional<PartitionEntry> entry(PartitionDay day) {
            return Optional.ofNullable(entries.get(day));
        }
    }

    Reading read() {
        try {
            StateSnapshot snapshot = state.read();
            if (snapshot.isFresh()) {
                return new Reading(Optional.empty(), Map.of(), Optional.empty());
            }
            Map<PartitionDay, PartitionEntry> entries =
                    days.recorded(snapshot.document(), Selection.all(), entry -> true);
            return new Reading(Optional.of(snapshot.document()), entries, Optional.empty());
        } catch (StateUnreadableException e) {
            return new Reading(Optional.empty(), new TreeMap<>(), Optional.of(e.problem()));
        }
    }

    /** @param published how many partition-days have a prefix in the store */
    List<Finding> findings(Reading reading, int published) {
        List<Finding> findings = new ArrayList<>();
        reading.trouble().ifPresent(trouble -> findings.add(Finding.of(Kind.STATE, StateStore.KEY, trouble, REBUILD)));
        if (reading.document().isEmpty() && reading.trouble().isEmpty() && published > 0) {
            findings.add(
                    Finding.of(Kind.STATE, StateStore.KEY, "there is no state, but there are packed days", REBUILD));
        }
        reading.document().ifPresent(document -> {
            watermark(document, reading.entries(), findings);
            for (String month : state.strayMonths(document)) {
                findings.add(Finding.of(
                        Kind.MONTH,
                        "compacted/_state/" + month + ".json",
                        "entries of a month to which the state does not refer",
                        REBUILD));
            }
        });
        return findings;
    }

    private void watermark(StateDocument document, Map<PartitionDay, PartitionEntry> entries, List<Finding> findings) {
        Optional<LocalDate> present = document.lastCompactedDate();
        Optional<LocalDate> bounded = TrustedWatermark.bounded(document, entries, today());
        if (!present.equals(bounded)) {
            findings.add(Finding.repairable(
                    Kind.WATERMARK,
                    "last_compacted_date",
                    "is " + present.orElseThrow() + ", but the last day that is over and of which anything is known is "
                            + bounded.orElseThrow()));
            return;
        }
        entries.forEach((day, entry) -> {
            // One in progress is a finding of its own.
            boolean isOpen = !entry.status().isTerminal() && entry.status() != Status.IN_PROGRESS;
            if (isOpen && present.filter(last -> !day.date().isAfter(last)).isPresent()) {
                findings.add(Finding.of(
                        Kind.WATERMARK,
                        day.stateKey(),
                        "the watermark is past it, but it is " + entry.status().json(),
                        "daypack catch-up"));
            }
        });
    }

    /**
     * Takes the watermark back to where it may be.
     *
     * @return what was done, for people
     */
    String mendWatermark() {
        StateDocument mended = state.update(document -> {
            Map<PartitionDay, PartitionEntry> entries = days.recorded(document, Selection.all(), entry -> true);
            return TrustedWatermark.bounded(document, entries, today())
                    .filter(last -> !document.lastCompactedDate().equals(Optional.of(last)))
                    .map(document::withLastCompactedDate)
                    .orElse(document);
        });
        return "taken back to " + mended.lastCompactedDate().orElseThrow();
    }

    private LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    }
}
