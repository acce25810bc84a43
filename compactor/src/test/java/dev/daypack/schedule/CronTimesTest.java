package dev.daypack.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.Optional;
import java.util.TimeZone;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CronTimesTest {

    private static final CronTimes DAILY = new CronTimes(Schedule.DEFAULT_CRON);

    @Test
    void theDefaultNamesHalfPastTwoOfEveryDay() {
        assertNext("2026-01-27T02:30:00Z", "2026-01-26T02:30:00Z");
        assertNext("2026-01-27T02:30:00Z", "2026-01-26T02:30:00.001Z");
        assertNext("2026-01-26T02:30:00Z", "2026-01-26T02:29:59.999Z");
        assertNext("2026-01-26T02:30:00Z", "2026-01-26T00:00:00Z");
        assertNext("2027-01-01T02:30:00Z", "2026-12-31T23:59:59Z");
    }

    @Test
    void daylightSavingOfTheHostChangesNothing() {
        TimeZone host = TimeZone.getDefault();
        TimeZone.setDefault(TimeZone.getTimeZone("America/New_York"));
        try {
            // At 02:30 on that day New York has no such time.
            assertNext("2026-03-08T02:30:00Z", "2026-03-08T00:00:00Z");
            assertNext("2026-03-09T02:30:00Z", "2026-03-08T02:30:00Z");
        } finally {
            TimeZone.setDefault(host);
        }
    }

    @Test
    void aTimeIsMissedOnceItHasGoneBySinceTheLastCompletion() {
        assertMissed(Optional.empty(), "2026-01-26T02:41:00Z", "2026-01-27T02:29:59.999Z");
        assertMissed(Optional.of("2026-01-27T02:30:00Z"), "2026-01-26T02:41:00Z", "2026-01-27T02:30:00Z");
        assertMissed(Optional.of("2026-01-27T02:30:00Z"), "2026-01-26T02:41:00Z", "2026-01-30T12:00:00Z");
        // A run that ended within the second of its own time.
        assertMissed(Optional.empty(), "2026-01-26T02:30:00.200Z", "2026-01-26T02:30:00.400Z");
        assertMissed(Optional.empty(), "2026-01-26T02:30:00Z", "2026-01-26T02:30:00Z");
    }

    @Test
    void aCompletionInTheFutureMissesNothing() {
        assertMissed(Optional.empty(), "2030-01-01T00:00:00Z", "2026-01-26T12:00:00Z");
    }

    @Test
    void anExpressionMayComeToAnEnd() {
        CronTimes past = new CronTimes("0 30 2 * * ? 2020");
        assertEquals(Optional.empty(), past.nextAfter(Instant.parse("2026-01-26T00:00:00Z")));
        assertEquals(
                Optional.of(Instant.parse("2020-12-31T02:30:00Z")),
                past.nextAfter(Instant.parse("2020-12-30T02:30:00Z")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "30 2 * * *",
                "* * * * * *",
                "0 30 25 * * ?",
                "0 30 2 * * ? 2026 9",
                "daily",
                "@daily",
                "0 30 2 * * MOO",
                "0 30 2 L-99 * ?",
                "0 0/ 2 * * ?",
                "0 30 2 ? * 8#9",
                "0 30 2 \u001b[2J * ?",
                "02:30"
            })
    void whatIsNoCronExpressionIsRefusedWithTheSettingAndAnExample(String text) {
        BadCronException error = assertThrows(BadCronException.class, () -> new CronTimes(text));
        assertTrue(error.getMessage().startsWith("schedule.cron "), error.getMessage());
        assertTrue(error.getMessage().contains("schedule.cron: \"0 30 2 * * ?\""), error.getMessage());
        assertFalse(error.getMessage().chars().anyMatch(unit -> unit < 0x20 || unit > 0x7e), error.getMessage());
    }

    @Test
    void anEndlessExpressionIsRefused() {
        String endless = "0,".repeat(1_000) + "0 30 2 * * ?";
        BadCronException error = assertThrows(BadCronException.class, () -> new CronTimes(endless));
        assertTrue(error.getMessage().length() < 400, error.getMessage());
    }

    private static void assertNext(String expected, String after) {
        assertEquals(Optional.of(Instant.parse(expected)), DAILY.nextAfter(Instant.parse(after)));
    }

    private static void assertMissed(Optional<String> expected, String lastCompletion, String now) {
        assertEquals(
                expected.map(Instant::parse), DAILY.firstMissed(Instant.parse(lastCompletion), Instant.parse(now)));
    }
}
