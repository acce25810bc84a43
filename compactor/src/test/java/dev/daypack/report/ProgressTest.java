package dev.daypack.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class ProgressTest {

    private static final String NAME = "binance/bbo/btcusdt/20260126";

    @Test
    void bytesMeasureTheRunIfThePlanKnowsThem() {
        ProgressFraction fraction = new ProgressFraction();
        fraction.planned(2, OptionalLong.of(100));
        fraction.started(NAME, 80);
        fraction.advanced(NAME, 40);
        assertEquals(0.4, fraction.fraction(), 1e-9);
        fraction.finished(RunReportTest.success("btcusdt", 26));
        assertEquals(0.8, fraction.fraction(), 1e-9);
    }

    @Test
    void partitionDaysMeasureTheRunIfNobodyKnowsTheBytes() {
        ProgressFraction fraction = new ProgressFraction();
        fraction.planned(4, OptionalLong.empty());
        fraction.started(NAME, 80);
        fraction.advanced(NAME, 40);
        assertEquals(0.125, fraction.fraction(), 1e-9);
        fraction.finished(RunReportTest.success("btcusdt", 26));
        assertEquals(0.25, fraction.fraction(), 1e-9);
    }

    @Test
    void anAttemptThatStartsOverDoesNotTurnTheBarBack() {
        ProgressFraction fraction = new ProgressFraction();
        fraction.planned(1, OptionalLong.of(100));
        fraction.started(NAME, 100);
        fraction.advanced(NAME, 90);
        fraction.started(NAME, 100);
        assertEquals(0.9, fraction.fraction(), 1e-9);
        fraction.advanced(NAME, 1_000);
        assertEquals(1.0, fraction.fraction(), 1e-9);
    }

    @Test
    void whatIsWrittenScrollsAboveTheStatusLine() {
        ByteArrayOutputStream terminal = new ByteArrayOutputStream();
        StatusLine line = new StatusLine(terminal);
        line.show("50 %");
        line.stream().print("hal");
        line.stream().println("lo");
        line.show("");
        assertEquals("50 %<erase>hallo\n50 %<erase>", shown(terminal));
    }

    @Test
    void theBarShowsHowFarTheRunIsAndLeavesNothingBehind() {
        ByteArrayOutputStream terminal = new ByteArrayOutputStream();
        BarProgress bar = new BarProgress(new StatusLine(terminal), () -> 100, false);
        bar.planned(2, OptionalLong.of(80_000_000));
        bar.partitionStarted(NAME, 480, 40_000_000);
        bar.advanced(NAME, 20_000_000);
        bar.close();
        String shown = shown(terminal);
        assertTrue(shown.contains(" 25 % [##########..............................] 0/2"), shown);
        assertTrue(shown.contains(NAME), shown);
        assertTrue(shown.endsWith("<erase>"), shown);
    }

    @Test
    void theBarFitsTheTerminal() {
        ByteArrayOutputStream terminal = new ByteArrayOutputStream();
        BarProgress bar = new BarProgress(new StatusLine(terminal), () -> 30, false);
        bar.planned(2, OptionalLong.of(80_000_000));
        bar.partitionStarted(NAME, 480, 40_000_000);
        bar.advanced(NAME, 20_000_000);
        bar.close();
        for (String line : shown(terminal).split("<erase>", -1)) {
            assertTrue(line.length() < 30, line);
        }
    }

    @Test
    void aPipeGetsOneLineForEachPartitionDayAndASignOfLifeEachMinute() {
        Logger logger = (Logger) LoggerFactory.getLogger(LineProgress.class);
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        lines.start();
        logger.addAppender(lines);
        logger.setAdditive(false);
        logger.setLevel(Level.INFO);
        try {
            AtomicLong nanos = new AtomicLong();
            LineProgress progress = LineProgress.forPeople(nanos::get);
            progress.planned(2, OptionalLong.of(80_000_000));
            progress.partitionStarted(NAME, 480, 40_000_000);
            progress.advanced(NAME, 20_000_000);
            nanos.addAndGet(61_000_000_000L);
            progress.advanced(NAME, 4_000_000);
            progress.advanced(NAME, 4_000_000);
            progress.partitionFinished(RunReportTest.success("btcusdt", 26));
            assertEquals(
                    List.of(
                            "planned 2 partition-days, 76.3 MiB",
                            "30 % done, 0 of 2 partition-days",
                            "success    binance/bbo/btcusdt/20260126: 1,823,192 rows, 480 parts, 1.9 s"),
                    lines.list.stream().map(ILoggingEvent::getFormattedMessage).toList());
        } finally {
            logger.detachAppender(lines);
            logger.setAdditive(true);
            logger.setLevel(null);
        }
    }

    @Test
    void logMessagesArePrintableEvenIfSomebodyForgotToEscape() {
        Logger logger = (Logger) LoggerFactory.getLogger("dev.daypack.test");
        LoggingEvent event =
                new LoggingEvent("x", logger, Level.INFO, "key {}", null, new Object[] {"a\u001b[31m\nFORGED"});
        assertEquals("key a\\u001b[31m\\u000aFORGED", new PrintableMessage().convert(event));
    }

    @Test
    void tablesAlignNumbersToTheRight() {
        TextTable table = new TextTable(TextTable.Column.text("a"), TextTable.Column.number("number"));
        assertEquals(
                List.of("a     number", "long       7"), table.row("long", 7).lines());
        assertFalse(table.lines().get(0).endsWith(" "));
    }

    private static String shown(ByteArrayOutputStream terminal) {
        return terminal.toString(StandardCharsets.UTF_8).replace("\r\033[2K", "<erase>");
    }
}
