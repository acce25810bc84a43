package dev.daypack.discover;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LayoutTest {

    private static final LocalDate DAY = LocalDate.of(2026, 1, 26);
    private static final String VALUE_CHARS = "ABYZabyz0189._-";

    @Test
    void theDefaultIsHiveStyle() {
        Layout layout = Layout.parse(Layout.DEFAULT);
        assertEquals(4, layout.levels());
        assertEquals(List.of("exchange", "stream", "symbol"), layout.fields());
        assertEquals(
                "exchange=binance/stream=bbo/symbol=btcusdt/date=20260126/",
                layout.prefix(partition(layout, "binance", "bbo", "btcusdt"), DAY));
    }

    @Test
    void theDateMayBeSplitOverLevels() {
        Layout layout = Layout.parse("prod-bucket-{date:yyyyMM}/{date:dd}/{exbyte}");
        assertEquals("prod-bucket-202601/26/x7/", layout.prefix(partition(layout, "x7"), DAY));
        Bindings month = bound(layout, 0, "prod-bucket-202601", Bindings.none());
        assertEquals(DateRange.between(LocalDate.of(2026, 1, 1), LocalDate.of(2026, 1, 31)), month.possibleDates());
        Bindings day = bound(layout, 1, "26", month);
        assertEquals(DateRange.between(DAY, DAY), day.possibleDates());
        Bindings all = bound(layout, 2, "x7", day);
        assertEquals(new PartitionDay(partition(layout, "x7"), DAY), layout.partitionDay(all));
    }

    @Test
    void theYearAloneLeavesItsDaysOpenAndADayWithoutYearAllOfThem() {
        Layout layout = Layout.parse("{date:dd}/{date:yyyy}/{s}/{date:MM}");
        Bindings day = bound(layout, 0, "26", Bindings.none());
        assertEquals(DateRange.all(), day.possibleDates());
        Bindings year = bound(layout, 1, "2026", day);
        assertEquals(DateRange.between(LocalDate.of(2026, 1, 1), LocalDate.of(2026, 12, 31)), year.possibleDates());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                Layout.DEFAULT,
                "prod-bucket-{date:yyyyMM}/{date:dd}/{exbyte}",
                "{date:yyyy}/{date:MM}/{date:dd}/{exchange}/{symbol}",
                "{date:yyyy-MM-dd}/{exchange}={symbol}",
                "raw/v1/{symbol}/{date:dd.MM.yyyy}/parts",
                "{symbol}{date:yyyyMMdd}",
                "{a}/x{a}x/{date:yyyyMM}/{date:yyyyMMdd}",
                "{a},{b},{c}/d{date:yyyy_MM_dd}"
            })
    void whatPrefixWritesMatchReadsBack(String template) {
        Layout layout = Layout.parse(template);
        for (long seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            List<String> values =
                    layout.fields().stream().map(field -> value(random)).toList();
            Partition partition = new Partition(layout.fields(), values);
            LocalDate date = LocalDate.ofEpochDay(random.nextInt(40_000));
            String prefix = layout.prefix(partition, date);
            assertTrue(prefix.endsWith("/"), "seed " + seed);
            assertEquals(Optional.of(new PartitionDay(partition, date)), read(layout, prefix), "seed " + seed);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            exchange={exchange}        | lost+found          | NOT_IN_LAYOUT
            exchange={exchange}        | exchange=           | NOT_IN_LAYOUT
            exchange={exchange}        | Exchange=binance    | NOT_IN_LAYOUT
            exchange={exchange}        | exchange=a b        | INVALID_VALUE
            exchange={exchange}        | exchange=..         | INVALID_VALUE
            exchange={exchange}        | exchange=%2F        | INVALID_VALUE
            date={date:yyyyMMdd}       | date=2026-01-26     | NOT_IN_LAYOUT
            date={date:yyyyMMdd}       | date=20260230       | INVALID_DATE
            date={date:yyyyMMdd}       | date=20261301       | INVALID_DATE
            date={date:yyyyMMdd}       | date=00000101       | INVALID_DATE
            date={date:yyyyMMdd}       | date=2026012x       | INVALID_DATE
            date={date:yyyyMMdd}       | date=+2026012       | INVALID_DATE
            date={date:yyyyMMdd}       | date=٢٠٢٦٠١٢٦       | INVALID_DATE
            {exchange}-{stream}        | a-b-c               | AMBIGUOUS
            {exchange}-{stream}        | ab                  | NOT_IN_LAYOUT
            """)
    void whatDoesNotFitIsRefusedWithItsReason(String level, String segment, Match.Reason reason) {
        String rest = level.contains("date") ? "{exchange}/" + level : level + "/{date:yyyyMMdd}";
        Layout layout = Layout.parse(rest);
        int at = level.contains("date") ? 1 : 0;
        Match match = layout.match(at, segment, Bindings.none());
        assertEquals(reason, assertInstanceOf(Match.Refused.class, match).reason(), match.toString());
    }

    @Test
    void twoFieldsInALevelAreReadIfThereIsOneWayOnly() {
        Layout layout = Layout.parse("{exchange}-{symbol}/{date:yyyyMMdd}");
        Bindings bindings = bound(layout, 0, "binance-btcusdt", Bindings.none());
        assertEquals(Optional.of("binance"), bindings.value("exchange"));
        assertEquals(Optional.of("btcusdt"), bindings.value("symbol"));
    }

    @Test
    void aReadingWithAnInvalidValueIsNoSecondWay() {
        Layout layout = Layout.parse("{exchange}-{symbol}/{date:yyyyMMdd}");
        Match match = layout.match(0, "a-" + "b".repeat(120) + "-" + "c".repeat(120), Bindings.none());
        Bindings bindings = assertInstanceOf(Match.Bound.class, match).bindings();
        assertEquals(Optional.of("c".repeat(120)), bindings.value("symbol"));
    }

    @Test
    void aFieldThatOccursAgainMustHaveItsValue() {
        Layout layout = Layout.parse("{a}/x{a}/{date:yyyy}/{date:yyyyMMdd}");
        Bindings first = bound(layout, 0, "v", Bindings.none());
        bound(layout, 1, "xv", first);
        assertInstanceOf(Match.Refused.class, layout.match(1, "xw", first));
        Bindings year = bound(layout, 2, "2026", first);
        assertInstanceOf(Match.Refused.class, layout.match(3, "20250101", year));
    }

    @Test
    void anEvilSegmentEndsInBoundedTime() {
        Layout layout = Layout.parse("{a}-{b}-{c}-{d}-{e}x/{date:yyyyMMdd}");
        assertInstanceOf(Match.Refused.class, layout.match(0, "-".repeat(1024), Bindings.none()));
    }

    @Test
    void controlCharactersDoNotReachTheReason() {
        Layout layout = Layout.parse(Layout.DEFAULT);
        Match match = layout.match(0, "exchange=a\u001b[31m", Bindings.none());
        String text = assertInstanceOf(Match.Refused.class, match).text();
        assertTrue(text.contains("a\\u001B[31m"), text);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            ""                                | empty level at character 1
            /{a}/{date:yyyyMMdd}              | empty level at character 1
            {a}/{date:yyyyMMdd}/              | empty level at character 21
            {a}//{date:yyyyMMdd}              | empty level at character 5
            {a}/../{date:yyyyMMdd}            | level '..' at character 5
            {a}/{date:yyyy/MM/dd}             | as in {date:yyyy}/{date:MM}/{date:dd}
            {a/{date:yyyyMMdd}                | opens '{' at character 1
            a}/{date:yyyyMMdd}                | closes '}' at character 2
            {a}{b}/{date:yyyyMMdd}            | {a}{b} with nothing between, at character 4
            {}/{date:yyyyMMdd}                | '{}' at character 1
            {a b}/{date:yyyyMMdd}             | '{a b}' at character 1
            {a}/{date}                        | date without a pattern at character 5
            {a}/{date:}                       | date without a pattern at character 5
            {a}/{date:yyMMdd}                 | date pattern 'yyMMdd' at character 5
            {a}/{date:yyyyMMddHH}             | date pattern 'yyyyMMddHH' at character 5
            {a}/{date:yyyyMM}                 | never gives dd of the date
            {a}                               | never gives yyyy of the date
            x/{date:yyyyMMdd}                 | names no field
            a/b/c/d/e/f/g/h/i/j/k/l/m/n/o/p/q | 17 levels
            """)
    void aBadTemplateIsRefusedWithThePlace(String template, String message) {
        IllegalArgumentException error = assertThrows(IllegalArgumentException.class, () -> Layout.parse(template));
        assertTrue(error.getMessage().contains(message), error.getMessage());
        assertTrue(error.getMessage().startsWith("setting layout: '" + template + "'"), error.getMessage());
    }

    @Test
    void prefixRefusesAnotherLayoutsPartition() {
        Layout layout = Layout.parse(Layout.DEFAULT);
        Partition other = new Partition(List.of("symbol"), List.of("x"));
        assertThrows(IllegalArgumentException.class, () -> layout.prefix(other, DAY));
        Partition own = partition(layout, "a", "b", "c");
        assertThrows(IllegalArgumentException.class, () -> layout.prefix(own, LocalDate.of(10_000, 1, 1)));
    }

    private static Optional<PartitionDay> read(Layout layout, String prefix) {
        String[] segments = prefix.substring(0, prefix.length() - 1).split("/");
        assertEquals(layout.levels(), segments.length);
        Bindings bindings = Bindings.none();
        for (int level = 0; level < segments.length; level++) {
            bindings = bound(layout, level, segments[level], bindings);
        }
        return Optional.of(layout.partitionDay(bindings));
    }

    private static Bindings bound(Layout layout, int level, String segment, Bindings earlier) {
        return assertInstanceOf(Match.Bound.class, layout.match(level, segment, earlier))
                .bindings();
    }

    private static Partition partition(Layout layout, String... values) {
        return new Partition(layout.fields(), List.of(values));
    }

    private static String value(Random random) {
        StringBuilder value = new StringBuilder();
        do {
            value.setLength(0);
            for (int left = 1 + random.nextInt(8); left > 0; left--) {
                value.append(VALUE_CHARS.charAt(random.nextInt(VALUE_CHARS.length())));
            }
        } while (!Partition.isValidValue(value.toString()));
        return value.toString();
    }
}
