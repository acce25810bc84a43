package dev.daypack.state;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.daypack.json.Json;
import dev.daypack.json.JsonFields;
import dev.daypack.store.StoredObject;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;

/**
 * Moves finished months out of the state's head, oldest first, until it is small enough.
 *
 * <p>The order of the writes is what makes it safe: the month's object first, then (by the caller, by
 * compare-and-swap) the head that drops the entries and refers to it. A crash between leaves them in both places; the
 * head's entry wins, and the next rollover writes the month again. A writer whose head is stale could put an older
 * entry back into a month; so the head is looked at again after the month was read, and the month is written only
 * over what was read: whoever moved the head meanwhile has either changed the month too, or still holds the entry.
 */
final class StateRollover {

    private static final DateTimeFormatter MONTH = DateTimeFormatter.ofPattern("yyyyMM");

    private final MonthObjects months;
    private final int headEntries;

    StateRollover(MonthObjects months, int headEntries) {
        this.months = months;
        this.headEntries = headEntries;
    }

    /** The months to move, oldest first, each with the state keys it has in the head. A pure function. */
    static SortedMap<String, List<String>> plan(StateDocument document, int headEntries) {
        return plan(document, headEntries, document.lastCompactedDate());
    }

    private static SortedMap<String, List<String>> plan(
            StateDocument document, int headEntries, Optional<LocalDate> watermark) {
        SortedMap<String, List<String>> plan = new TreeMap<>();
        if (watermark.isEmpty() || document.headEntries() <= headEntries) {
            return plan;
        }
        int left = document.headEntries();
        for (Map.Entry<String, List<String>> month :
                finishedMonths(document, watermark.get()).entrySet()) {
            if (left <= headEntries) {
                break;
            }
            plan.put(month.getKey(), month.getValue());
            left -= month.getValue().size();
        }
        return plan;
    }

    /**
     * Writes the objects of the months to move.
     *
     * @param headUnchanged whether the store's head is still the one the document was read from
     */
    Step move(StateDocument document, BooleanSupplier headUnchanged) {
        return move(document, plan(document, headEntries), headUnchanged);
    }

    /**
     * The same for a document that is rebuilt: without a watermark the months before the newest entry's count as
     * finished, since the head must not grow beyond what can be read.
     *
     * @param broken months whose objects cannot be read; they are written again, whatever is in them now
     */
    Step moveRebuilt(StateDocument document, Set<String> broken, BooleanSupplier headUnchanged) {
        Optional<LocalDate> newest = document.keys().stream()
                .flatMap(key -> StateDocument.dayOfKey(key).flatMap(JsonFields::parseDay).stream())
                .max(LocalDate::compareTo);
        SortedMap<String, List<String>> plan =
                plan(document, headEntries, document.lastCompactedDate().or(() -> newest));
        for (String month : broken) {
            plan.put(month, keysOf(document, month));
        }
        return move(document, plan, headUnchanged);
    }

    private static List<String> keysOf(StateDocument document, String month) {
        return document.keys().stream()
                .filter(key -> StateDocument.dayOfKey(key)
                        .filter(day -> day.startsWith(month))
                        .isPresent())
                .toList();
    }

    private Step move(StateDocument document, SortedMap<String, List<String>> plan, BooleanSupplier headUnchanged) {
        if (plan.isEmpty()) {
            return new Step(document, new RolloverOutcome.NothingToDo());
        }
        StateDocument head = document;
        for (Map.Entry<String, List<String>> month : plan.entrySet()) {
            Optional<StateDocument> next = moveMonth(head, month.getKey(), month.getValue(), headUnchanged);
            if (next.isEmpty()) {
                return new Step(document, new RolloverOutcome.Conflict());
            }
            head = next.get();
        }
        int entries = document.headEntries() - head.headEntries();
        return new Step(head, new RolloverOutcome.Moved(List.copyOf(plan.keySet()), entries));
    }

    /**
     * What to write next.
     *
     * @param head the document to put in the head's place; the one given if nothing moved
     * @param outcome holds once that document is written
     */
    record Step(StateDocument head, RolloverOutcome outcome) {}

    private Optional<StateDocument> moveMonth(
            StateDocument head, String month, List<String> keys, BooleanSupplier headUnchanged) {
        Optional<StoredObject> previous = months.read(month);
        ObjectNode partitions = alreadyThere(head, month, previous);
        for (String key : keys) {
            partitions.set(key, head.headPartitions().get(key));
        }
        if (!headUnchanged.getAsBoolean()) {
            return Optional.empty();
        }
        return months.write(month, partitions, previous)
                .map(reference -> head.withMonthMoved(month, Set.copyOf(keys), reference));
    }

    /** A month's object that the head does not refer to is what a crash left, and its entries are in the head. */
    private ObjectNode alreadyThere(StateDocument head, String month, Optional<StoredObject> previous) {
        return head.monthReference(month)
                .map(reference -> previous.map(object -> months.parse(month, reference, object))
                        .orElseThrow(() -> months.missing(month)))
                .orElseGet(Json::object);
    }

    /** Months that the watermark has passed whole and in which nothing waits for another attempt. */
    private static SortedMap<String, List<String>> finishedMonths(StateDocument document, LocalDate watermark) {
        SortedMap<String, List<String>> keys = new TreeMap<>();
        List<String> waiting = new ArrayList<>();
        for (String key : document.keys()) {
            Optional<LocalDate> day = StateDocument.dayOfKey(key).flatMap(JsonFields::parseDay);
            if (day.isEmpty() || YearMonth.from(day.get()).atEndOfMonth().isAfter(watermark)) {
                continue;
            }
            String month = day.get().format(MONTH);
            keys.computeIfAbsent(month, any -> new ArrayList<>()).add(key);
            if (!document.entry(key).orElseThrow().status().isTerminal()) {
                waiting.add(month);
            }
        }
        waiting.forEach(keys::remove);
        return keys;
    }
}
