package dev.daypack.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daypack.discover.Filters;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlanOptionsTest {

    /** An empty cell is a flag left out. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            BACKFILL |            | 2026-01-02 | false | 0  |   | add --date-from with the first day to pack
            BACKFILL | 2026-01-03 | 2026-01-02 | false | 0  |   | is after --date-to 2026-01-02; give the earlier day
            BACKFILL | 1900-01-01 | 2026-01-02 | false | 0  |   | is more than 36525 days; give a shorter range
            BACKFILL |            |            | true  | 0  |   | --overwrite without dates would pack everything again
            CATCH_UP |            |            | true  | 0  |   | use daypack backfill --overwrite
            CATCH_UP | 2026-01-02 | 2026-01-03 | false | 0  |   | use daypack backfill, or leave the dates out
            DAILY    | 2026-01-02 |            | false | 0  |   | but the mode is daily
            DAILY    |            |            | false | -1 |   | --recheck-days is -1; give 0 to
            DAILY    |            |            | false | 0  | 0 | --max-days is 0; give at least 1
            """)
    void combinationsWithoutSenseAreRefusedWithTheRemedy(
            Mode mode,
            LocalDate from,
            LocalDate to,
            boolean overwrite,
            int recheckDays,
            Integer maxDays,
            String message) {
        IllegalArgumentException error = assertThrows(
                IllegalArgumentException.class,
                () -> new PlanOptions(
                        mode,
                        Optional.ofNullable(from),
                        Optional.ofNullable(to),
                        overwrite,
                        false,
                        recheckDays,
                        maxDays == null ? OptionalInt.empty() : OptionalInt.of(maxDays),
                        OptionalInt.empty(),
                        Filters.none()));
        assertTrue(error.getMessage().contains(message), error.getMessage());
    }

    @Test
    void aStartACenturyAgoWithoutAnEndIsRefusedByThePlanner() {
        PlanOptions options = new PlanOptions(
                Mode.BACKFILL,
                Optional.of(LocalDate.of(1900, 1, 1)),
                Optional.empty(),
                false,
                false,
                0,
                OptionalInt.empty(),
                OptionalInt.empty(),
                Filters.none());
        String message = assertThrows(
                        IllegalArgumentException.class,
                        () -> Planner.plan(new FakeState(), List.of(), options, LocalDate.of(2026, 1, 30)))
                .getMessage();
        assertTrue(message.endsWith("add --date-to"), message);
    }

    @Test
    void anUnknownModeIsRefusedWithThoseThatAre() {
        assertEquals(
                "mode 'weekly' is unknown; use daily, catch-up or backfill",
                assertThrows(IllegalArgumentException.class, () -> Mode.fromCommand("weekly"))
                        .getMessage());
    }
}
