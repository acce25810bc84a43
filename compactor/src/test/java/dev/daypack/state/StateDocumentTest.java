package dev.daypack.state;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daypack.discover.PartitionDay;
import dev.daypack.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StateDocumentTest {

    @Test
    void theOldJobsStateIsReadAsItIs() throws IOException {
        StateDocument document = example("state.old-job.json");

        assertEquals(Optional.of(LocalDate.of(2026, 1, 26)), document.lastCompactedDate());
        assertEquals(
                new DayEntry(Status.QUARANTINE, Instant.parse("2026-01-08T02:40:11Z")),
                document.days().get(LocalDate.of(2026, 1, 7)));
        assertEquals(
                Optional.of(Status.QUARANTINE),
                document.day(LocalDate.of(2026, 1, 7)).map(DayEntry::status));
        assertEquals(Optional.empty(), document.day(Entries.DAY));
        PartitionEntry success = document.entry(Entries.day("btcusdt")).orElseThrow();
        assertEquals(Status.SUCCESS, success.status());
        assertEquals(18_231_921, success.rows());
        assertEquals(412_334_221, success.totalSizeBytes());
        assertEquals(Optional.of("GOOD"), success.dayQualityPost());
        assertEquals(Optional.empty(), success.manifestDigest());
        PartitionEntry bad = document.entry("binance/trade/ethusdt/20260107").orElseThrow();
        assertEquals(Optional.of("ArrowInvalid"), bad.errorType());
        assertEquals(Instant.parse("2026-01-08T02:40:11.218331Z"), bad.updatedAt());
    }

    @Test
    void everyEntryReadsBackAsItWasWritten() {
        StateDocument document = StateDocument.fresh();
        for (Status status : Status.values()) {
            document = document.withEntry(Entries.day(status.json()), Entries.of(status));
        }
        document = document.withEntry(Entries.day("bad"), Entries.quarantined("page 3"));

        StateDocument back = StateDocument.parse(document.toBytes(), "copy");

        for (Status status : Status.values()) {
            assertEquals(Optional.of(Entries.of(status)), back.entry(Entries.day(status.json())));
        }
        assertEquals(Optional.of(Entries.quarantined("page 3")), back.entry(Entries.day("bad")));
        assertTrue(back.saysTheSameAs(document));
    }

    @Test
    void unknownKeysAtEveryLevelSurviveARewrite() throws IOException {
        StateDocument document = example("state.unknown-keys.json")
                .withEntry(Entries.day("btcusdt"), Entries.quarantined("x"))
                .withDays(Map.of(Entries.DAY, new DayEntry(Status.QUARANTINE, Entries.NOW)))
                .withLastCompactedDate(Entries.DAY)
                .stamped(Entries.NOW, "0000000000000001", 1);

        String text = new String(document.toBytes(), StandardCharsets.UTF_8);

        assertTrue(text.contains("\"operator_note\": \"symbol list changed on the 26th\""), text);
        assertTrue(text.contains("\"alerting\": {\"silenced_until\": \"2026-02-01\", \"threshold\": 0.250}"), text);
        assertTrue(text.contains("\"reviewed_by\": \"m.k.\""), text);
        assertTrue(text.contains("\"ticket\": [\"OPS-17\"]"), text);
        assertTrue(text.contains("\"status\": \"quarantine\""), text);
    }

    @Test
    void aFailedEntryThatThenSucceedsLosesItsErrors() {
        StateDocument failed = StateDocument.fresh().withEntry(Entries.day("a"), Entries.quarantined("page 3"));

        StateDocument healed = failed.withEntry(Entries.day("a"), Entries.rows(5));

        assertEquals(Optional.of(Entries.rows(5)), healed.entry(Entries.day("a")));
        assertFalse(new String(healed.toBytes(), StandardCharsets.UTF_8).contains("error"));
        assertEquals(Optional.of(Entries.quarantined("page 3")), failed.entry(Entries.day("a")));
    }

    @Test
    void theTextHasALineForEachEntryInTheOrderOfTheKeys() {
        StateDocument document = StateDocument.fresh()
                .withEntry(Entries.day("b"), Entries.of(Status.NO_FILES))
                .withEntry(Entries.day("a"), Entries.quarantined("\u001b[2J\u009b\u007f \u202e \u00e9"))
                .withLastCompactedDate(Entries.DAY);

        String text = new String(document.toBytes(), StandardCharsets.UTF_8);

        String[] lines = text.split("\n");
        assertEquals("{", lines[0]);
        assertEquals("  \"last_compacted_date\": \"20260126\",", lines[1]);
        assertTrue(lines[4].startsWith("    \"binance/bbo/a/20260126\": {\"status\": \"quarantine\""), text);
        assertTrue(lines[5].startsWith("    \"binance/bbo/b/20260126\": {\"status\": \"no_files\""), text);
        assertTrue(text.endsWith("\n}\n"), text);
        assertTrue(text.chars().allMatch(c -> c == '\n' || c >= ' ' && c < 0x7f), text);
        assertEquals(
                Optional.of("\u001b[2J\u009b\u007f \u202e \u00e9"),
                StateDocument.parse(document.toBytes(), "copy")
                        .entry(Entries.day("a"))
                        .orElseThrow()
                        .error());
    }

    @Test
    void entriesOfADayAreFoundByItsDate() {
        StateDocument document = StateDocument.fresh()
                .withEntries(Map.of(
                        Entries.day("a"), Entries.rows(1),
                        Entries.day("b"), Entries.rows(2),
                        Entries.day("a", Entries.DAY.minusDays(1)), Entries.rows(3)));

        assertEquals(
                Map.of("binance/bbo/a/20260126", Entries.rows(1), "binance/bbo/b/20260126", Entries.rows(2)),
                document.entriesOn(Entries.DAY));
    }

    @Test
    void aHundredThousandEntriesTakeABatchAtATime() {
        Map<PartitionDay, PartitionEntry> all = new HashMap<>();
        for (int at = 0; at < 100_000; at++) {
            all.put(Entries.day("s" + at), Entries.rows(at));
        }
        StateDocument document = StateDocument.fresh().withEntries(all);
        for (int at = 0; at < 50; at++) {
            document = document.withEntry(Entries.day("s" + at), Entries.rows(at + 7));
        }

        assertEquals(100_000, document.headEntries());
        assertEquals(56, document.entry(Entries.day("s49")).orElseThrow().rows());
        assertEquals(50, document.entry(Entries.day("s50")).orElseThrow().rows());
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            nothing at all | ~~ | the document: expected an object, found nothing
            a cut document | {"partitions": {"a/20260126": {"status": | line 1, column
            text after it | {} {} | line 1, column
            an array | [] | the document: expected an object, found an array
            a key twice | {"days": {}, "days": {}} | Duplicate field 'days'
            a date of another form | {"last_compacted_date": "2026-01-26"} | last_compacted_date: expected a day such as 20260126, found "2026-01-26"
            a day that is none | {"last_compacted_date": "20260231"} | last_compacted_date: expected a day
            a number for a date | {"last_compacted_date": 20260126} | last_compacted_date: expected text, found the number 20260126
            entries in an array | {"partitions": []} | partitions: expected an object, found an array
            days in text | {"days": "none"} | days: expected an object, found the text "none"
            a day key of another form | {"days": {"26 Jan": {"status": "success"}}} | days: expected days such as 20260126
            an entry that is text | {"partitions": {"a/20260126": "ok"}} | partitions["a/20260126"]: expected an object
            no status | {"partitions": {"a/20260126": {"rows": 1}}} | partitions["a/20260126"].status: is missing
            an unknown status | {"partitions": {"a/20260126": {"status": "SUCCESS"}}} | partitions["a/20260126"].status: expected one of
            rows in text | {"partitions": {"a/20260126": {"status": "success", "rows": "7"}}} | partitions["a/20260126"].rows: expected a whole number of 0 or more, found the text "7"
            a fraction of rows | {"partitions": {"a/20260126": {"status": "success", "rows": 7.5}}} | .rows: expected a whole number
            negative rows | {"partitions": {"a/20260126": {"status": "success", "rows": -7}}} | .rows: expected a whole number
            too many rows | {"partitions": {"a/20260126": {"status": "success", "rows": 99999999999999999999}}} | .rows: expected a whole number
            a time that is none | {"partitions": {"a/20260126": {"status": "success", "updated_at": "now"}}} | .updated_at: expected a time such as
            an error that is an object | {"partitions": {"a/20260126": {"status": "failed", "error": {}}}} | .error: expected text
            a month elsewhere | {"months": {"202601": {"key": "x", "entries": 1, "sha256": "a"}}} | months: expected the key
            """)
    void aDocumentThatCannotBeReadNamesThePlaceAndTheRemedy(String name, String text, String place) {
        byte[] bytes = (text == null ? "" : text).getBytes(StandardCharsets.UTF_8);

        StateUnreadableException error = assertThrows(
                StateUnreadableException.class, () -> StateDocument.parse(bytes, "s3://b/compacted/_state.json"));

        assertTrue(error.getMessage().startsWith("s3://b/compacted/_state.json: "), error.getMessage());
        assertTrue(error.getMessage().contains(place), error.getMessage());
        assertTrue(error.getMessage().contains("daypack state rebuild"), error.getMessage());
    }

    @Test
    void anUnreadableDocumentsTextReachesTheMessageEscaped() {
        byte[] bytes = "{\"partitions\": {\"a\\u001b[2J\\u009b\": 1}}".getBytes(StandardCharsets.UTF_8);

        String message = assertThrows(StateUnreadableException.class, () -> StateDocument.parse(bytes, "here"))
                .getMessage();

        assertTrue(message.chars().allMatch(c -> c >= ' ' && c < 0x7f), Json.quoted(message));
    }

    private static StateDocument example(String name) throws IOException {
        return StateDocument.parse(Files.readAllBytes(Path.of("..", "state-schema", "examples", name)), name);
    }
}
