package dev.daypack.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.daypack.cancel.CancelledException;
import dev.daypack.store.StoreException;
import dev.daypack.store.StoreException.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommandLineTest {

    private static final String STORES = " --raw file:///r --compact file:///c";

    @TempDir
    private Path directory;

    private Console console;

    @BeforeEach
    void console() {
        console = new Console(directory);
    }

    @ParameterizedTest
    @CsvSource({
        "daily,daily",
        "catch-up,catch-up",
        "backfill,backfill",
        "'',catch-up",
        "--mode daily,daily",
        "--mode=daily,daily",
        "--mode catch-up,catch-up",
        "--workers 2 --mode backfill,backfill",
        "--max-days 3,catch-up"
    })
    void theModeIsTheCommandOrItsOldSpelling(String line, String mode) {
        assertEquals(0, console.runLine(line + STORES), console::err);
        assertEquals(mode, console.application.runs.get(0).mode().toString());
        assertEquals(1, console.application.closed);
    }

    @Test
    void theOldSpellingOfTheQualityReportStillWorks() {
        assertEquals(0, console.runLine("--quality-report --days 3" + STORES), console::err);
        assertEquals(0, console.runLine("quality-report --raw file:///r"), console::err);
        assertEquals(List.of(3, 14), console.application.qualityDays);
        assertTrue(console.out().contains("DEGRADED"), console.out());
    }

    @Test
    void aBackfillTakesAllItsFlags() throws IOException {
        Path symbols = directory.resolve("symbols.txt");
        Files.writeString(symbols, "# majors\nethusdt\n\n solusdt # new\n");
        String line = "backfill --date-from 20260101 --date-to 2026-01-07 --overwrite --exchanges binance,okx"
                + " --streams bbo --streams trade --symbols btcusdt --symbols-file " + symbols
                + " --max-days 5 --max-partitions-per-day 9 --workers 3 --retry-quarantine --memory 64MiB"
                + " --order-by ts_recv --compat --quiet" + STORES;
        assertEquals(0, console.runLine(line), console::err);
        assertEquals(
                new RunRequest(
                        RunMode.BACKFILL,
                        Optional.of(LocalDate.of(2026, 1, 1)),
                        Optional.of(LocalDate.of(2026, 1, 7)),
                        true,
                        true,
                        0,
                        OptionalInt.of(5),
                        OptionalInt.of(9),
                        new RunRequest.Filter(
                                Set.of("binance", "okx"),
                                Set.of("bbo", "trade"),
                                Set.of("btcusdt", "ethusdt", "solusdt"))),
                console.application.runs.get(0));
        assertEquals(3, console.application.settings.resources().workers());
        assertEquals(64L << 20, console.application.settings.resources().memoryBytes());
        assertEquals("ts_recv", console.application.settings.input().orderBy());
        assertTrue(console.application.settings.output().compat());
    }

    @Test
    void aBackfillNeedsNoDates() {
        assertEquals(0, console.runLine("backfill" + STORES), console::err);
        assertEquals(Optional.empty(), console.application.runs.get(0).from());
    }

    @Test
    void catchUpMayLookForLateParts() {
        assertEquals(0, console.runLine("catch-up --recheck-days 7" + STORES), console::err);
        assertEquals(7, console.application.runs.get(0).recheckDays());
    }

    @Test
    void aPlanStandsInForEveryMode() {
        assertEquals(0, console.runLine("plan" + STORES), console::err);
        assertTrue(console.out().contains("nothing was changed"), console.out());
        assertEquals(0, console.runLine("plan --mode backfill --date-from 20260101 --overwrite" + STORES));
        assertEquals(0, console.runLine("plan --mode daily --json" + STORES));
        assertEquals(
                List.of(RunMode.CATCH_UP, RunMode.BACKFILL, RunMode.DAILY),
                console.application.plans.stream().map(RunRequest::mode).toList());
        assertEquals(List.of(), console.application.runs);
    }

    @Test
    void aMergeKeepsTheOrderOfItsInputsAndNeedsNoStores() {
        assertEquals(0, console.runLine("merge --output o.parquet --order-by t b.parquet a.parquet"), console::err);
        assertEquals(
                new MergeRequest(List.of("b.parquet", "a.parquet"), "o.parquet", false),
                console.application.merges.get(0));
        assertEquals("t", console.application.settings.input().orderBy());
        assertEquals(0, console.runLine("merge --output o.parquet --overwrite --json @a"), console::err);
        assertEquals(List.of("@a"), console.application.merges.get(1).inputs());
    }

    @Test
    void inspectEndsWithOneIfTheFileIsNotSound() {
        assertEquals(0, console.runLine("inspect --pages s3://b/k"));
        assertEquals(new InspectRequest("s3://b/k", true, false), console.application.inspections.get(0));
        console.application.corrupt = true;
        assertEquals(1, console.runLine("inspect s3://b/k"));
    }

    @Test
    void serveTakesItsScheduleFromAFlag() {
        console.run("serve", "--cron", "0 0 4 * * ?", "--raw", "file:///r", "--compact", "file:///c");
        assertEquals("0 0 4 * * ?", console.application.settings.scheduleCron());
    }

    @Test
    void serveEndsWithFourOnlyIfARunWasInterrupted() {
        assertEquals(0, console.runLine("serve" + STORES));
        console.cancellation.cancel();
        assertEquals(4, console.runLine("serve" + STORES));
    }

    @Test
    void theDemoShowsPlanWorkAndLateData() {
        console.environment.put("DAYPACK_RAW_URL", "s3://not-for-the-demo");
        console.application.corrupt = true;
        console.runLine("demo");
        assertEquals("file://" + directory + "/demo/raw", console.application.settings.rawUrl());
        assertEquals(
                List.of(0, 3),
                console.application.runs.stream().map(RunRequest::recheckDays).toList());
        assertTrue(console.out().contains("Three to try next"), console.out());
    }

    @Test
    void quarantineEndsWithOneAndNamesTheCommandToTry() {
        console.application.corrupt = true;
        assertEquals(1, console.runLine("catch-up" + STORES));
        assertTrue(console.out().contains("try    daypack inspect"), console.out());
        assertFalse(console.out().contains("\u001b"), "no control characters");
    }

    @Test
    void aRunThatWasStoppedEndsWithFour() {
        console.cancellation.cancel();
        assertEquals(4, console.runLine("catch-up" + STORES));
    }

    @Test
    void machinesGetOneDocumentAndNothingElse() throws IOException {
        assertEquals(0, console.runLine("catch-up --json" + STORES));
        JsonNode json = new ObjectMapper().readTree(console.out());
        assertEquals(6, json.get("planned").intValue());
        assertEquals("", console.err());
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void storesThatRefuseEndWithThree(Kind kind) {
        console.application.error = new StoreException(kind, "", "s3://r: no answer\nfrom it", null);
        boolean isOneObject = kind == Kind.MISSING || kind == Kind.CHANGED;
        assertEquals(isOneObject ? 1 : 3, console.runLine("catch-up" + STORES));
        assertEquals("daypack: s3://r: no answer from it\n", console.err());
    }

    @Test
    void whatTheApplicationRefusesAsUsageEndsWithTwo() {
        console.application.error = new UsageException("no field {symbol} to filter on");
        assertEquals(2, console.runLine("catch-up" + STORES));
        assertEquals("daypack: no field {symbol} to filter on\nTry 'daypack catch-up --help'.\n", console.err());
    }

    @Test
    void aStopInTheMiddleEndsWithFour() {
        console.application.error = new CancelledException();
        assertEquals(4, console.runLine("merge --output o i"));
    }

    @Test
    void aDefectIsOneLineWithoutATrace() {
        console.application.error = new NullPointerException("x");
        assertEquals(1, console.runLine("catch-up" + STORES));
        assertEquals(1, console.err().lines().count(), console.err());
        assertTrue(console.err().contains("defect"), console.err());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "dayly | there is no command 'dayly'; did you mean daily?",
                "catch-up --rew x | there is no option --rew; did you mean --raw?",
                "catch-up --date-from 20260101 | catch-up has no option --date-from; backfill, plan, verify, reap have",
                "backfill --date-from 20261301 | '20261301' is not a day; write 20260131 or 2026-01-31",
                "backfill --date-to 20260101 | --date-to needs --date-from",
                "backfill --date-from 20260102 --date-to 20260101 | is before --date-from",
                "plan --overwrite | need --mode backfill",
                "verify --date-from 20260102 --date-to 20260101 | is before --date-from",
                "verify --max-days 0 | --max-days is 0; it must be at least 1",
                "reap --rebuild | --rebuild goes with --delete",
                "fsck --older-than 1m | --older-than is 1m; give 10m or more",
                "plan --mode weekly | --mode is one of [daily, catch-up, backfill]",
                "--mode weekly | --mode is daily, catch-up or backfill",
                "--mode | --mode is daily, catch-up or backfill",
                "--config x daily | the command comes first: daypack daily ...",
                "catch-up --max-days 0 | --max-days is 0; it must be at least 1",
                "catch-up --symbols a/b | 'a/b' is no partition value",
                "catch-up --symbols-file nope | --symbols-file nope cannot be read",
                "catch-up --recheck-days -1 | --recheck-days is -1",
                "quality-report --days 0 | --days is 0",
                "merge a b | Missing required option: '--output=OUT'",
                "merge --output a a | --output names one of the inputs",
                "merge --output a | Missing required parameter: 'INPUT'",
                "catch-up extra | 'extra' is one argument too many",
                "catch-up | no raw store",
                "catch-up --raw file:///r | no compact store",
                "catch-up --config nope.yaml | there is no such file",
                "catch-up --memory lots | --memory: 'lots' is not allowed; allowed is a size such as",
            })
    void wrongUsageIsOneLineWithAHintAndCodeTwo(String example) {
        String[] halves = example.split(" \\| ", 2);
        assertEquals(2, console.runLine(halves[0]));
        List<String> lines = console.err().lines().toList();
        assertEquals(2, lines.size(), console.err());
        assertTrue(lines.get(0).startsWith("daypack: ") && lines.get(0).contains(halves[1]), lines.get(0));
        assertTrue(lines.get(1).startsWith("Try 'daypack"), lines.get(1));
        assertEquals("", console.out());
        assertEquals(List.of(), console.application.runs);
    }

    @Test
    void settingsShowTheirOriginAndNoSecrets() {
        console.environment.put("S3_ENDPOINT", "http://minio:9000");
        console.environment.put("S3_ACCESS_KEY", "key1");
        console.environment.put("S3_SECRET_KEY", "secret1");
        assertEquals(0, console.runLine("settings --memory 64MiB"));
        assertTrue(console.out().contains("--memory"), console.out());
        assertTrue(console.out().contains("S3_ENDPOINT"), console.out());
        assertFalse(console.out().contains("secret1") || console.out().contains("key1"), console.out());
    }
}
