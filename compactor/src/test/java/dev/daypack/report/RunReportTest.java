package dev.daypack.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.daypack.discover.Partition;
import dev.daypack.discover.PartitionDay;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RunReportTest {

    private static final Failure CORRUPT = new Failure(
            "corrupt_page",
            Optional.of("exchange=okx/it's \u001b[2J.parquet"),
            "column bid_price,\noffset 4711: bad CRC");

    @Test
    void theAccountingClosesOrDoesNotExist() {
        List<PartitionReport> one = List.of(success("btcusdt", 26));
        assertEquals(1, report(1, one, List.of()).accounting().count(Outcome.SUCCESS));
        assertTrue(assertThrows(IllegalStateException.class, () -> report(2, one, List.of()))
                .getMessage()
                .contains("planned 2 partition-days, but 1 ended"));
        List<PartitionReport> twice = List.of(success("btcusdt", 26), success("btcusdt", 26));
        assertTrue(assertThrows(IllegalStateException.class, () -> report(2, twice, List.of()))
                .getMessage()
                .contains("ended 2 times"));
    }

    @Test
    void onlyTroubleNamesAFailure() {
        assertThrows(
                IllegalArgumentException.class,
                () -> PartitionReport.idle(day("btcusdt", 26), Outcome.FAILED, "no failure named"));
        assertThrows(
                IllegalArgumentException.class,
                () -> PartitionReport.trouble(
                        day("btcusdt", 26), Outcome.SUCCESS, CORRUPT, Volume.NONE, StepSeconds.NONE));
    }

    @Test
    void theClosingTableShowsDaysTroublesAndTheSum() {
        RunReport report = report(
                4,
                List.of(
                        success("btcusdt", 25),
                        success("btcusdt", 26),
                        PartitionReport.idle(day("ethusdt", 25), Outcome.NO_FILES, "no parts"),
                        PartitionReport.trouble(
                                day("ethusdt", 26), Outcome.QUARANTINE, CORRUPT, Volume.NONE, StepSeconds.NONE)),
                List.of("today is never touched"));
        assertEquals(
                List.of(
                        "day         planned  success  other  bad  parts       rows        in       out",
                        "2026-01-25        2        1      1    0    480  1,823,192  38.1 MiB  16.5 MiB",
                        "2026-01-26        2        1      0    1    480  1,823,192  38.1 MiB  16.5 MiB",
                        "2 days            4        2      1    1    960  3,646,384  76.3 MiB  33.0 MiB",
                        "",
                        "quarantine  binance/bbo/ethusdt/20260126",
                        "  part   exchange=okx/it's \\u001b[2J.parquet",
                        "  error  column bid_price,\\u000aoffset 4711: bad CRC",
                        "  try    daypack inspect $'file:///raw/exchange=okx/it\\'s \\033[2J.parquet'",
                        "",
                        "catch-up: 4 planned = 2 success + 1 no_files + 1 quarantine",
                        "packed 3,646,384 rows of 960 parts: 76.3 MiB -> 33.0 MiB (2.31 : 1) in 13 s, 291,711 rows/s",
                        "note: today is never touched"),
                ClosingTable.lines(report));
        assertFalse(report.isClean());
    }

    @Test
    void whatWasSupersededAndHowThePartsDifferedIsTold() {
        PartitionReport plain = success("btcusdt", 26);
        PartitionReport both = new PartitionReport(
                day("ethusdt", 26),
                plain.outcome(),
                plain.reason(),
                plain.volume(),
                plain.seconds(),
                plain.memory(),
                plain.inversions(),
                "2 columns missing in 14 parts",
                new LeftOut(0, 3),
                Optional.empty());
        RunReport report = report(2, List.of(plain, both), List.of());

        List<String> lines = ClosingTable.lines(report);
        assertTrue(
                lines.contains("superseded: 3 parts of older deliveries in 1 partition-day, not read"),
                lines::toString);
        assertTrue(
                lines.contains("schema drift: binance/bbo/ethusdt/20260126: 2 columns missing in 14 parts"),
                lines::toString);
        String log = PartitionLine.pairs(both);
        assertTrue(log.contains(" superseded_parts=3 schema_drift=\"2 columns missing in 14 parts\" "), log);
        assertFalse(PartitionLine.pairs(plain).contains("superseded"), PartitionLine.pairs(plain));
        assertTrue(
                PartitionLine.brief(both).endsWith(" s, 3 parts superseded, 2 columns missing in 14 parts"),
                PartitionLine.brief(both));
        JsonNode json = RunReportJson.of(report);
        assertEquals(3, json.path("superseded_parts").asInt());
        assertEquals(
                "2 columns missing in 14 parts",
                json.path("partitions").get(1).path("schema_drift").asText());
    }

    @Test
    void aRunWithNothingToDoSaysWhy() {
        RunReport report = report(0, List.of(), List.of("the watermark is 2026-01-26"));
        assertEquals(
                List.of("catch-up: nothing to do (see below)", "note: the watermark is 2026-01-26"),
                ClosingTable.lines(report));
        assertTrue(report.isClean());
    }

    @Test
    void aFailureWithoutAKeyIsReproducedByItsDay() {
        PartitionReport failed = PartitionReport.trouble(
                day("btcusdt", 26),
                Outcome.QUARANTINE,
                new Failure("day_quality", Optional.empty(), "the day is BAD"),
                Volume.NONE,
                StepSeconds.NONE);
        assertEquals(
                "daypack backfill --date-from 20260126 --date-to 20260126 --exchanges binance --streams bbo"
                        + " --symbols btcusdt --retry-quarantine",
                Reproducer.command("file:///raw/", failed));
    }

    @Test
    void manyTroublesAreCounted() {
        List<PartitionReport> troubles = IntStream.range(0, 30)
                .mapToObj(i -> PartitionReport.trouble(
                        day("s" + i, 26), Outcome.FAILED, CORRUPT, Volume.NONE, StepSeconds.NONE))
                .toList();
        assertTrue(ClosingTable.lines(report(30, troubles, List.of())).contains("... and 10 more; --json shows all"));
    }

    @Test
    void machinesGetEverything() {
        PartitionReport bad =
                PartitionReport.trouble(day("ethusdt", 26), Outcome.QUARANTINE, CORRUPT, Volume.NONE, StepSeconds.NONE);
        JsonNode json = RunReportJson.of(report(2, List.of(success("btcusdt", 26), bad), List.of("a note")));
        assertEquals(1, json.at("/ended/success").intValue());
        assertEquals(0, json.at("/ended/locked").intValue());
        assertEquals("binance/bbo/btcusdt", json.at("/partitions/0/partition").textValue());
        assertEquals(1_823_192, json.at("/partitions/0/rows").longValue());
        assertEquals(1.9, json.at("/partitions/0/seconds/total").doubleValue());
        assertEquals("corrupt_page", json.at("/partitions/1/error_type").textValue());
        assertEquals("a note", json.at("/notes/0").textValue());
    }

    @Test
    void logLinesCarryAllFiguresOnOneLine() {
        assertEquals(
                "partition=binance/bbo/btcusdt/20260126 outcome=success rows=1823192 parts=480 bytes_in=40000000"
                        + " bytes_out=17300000 list_s=0.100 read_s=0.900 merge_s=0.200 write_s=0.700 total_s=1.900"
                        + " peak_planned=230 peak_actual=210 inversions=12 ignored_keys=1 "
                        + "reason=\"since the watermark\"",
                PartitionLine.pairs(success("btcusdt", 26)));
        PartitionReport bad =
                PartitionReport.trouble(day("ethusdt", 26), Outcome.FAILED, CORRUPT, Volume.NONE, StepSeconds.NONE);
        assertTrue(
                PartitionLine.pairs(bad)
                        .endsWith("key=\"exchange=okx/it's \\u001b[2J.parquet\""
                                + " error=\"column bid_price,\\u000aoffset 4711: bad CRC\""),
                PartitionLine.pairs(bad));
    }

    @Test
    void peopleSeeWhatGoesBy() {
        assertEquals(
                "success    binance/bbo/btcusdt/20260126: 1,823,192 rows, 480 parts, 1.9 s",
                PartitionLine.brief(success("btcusdt", 26)));
    }

    static PartitionReport success(String symbol, int day) {
        return new PartitionReport(
                day(symbol, day),
                Outcome.SUCCESS,
                "since the watermark",
                new Volume(1_823_192, 480, 40_000_000, 17_300_000),
                new StepSeconds(0.1, 0.9, 0.2, 0.7, 1.9),
                new PeakMemory(230, 210),
                12,
                "",
                new LeftOut(1, 0),
                Optional.empty());
    }

    static PartitionDay day(String symbol, int day) {
        Partition partition = new Partition(List.of("exchange", "stream", "symbol"), List.of("binance", "bbo", symbol));
        return new PartitionDay(partition, LocalDate.of(2026, 1, day));
    }

    static RunReport report(int planned, List<PartitionReport> partitions, List<String> notes) {
        return new RunReport(
                "catch-up",
                "file:///raw",
                Instant.parse("2026-01-27T02:30:00Z"),
                Instant.parse("2026-01-27T02:30:12.5Z"),
                planned,
                partitions,
                notes,
                false,
                Requests.NONE);
    }
}
