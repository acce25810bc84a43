package dev.daypack.plan;

import static dev.daypack.plan.FakeState.day;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daypack.discover.DateRange;
import dev.daypack.discover.Filters;
import dev.daypack.discover.PartitionDay;
import dev.daypack.state.PartitionEntry;
import dev.daypack.state.Status;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Today is 2026-01-30 throughout. */
class PlannerTest {

    private static final LocalDate TODAY = LocalDate.of(2026, 1, 30);

    /** How the error text and key of {@link FakeState#entry} are shown. */
    private static final String ERROR = "broken\\u000Apage, raw/p.parquet";

    /**
     * One discovered partition-day, of each status, in each mode. {@code none} has no entry. The watermark is at the
     * 25th; another partition of the 20th is packed, so the 18th lies before all that the state knows.
     */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            daily    | 29 | none        | PACK    | not packed yet
            daily    | 29 | success     | SKIP    | <packed>
            daily    | 29 | failed      | PACK    | failed before: <error>; tried again
            daily    | 29 | in_progress | PACK    | left unfinished by a run of 2026-01-27; tried again
            daily    | 29 | partial     | PACK    | <partial>
            daily    | 29 | quarantine  | SKIP    | quarantined: <error>; use --retry-quarantine
            daily    | 29 | no_files    | RECHECK | no parts when listed on 2026-01-27; listed again
            daily    | 28 | none        | SKIP    | not yesterday: daily packs 2026-01-29 and what was begun before; use daypack catch-up
            daily    | 28 | success     | SKIP    | not yesterday: daily packs 2026-01-29 and what was begun before; use daypack catch-up
            daily    | 28 | quarantine  | SKIP    | not yesterday: daily packs 2026-01-29 and what was begun before; use daypack catch-up
            daily    | 28 | failed      | PACK    | failed before: <error>; tried again
            daily    | 28 | in_progress | PACK    | left unfinished by a run of 2026-01-27; tried again
            daily    | 28 | partial     | PACK    | <partial>
            daily    | 30 | none        | SKIP    | today: the day is still open
            daily    | 31 | none        | SKIP    | the day is in the future
            catch-up | 30 | none        | SKIP    | today: the day is still open
            catch-up | 30 | failed      | SKIP    | today: the day is still open
            catch-up | 31 | none        | SKIP    | the day is in the future
            catch-up | 29 | none        | PACK    | not packed yet
            catch-up | 26 | none        | PACK    | not packed yet
            catch-up | 26 | success     | SKIP    | <packed>
            catch-up | 26 | no_files    | RECHECK | no parts when listed on 2026-01-27; listed again
            catch-up | 25 | success     | SKIP    | <packed>
            catch-up | 25 | failed      | PACK    | failed before: <error>; tried again
            catch-up | 18 | in_progress | PACK    | left unfinished by a run of 2026-01-27; tried again
            catch-up | 18 | partial     | PACK    | <partial>
            catch-up | 25 | quarantine  | SKIP    | quarantined: <error>; use --retry-quarantine
            catch-up | 25 | no_files    | SKIP    | no parts when listed on 2026-01-27; <command> lists it again
            catch-up | 25 | none        | SKIP    | <late>; <command> packs it
            catch-up | 18 | none        | SKIP    | before the first day that the state knows; <command> packs it
            backfill | 30 | none        | SKIP    | today: the day is still open
            backfill | 29 | none        | PACK    | not packed yet
            backfill | 18 | none        | PACK    | not packed yet
            backfill | 18 | success     | SKIP    | <packed>
            backfill | 18 | failed      | PACK    | failed before: <error>; tried again
            backfill | 18 | quarantine  | SKIP    | quarantined: <error>; use --retry-quarantine
            backfill | 18 | no_files    | RECHECK | no parts when listed on 2026-01-27; listed again
            """)
    void eachModeTreatsEachStatusByItsRule(String mode, String date, String status, Action action, String reason) {
        PartitionDay day = day("a", "2026-01-" + date);
        FakeState state = new FakeState().watermark("2026-01-25").with(day("b", "2026-01-20"), Status.SUCCESS);
        if (!status.equals("none")) {
            state.with(day, Status.fromJson(status));
        }
        Plan plan = plan(state, PlanOptions.of(Mode.fromCommand(mode)), day, day("b", "2026-01-20"));
        String date8 = "202601" + date;
        String text = reason.replace("<error>", ERROR)
                .replace("<packed>", "already packed on 2026-01-27, 18,231,921 rows")
                .replace("<partial>", "the collector's evidence was incomplete on 2026-01-27; looked at again")
                .replace("<late>", "appeared after its day was finished, and not within --recheck-days 0")
                .replace("<command>", "daypack backfill --date-from " + date8 + " --date-to " + date8);
        assertEquals(new Decision(day, action, text), decision(plan, day));
    }

    @ParameterizedTest
    @CsvSource({"29, RECHECK", "27, RECHECK", "26, SKIP"})
    void packedDaysAreRecheckedWithinTheRecheckDays(String date, Action action) {
        PartitionDay day = day("a", "2026-01-" + date);
        FakeState state = new FakeState().watermark("2026-01-29").with(day, Status.SUCCESS);
        Plan plan = plan(state, options(Mode.CATCH_UP, 3), day);
        assertEquals(action, decision(plan, day).action());
    }

    @Test
    void anOlderJobsEntryCannotBeRechecked() {
        PartitionDay day = day("a", "2026-01-29");
        PartitionEntry old = FakeState.entry(Status.SUCCESS);
        PartitionEntry without = new PartitionEntry(
                old.status(),
                old.rows(),
                0,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                old.updatedAt());
        Decision decision = decision(plan(new FakeState().with(day, without), options(Mode.CATCH_UP, 3), day), day);
        assertEquals(Action.SKIP, decision.action());
        assertTrue(decision.reason().contains("no manifest digest"), decision.reason());
    }

    @Test
    void aPartitionThatAppearsLateIsTakenWithinTheRecheckDays() {
        PartitionDay late = day("new", "2026-01-27");
        PartitionDay known = day("a", "2026-01-27");
        FakeState state = new FakeState().watermark("2026-01-29").with(known, Status.SUCCESS);
        assertEquals(
                new Decision(late, Action.PACK, "appeared after its day was finished"),
                decision(plan(state, options(Mode.CATCH_UP, 3), late, known), late));
        assertEquals(
                Action.SKIP,
                decision(plan(state, options(Mode.CATCH_UP, 2), late, known), late)
                        .action());
    }

    @Test
    void aDayRecordedWithoutDataIsLateWhenItsDataAppears() {
        PartitionDay late = day("a", "2026-01-27");
        FakeState state = new FakeState().watermark("2026-01-29").withDay(late.date(), Status.NO_FILES);
        assertEquals(
                Action.PACK,
                decision(plan(state, options(Mode.CATCH_UP, 3), late), late).action());
    }

    @Test
    void recheckDaysDoNotDragInTheHistoryBeforeAFreshStart() {
        PartitionDay history = day("a", "2026-01-27");
        PartitionDay first = day("a", "2026-01-28");
        FakeState state = new FakeState().watermark("2026-01-28").with(first, Status.SUCCESS);
        Plan plan = plan(state, options(Mode.CATCH_UP, 7), history, first, day("a", "2026-01-29"));
        assertEquals(Action.SKIP, decision(plan, history).action());
        assertEquals(Action.RECHECK, decision(plan, first).action());
        assertEquals(Action.PACK, decision(plan, day("a", "2026-01-29")).action());
    }

    @Test
    void aFreshStartTakesYesterdayOnly() {
        Plan plan = plan(
                new FakeState(),
                options(Mode.CATCH_UP, 30),
                day("a", "2026-01-27"),
                day("a", "2026-01-28"),
                day("a", "2026-01-29"),
                day("a", "2026-01-30"));
        assertEquals(List.of(day("a", "2026-01-29")), days(plan.work()));
        assertEquals("catch-up: fresh start, no state yet; yesterday only, 2026-01-29", plan.headline());
    }

    @Test
    void withoutAWatermarkCatchUpStartsAtTheFirstDayInTheState() {
        FakeState state = new FakeState().with(day("a", "2026-01-27"), Status.FAILED);
        Plan plan = plan(
                state,
                PlanOptions.of(Mode.CATCH_UP),
                day("a", "2026-01-26"),
                day("a", "2026-01-27"),
                day("b", "2026-01-27"),
                day("a", "2026-01-28"));
        assertEquals(
                List.of(day("a", "2026-01-27"), day("b", "2026-01-27"), day("a", "2026-01-28")), days(plan.work()));
    }

    @Test
    void catchUpGoesFromTheOldestDayOnAndBackfillWithoutDatesFromTheNewest() {
        FakeState state = new FakeState().watermark("2026-01-26").with(day("b", "2026-01-20"), Status.FAILED);
        PartitionDay[] found = {
            day("b", "2026-01-28"), day("a", "2026-01-28"), day("a", "2026-01-27"), day("b", "2026-01-20")
        };
        assertEquals(
                List.of(day("b", "2026-01-20"), day("a", "2026-01-27"), day("a", "2026-01-28"), day("b", "2026-01-28")),
                days(plan(state, PlanOptions.of(Mode.CATCH_UP), found).work()));
        assertEquals(
                List.of(day("a", "2026-01-28"), day("b", "2026-01-28"), day("a", "2026-01-27"), day("b", "2026-01-20")),
                days(plan(state, PlanOptions.of(Mode.BACKFILL), found).work()));
    }

    @Test
    void aBackfillRangeIsInclusiveAndOldestFirst() {
        Plan plan = plan(new FakeState(), range("2026-01-02", "2026-01-04"), everyDay("2026-01-01", 6));
        assertEquals(
                List.of(day("a", "2026-01-02"), day("a", "2026-01-03"), day("a", "2026-01-04")), days(plan.work()));
        assertEquals(
                "outside of --date-from and --date-to",
                decision(plan, day("a", "2026-01-05")).reason());
    }

    @Test
    void dateFromAloneMeansUpToYesterday() {
        PlanOptions options = new PlanOptions(
                Mode.BACKFILL,
                Optional.of(LocalDate.of(2026, 1, 28)),
                Optional.empty(),
                false,
                false,
                0,
                OptionalInt.empty(),
                OptionalInt.empty(),
                Filters.none());
        Plan plan = plan(new FakeState(), options, everyDay("2026-01-27", 5));
        assertEquals(List.of(day("a", "2026-01-28"), day("a", "2026-01-29")), days(plan.work()));
        assertEquals("backfill: 2026-01-28 to yesterday, 2026-01-29", plan.headline());
    }

    @Test
    void aRangeThatReachesTodayOrBeyondStopsAtYesterdayAndSaysSo() {
        Plan plan = plan(new FakeState(), range("2026-01-29", "2026-02-03"), day("a", "2026-01-29"));
        assertEquals(List.of(day("a", "2026-01-29")), days(plan.work()));
        assertEquals(
                List.of("2026-01-30 to 2026-02-03: today and later are never packed"),
                plan.gaps().stream().map(Gap::toString).toList());
        Plan ahead = plan(new FakeState(), range("2026-02-01", "2026-02-03"), day("a", "2026-01-29"));
        assertEquals(List.of(), ahead.work());
        assertEquals(
                List.of("2026-02-01 to 2026-02-03: today and later are never packed"),
                ahead.gaps().stream().map(Gap::toString).toList());
    }

    @Test
    void overwriteRepacksWhatIsPackedButLeavesQuarantineAlone() {
        PartitionDay packed = day("a", "2026-01-02");
        PartitionDay bad = day("b", "2026-01-02");
        FakeState state = new FakeState().with(packed, Status.SUCCESS).with(bad, Status.QUARANTINE);
        Plan plan = plan(state, flags(range("2026-01-02", "2026-01-02"), true, false), packed, bad);
        assertEquals(
                new Decision(
                        packed, Action.REPACK, "packed on 2026-01-27, 18,231,921 rows; packed again by --overwrite"),
                decision(plan, packed));
        assertEquals(
                new Decision(
                        bad,
                        Action.SKIP,
                        "quarantined: " + ERROR + "; --overwrite does not retry it, add" + " --retry-quarantine"),
                decision(plan, bad));
    }

    @Test
    void retryQuarantineTriesPartitionsAndWholeDaysAgain() {
        PartitionDay bad = day("a", "2026-01-02");
        PartitionDay ofBadDay = day("a", "2026-01-03");
        FakeState state = new FakeState()
                .watermark("2026-01-29")
                .with(bad, Status.QUARANTINE)
                .withDay(ofBadDay.date(), Status.QUARANTINE);
        Plan shy = plan(state, PlanOptions.of(Mode.CATCH_UP), bad, ofBadDay);
        assertEquals(
                "quarantined: the whole day, by its quality; use --retry-quarantine",
                decision(shy, ofBadDay).reason());
        Plan bold = plan(state, flags(PlanOptions.of(Mode.CATCH_UP), false, true), bad, ofBadDay);
        assertEquals(Action.REPACK, decision(bold, bad).action());
        assertEquals(Action.REPACK, decision(bold, ofBadDay).action());
    }

    @Test
    void aDayLeftUnfinishedAsAWholeIsTriedAgain() {
        PartitionDay day = day("a", "2026-01-03");
        FakeState state = new FakeState().watermark("2026-01-29").withDay(day.date(), Status.PARTIAL);
        assertEquals(
                new Decision(day, Action.PACK, "the day was left partial; tried again"),
                decision(plan(state, PlanOptions.of(Mode.CATCH_UP), day), day));
    }

    @Test
    void filteredPartitionsAreListedWithTheFlag() {
        Plan plan = plan(
                new FakeState(),
                with(PlanOptions.of(Mode.DAILY), new Filters(Set.of(), Set.of(), Set.of("a"))),
                day("a", "2026-01-29"),
                day("b", "2026-01-29"));
        assertEquals(
                "filtered: --symbols", decision(plan, day("b", "2026-01-29")).reason());
        assertEquals(List.of(day("a", "2026-01-29")), days(plan.work()));
    }

    @Test
    void limitsCountDaysAndPartitionsThatHaveSomethingToPack() {
        FakeState state = new FakeState().with(day("a", "2026-01-01"), Status.SUCCESS);
        PlanOptions range = range("2026-01-01", "2026-01-09");
        PlanOptions options = new PlanOptions(
                range.mode(),
                range.from(),
                range.to(),
                false,
                false,
                30,
                OptionalInt.of(2),
                OptionalInt.of(1),
                range.filters());
        Plan plan = plan(
                state,
                options,
                day("a", "2026-01-01"),
                day("a", "2026-01-02"),
                day("b", "2026-01-02"),
                day("a", "2026-01-03"),
                day("a", "2026-01-04"));
        assertEquals(
                List.of(Action.RECHECK, Action.PACK, Action.SKIP, Action.PACK, Action.SKIP),
                plan.decisions().stream().map(Decision::action).toList());
        assertEquals(
                "after the limit of --max-partitions-per-day 1",
                decision(plan, day("b", "2026-01-02")).reason());
        assertEquals(
                "after the limit of --max-days 2",
                decision(plan, day("a", "2026-01-04")).reason());
        assertEquals(new Plan.Totals(5, 2, 0, 1, 2, 2, 5), plan.totals());
    }

    @Test
    void daysWithoutPartitionsAreToldInOneLineEach() {
        FakeState state = new FakeState().watermark("2026-01-20");
        Plan plan = plan(state, PlanOptions.of(Mode.CATCH_UP), day("a", "2026-01-23"), day("a", "2026-01-25"));
        assertEquals(
                List.of(
                        "2026-01-21 to 2026-01-22: no data discovered",
                        "2026-01-24: no data discovered",
                        "2026-01-26 to 2026-01-29: no data discovered"),
                plan.gaps().stream().map(Gap::toString).toList());
        assertEquals(7, plan.totals().emptyDays());
        assertEquals(
                List.of("2026-01-29: no data discovered"),
                plan(state, PlanOptions.of(Mode.DAILY)).gaps().stream()
                        .map(Gap::toString)
                        .toList());
    }

    @Test
    void nothingToDoSaysWhy() {
        PartitionDay day = day("a", "2026-01-29");
        FakeState state = new FakeState().watermark("2026-01-29").with(day, Status.SUCCESS);
        Plan done = plan(state, PlanOptions.of(Mode.CATCH_UP), day, day("a", "2026-01-30"));
        assertEquals(
                Optional.of("nothing to do: catch-up: days after the watermark 2026-01-29 up to 2026-01-29, and what is"
                        + " unfinished before; 2 partition-days looked at; the last of them, x/bbo/a/20260129: already"
                        + " packed on 2026-01-27, 18,231,921 rows"),
                done.nothingToDo());
        assertTrue(plan(state, PlanOptions.of(Mode.CATCH_UP), day)
                .nothingToDo()
                .orElseThrow()
                .contains("; 1 partition-day looked at; x/bbo/a/20260129: already packed"));
        Plan empty = plan(new FakeState(), PlanOptions.of(Mode.DAILY));
        assertEquals(
                Optional.of("nothing to do: daily: yesterday, 2026-01-29, and what was begun before; no data discovered"
                        + " before today"),
                empty.nothingToDo());
        assertEquals(
                Optional.empty(),
                plan(new FakeState(), PlanOptions.of(Mode.DAILY), day).nothingToDo());
    }

    @Test
    void aWatermarkInTheFutureIsSaidAndPacksNothingNew() {
        FakeState state = new FakeState().watermark("2026-02-10").with(day("a", "2026-01-28"), Status.FAILED);
        Plan plan = plan(state, PlanOptions.of(Mode.CATCH_UP), day("a", "2026-01-28"), day("a", "2026-01-29"));
        assertEquals(List.of(day("a", "2026-01-28")), days(plan.work()));
        assertTrue(plan.headline().contains("check this host's clock"), plan.headline());
        assertEquals(List.of(), plan.gaps());
    }

    @Test
    void theRangeToDiscoverIsAsWideAsPlanAndWatermarkNeed() {
        FakeState behind = new FakeState().watermark("2026-01-20");
        FakeState upToDate = new FakeState().watermark("2026-01-29");
        PlanOptions daily = PlanOptions.of(Mode.DAILY);
        assertEquals(DateRange.all(), Planner.range(new FakeState(), daily, TODAY));
        assertEquals(DateRange.from(LocalDate.of(2026, 1, 21)), Planner.range(behind, daily, TODAY));
        assertEquals(DateRange.from(LocalDate.of(2026, 1, 29)), Planner.range(upToDate, daily, TODAY));
        FakeState open = new FakeState().watermark("2026-01-28").with(day("a", "2026-01-05"), Status.IN_PROGRESS);
        assertEquals(DateRange.from(LocalDate.of(2026, 1, 5)), Planner.range(open, daily, TODAY));
        assertEquals(DateRange.all(), Planner.range(upToDate, PlanOptions.of(Mode.CATCH_UP), TODAY));
        assertEquals(
                DateRange.between(LocalDate.of(2026, 1, 2), LocalDate.of(2026, 1, 4)),
                Planner.range(upToDate, range("2026-01-02", "2026-01-04"), TODAY));
    }

    @Test
    void rowsAreShownInThrees() {
        assertEquals(
                List.of("0", "999", "1,000", "18,231,921", "-1,234", "-123", "9,223,372,036,854,775,807"),
                Stream.of(0L, 999L, 1_000L, 18_231_921L, -1_234L, -123L, Long.MAX_VALUE)
                        .map(Reasons::grouped)
                        .toList());
    }

    @Test
    void modesAreReadFromTheirCommands() {
        for (Mode mode : Mode.values()) {
            assertEquals(mode, Mode.fromCommand(mode.command()));
        }
        assertFalse(Action.RECHECK.isLimited());
    }

    static Plan plan(StateView state, PlanOptions options, PartitionDay... found) {
        return Planner.plan(state, List.of(found), options, TODAY);
    }

    private static Decision decision(Plan plan, PartitionDay day) {
        return plan.decisions().stream()
                .filter(decision -> decision.day().equals(day))
                .findFirst()
                .orElseThrow();
    }

    private static List<PartitionDay> days(List<Decision> decisions) {
        return decisions.stream().map(Decision::day).toList();
    }

    private static PartitionDay[] everyDay(String first, int count) {
        List<PartitionDay> days = new ArrayList<>();
        LocalDate.parse(first)
                .datesUntil(LocalDate.parse(first).plusDays(count))
                .forEach(date -> days.add(day("a", date.toString())));
        return days.toArray(PartitionDay[]::new);
    }

    private static PlanOptions range(String from, String to) {
        return new PlanOptions(
                Mode.BACKFILL,
                Optional.of(LocalDate.parse(from)),
                Optional.of(LocalDate.parse(to)),
                false,
                false,
                0,
                OptionalInt.empty(),
                OptionalInt.empty(),
                Filters.none());
    }

    private static PlanOptions options(Mode mode, int recheckDays) {
        return new PlanOptions(
                mode,
                Optional.empty(),
                Optional.empty(),
                false,
                false,
                recheckDays,
                OptionalInt.empty(),
                OptionalInt.empty(),
                Filters.none());
    }

    private static PlanOptions flags(PlanOptions of, boolean overwrite, boolean retryQuarantine) {
        return new PlanOptions(
                of.mode(),
                of.from(),
                of.to(),
                overwrite,
                retryQuarantine,
                of.recheckDays(),
                of.maxDays(),
                of.maxPartitionsPerDay(),
                of.filters());
    }

    private static PlanOptions with(PlanOptions of, Filters filters) {
        return new PlanOptions(
                of.mode(),
                of.from(),
                of.to(),
                of.overwrite(),
                of.retryQuarantine(),
                of.recheckDays(),
                of.maxDays(),
                of.maxPartitionsPerDay(),
                filters);
    }
}
