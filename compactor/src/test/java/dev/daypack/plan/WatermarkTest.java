package dev.daypack.plan;

import static dev.daypack.plan.FakeState.day;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daypack.discover.DateRange;
import dev.daypack.discover.Discovered;
import dev.daypack.discover.Filters;
import dev.daypack.discover.Ignored;
import dev.daypack.discover.PartitionDay;
import dev.daypack.state.Status;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WatermarkTest {

    private static final LocalDate TODAY = LocalDate.of(2026, 1, 8);

    /**
     * One letter a day, from the 1st on, the 8th being today: S success, Q quarantine, N no_files, F failed, P partial,
     * I in_progress, ? no entry, - no data. The last watermark and the new one are days of the month, 0 for none.
     */
    @ParameterizedTest
    @CsvSource({
        "SSSSSSSS, 1, 7",
        "SQNSSSSS, 1, 7",
        "S-------, 1, 1",
        "SS------, 1, 2",
        "S--S----, 1, 4",
        "S--F----, 1, 1",
        "S-S?SSSS, 1, 3",
        "SSFSSSSS, 1, 2",
        "SSPSSSSS, 1, 2",
        "SSISSSSS, 1, 2",
        "FSSSSSSS, 1, 7",
        "--SS----, 0, 4",
        "F-SS----, 0, 0",
        "--------, 0, 0",
        "-------S, 0, 0",
        "SSSSSSSS, 7, 7",
    })
    void movesOverFinishedDaysOnly(String days, int last, int expected) {
        Watermark.Move move = Watermark.advance(date(last), days(days), TODAY);
        assertEquals(date(expected), move.last(), days + " " + move);
    }

    @Test
    void emptyDaysThatAreLeftBehindAreReturned() {
        Watermark.Move move = Watermark.advance(date(1), days("S--S-S--"), TODAY);
        assertEquals(
                List.of("2026-01-02 to 2026-01-03", "2026-01-05"),
                move.passed().stream().map(gap -> gap.toString().split(": ")[0]).toList());
        assertEquals(
                List.of(), Watermark.advance(date(1), days("S--F----"), TODAY).passed());
    }

    @Test
    void theDayThatBlocksIsNamed() {
        Watermark.Move move = Watermark.advance(date(1), days("SSFSSSSS"), TODAY);
        assertEquals(date(3), move.blockedBy());
        assertEquals("2026-01-03 is not finished", move.reason());
    }

    @Test
    void aWatermarkInTheFutureStays() {
        Optional<LocalDate> future = Optional.of(LocalDate.of(2026, 3, 1));
        assertEquals(future, Watermark.advance(future, days("SSSSSSSS"), TODAY).last());
    }

    @Test
    void onePartitionWithoutAnEntryHoldsItsDay() {
        FakeState state = new FakeState().watermark("2026-01-01").with(day("a", "2026-01-02"), Status.SUCCESS);
        Discovered both = discovered(Filters.none(), DateRange.all(), day("a", "2026-01-02"), day("b", "2026-01-02"));
        assertEquals(date(1), Watermark.advance(state, both, TODAY).last());
        state.with(day("b", "2026-01-02"), Status.QUARANTINE);
        assertEquals(date(2), Watermark.advance(state, both, TODAY).last());
    }

    @Test
    void aQuarantinedDayIsFinishedEvenWithoutEntries() {
        FakeState state = new FakeState().watermark("2026-01-01").withDay(LocalDate.of(2026, 1, 2), Status.QUARANTINE);
        Discovered found = discovered(Filters.none(), DateRange.all(), day("a", "2026-01-02"));
        assertEquals(date(2), Watermark.advance(state, found, TODAY).last());
    }

    @Test
    void withoutAWatermarkItStartsAtTheFirstDayThatTheStateKnows() {
        FakeState state = new FakeState().with(day("a", "2026-01-04"), Status.SUCCESS);
        Discovered found = discovered(Filters.none(), DateRange.all(), day("a", "2026-01-02"), day("a", "2026-01-04"));
        assertEquals(date(4), Watermark.advance(state, found, TODAY).last());
        assertEquals(
                "nothing is packed yet",
                Watermark.advance(new FakeState(), found, TODAY).reason());
    }

    @Test
    void itStaysIfNotEverythingWasLookedAt() {
        FakeState state = new FakeState().watermark("2026-01-01").with(day("a", "2026-01-03"), Status.SUCCESS);
        PartitionDay found = day("a", "2026-01-03");
        Filters filters = new Filters(Set.of(), Set.of(), Set.of("a"));
        Watermark.Move filtered = Watermark.advance(state, discovered(filters, DateRange.all(), found), TODAY);
        assertEquals(date(1), filtered.last());
        assertTrue(filtered.reason().startsWith("filters were on"), filtered.reason());
        DateRange late = DateRange.from(LocalDate.of(2026, 1, 3));
        assertEquals(
                date(1),
                Watermark.advance(state, discovered(Filters.none(), late, found), TODAY)
                        .last());
        DateRange enough = DateRange.from(LocalDate.of(2026, 1, 2));
        assertEquals(
                date(3),
                Watermark.advance(state, discovered(Filters.none(), enough, found), TODAY)
                        .last());
        FakeState without = new FakeState().with(found, Status.SUCCESS);
        assertEquals(
                Optional.empty(),
                Watermark.advance(without, discovered(Filters.none(), enough, found), TODAY)
                        .last());
    }

    private static Discovered discovered(Filters filters, DateRange range, PartitionDay... days) {
        return new Discovered(
                Stream.of(days).sorted().toList(), List.of(), new Ignored(Map.of(), List.of()), filters, range);
    }

    private static NavigableMap<LocalDate, List<Optional<Status>>> days(String letters) {
        NavigableMap<LocalDate, List<Optional<Status>>> days = new TreeMap<>();
        for (int at = 0; at < letters.length(); at++) {
            if (letters.charAt(at) != '-') {
                days.put(LocalDate.of(2026, 1, at + 1), List.of(status(letters.charAt(at))));
            }
        }
        return days;
    }

    private static Optional<Status> status(char letter) {
        return Stream.of(Status.values())
                .filter(status -> status.name().charAt(0) == letter)
                .findFirst();
    }

    private static Optional<LocalDate> date(int dayOfMonth) {
        return dayOfMonth == 0 ? Optional.empty() : Optional.of(LocalDate.of(2026, 1, dayOfMonth));
    }
}
