package dev.daypack.integrity;

import dev.daypack.discover.Discovered;
import dev.daypack.discover.Discovery;
import dev.daypack.discover.Ignored;
import dev.daypack.discover.Layout;
import dev.daypack.discover.PartitionDay;
import dev.daypack.state.PartitionEntry;
import dev.daypack.state.StateDocument;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * The partition-days of a compact store, by two witnesses that may disagree: the prefixes in the store, and the entries
 * of the state. A prefix tells only that some object stands below it; whether that is a {@code data.parquet} is for the
 * caller to ask. Nothing is written. Thread-safe.
 */
public final class PublishedDays {

    private static final DateTimeFormatter MONTH = DateTimeFormatter.ofPattern("uuuuMM");

    private final Discovery discovery;
    private final Layout layout;

    /**
     * @param discovery over the compact store, which leaves out what stands beside the partitions
     * @param layout of both
     */
    public PublishedDays(Discovery discovery, Layout layout) {
        this.discovery = discovery;
        this.layout = layout;
    }

    /**
     * What a walk found.
     *
     * @param stored partition-days that have a prefix in the store and pass filters and range, sorted; limits apart
     * @param ignored prefixes that do not fit the layout
     * @param notes for people, such as filters that let nothing pass
     */
    public record Walk(List<PartitionDay> stored, Ignored ignored, List<String> notes) {

        public Walk {
            stored = List.copyOf(stored);
            notes = List.copyOf(notes);
        }
    }

    /**
     * Walks the store: one list call for each partition, none for the objects of a day.
     *
     * @throws IllegalArgumentException if a filter is on a field that the layout does not have
     * @throws dev.daypack.store.StoreException if a list call fails
     */
    public Walk walk(Selection selection) {
        Discovered found = discovery.walk(selection.filters(), selection.range());
        List<String> notes = found.filters().withoutMatch(found.partitions()).stream()
                .map(missing -> "nothing matches " + missing)
                .toList();
        return new Walk(found.days(), found.ignored(), notes);
    }

    /**
     * The entries of a state that pass filters and range, those of rolled months among them; limits apart. Keys that
     * are no partition-day of this layout are left out, see {@link #strangeKeys}.
     *
     * @param isWanted of the entries
     * @throws dev.daypack.store.StoreException if a rolled month cannot be read
     */
    public SortedMap<PartitionDay, PartitionEntry> recorded(
            StateDocument state, Selection selection, Predicate<PartitionEntry> isWanted) {
        SortedMap<PartitionDay, PartitionEntry> entries = new TreeMap<>();
        for (LocalDate date : rolledDates(state, selection)) {
            state.entriesOn(date).forEach((key, entry) -> put(key, entry, selection, entries));
        }
        // What stands in the head wins over what stands in a month.
        state.keys().forEach(key -> put(key, state.entry(key).orElseThrow(), selection, entries));
        entries.values().removeIf(isWanted.negate());
        return entries;
    }

    private void put(
            String key, PartitionEntry entry, Selection selection, SortedMap<PartitionDay, PartitionEntry> into) {
        day(key).filter(selection::contains).ifPresent(day -> into.put(day, entry));
    }

    /** Keys in the head of a state that name no partition-day of this layout, in their order. */
    public List<String> strangeKeys(StateDocument state) {
        return state.keys().stream().filter(key -> day(key).isEmpty()).toList();
    }

    /** All days of the months that were moved out of the head, as far as they are wanted. */
    private static Set<LocalDate> rolledDates(StateDocument state, Selection selection) {
        Set<LocalDate> dates = new TreeSet<>();
        for (String rolled : state.rolledMonths()) {
            YearMonth month = YearMonth.parse(rolled, MONTH);
            month.atDay(1).datesUntil(month.plusMonths(1).atDay(1)).forEach(dates::add);
        }
        dates.removeIf(date -> !selection.range().contains(date));
        return dates;
    }

    /** The partition-day that a key of the state names, such as {@code binance/bbo/btcusdt/20260126}. */
    public Optional<PartitionDay> day(String stateKey) {
        return PartitionDay.ofStateKey(layout.fields(), stateKey);
    }
}
