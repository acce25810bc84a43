package dev.daypack.plan;

import static dev.daypack.plan.FakeState.day;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.daypack.discover.Filters;
import dev.daypack.discover.PartitionDay;
import dev.daypack.state.Status;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a daily run does about days before yesterday. */
class DailyPlanTest {

    private static final LocalDate TODAY = LocalDate.of(2026, 1, 30);

    @Test
    void dailyTakesYesterdayBeforeWhatItFinishes() {
        FakeState state = new FakeState()
                .watermark("2026-01-20")
                .with(day("a", "2026-01-21"), Status.FAILED)
                .with(day("a", "2026-01-22"), Status.FAILED);
        PartitionDay[] days = {day("a", "2026-01-21"), day("a", "2026-01-22"), day("a", "2026-01-29")};
        Plan plan = Planner.plan(state, List.of(days), PlanOptions.of(Mode.DAILY), TODAY);
        assertEquals(
                List.of(days[2], days[1], days[0]),
                plan.work().stream().map(Decision::day).toList());
    }

    @Test
    void whatDailyPassesOverAndNobodySettledIsTold() {
        List<PartitionDay> days = List.of(
                day("a", "2026-01-29"),
                day("a", "2026-01-28"),
                day("b", "2026-01-27"),
                day("a", "2026-01-27"),
                day("a", "2026-01-26"),
                day("a", "2026-01-25"),
                day("a", "2026-01-24"));
        FakeState state = new FakeState()
                .watermark("2026-01-24")
                .with(day("a", "2026-01-25"), Status.QUARANTINE)
                .with(day("a", "2026-01-26"), Status.FAILED)
                .with(day("a", "2026-01-27"), Status.SUCCESS);
        PlanOptions daily = PlanOptions.of(Mode.DAILY);
        assertEquals(
                List.of(day("b", "2026-01-27"), day("a", "2026-01-28")).stream()
                        .sorted()
                        .toList(),
                Planner.leftByDaily(state, days, daily, TODAY));
        PlanOptions onlyA = new PlanOptions(
                Mode.DAILY,
                Optional.empty(),
                Optional.empty(),
                false,
                false,
                0,
                OptionalInt.empty(),
                OptionalInt.empty(),
                new Filters(Set.of(), Set.of(), Set.of("a")));
        assertEquals(List.of(day("a", "2026-01-28")), Planner.leftByDaily(state, days, onlyA, TODAY));
        assertEquals(List.of(), Planner.leftByDaily(state, days, PlanOptions.of(Mode.CATCH_UP), TODAY));
        assertEquals(List.of(), Planner.leftByDaily(new FakeState(), days, daily, TODAY), "no history is dragged in");
    }
}
