package dev.daypack.integrity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.daypack.discover.DateRange;
import dev.daypack.discover.Discovery;
import dev.daypack.discover.Filters;
import dev.daypack.discover.Layout;
import dev.daypack.discover.PartitionDay;
import dev.daypack.state.StateDocument;
import dev.daypack.store.MemoryStore;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PublishedDaysTest {

    private static final Layout LAYOUT = Layout.parse(Layout.DEFAULT);
    private static final DateRange ALL = DateRange.all();

    private final MemoryStore store = new MemoryStore();
    private final PublishedDays days =
            new PublishedDays(new Discovery(store, LAYOUT, Set.of("compacted/", "quality/"), Runnable::run, 1), LAYOUT);

    @Test
    void everyPrefixWithAnObjectIsFoundAndNothingElse() {
        publish("bbo", "btcusdt", "20260102", "data.parquet");
        publish("bbo", "ethusdt", "20260101", "meta.json");
        store.with("compacted/_state.json", "{}").with("quality/date=20260101/w.json", "{}");
        store.with("stray/object", "");
        PublishedDays.Walk walk = days.walk(Selection.all());
        assertEquals(List.of("binance/bbo/ethusdt/20260101", "binance/bbo/btcusdt/20260102"), names(walk.stored()));
        assertEquals(1, walk.ignored().total());
    }

    @Test
    void filtersAndRangeNarrowTheWalkAndWhatMatchesNothingIsSaid() {
        publish("bbo", "btcusdt", "20260101", "data.parquet");
        publish("bbo", "btcusdt", "20260105", "data.parquet");
        publish("trade", "btcusdt", "20260105", "data.parquet");
        Selection selection = new Selection(
                new Filters(Set.of(), Set.of("trade"), Set.of("btcusdt", "none")),
                DateRange.from(LocalDate.of(2026, 1, 2)),
                OptionalInt.empty(),
                OptionalInt.empty(),
                false);
        PublishedDays.Walk walk = days.walk(selection);
        assertEquals(List.of("binance/trade/btcusdt/20260105"), names(walk.stored()));
        assertEquals(List.of("nothing matches --symbols none"), walk.notes());
    }

    @Test
    void limitsCountDaysInTheOrderOfTheSelectionAndPartitionsOnEach() {
        List<PartitionDay> all = List.of(
                day("binance/bbo/a/20260101"),
                day("binance/bbo/b/20260103"),
                day("binance/bbo/a/20260103"),
                day("binance/bbo/a/20260103"),
                day("binance/bbo/a/20260102"));
        assertEquals(
                List.of("binance/bbo/a/20260103", "binance/bbo/b/20260103", "binance/bbo/a/20260102"),
                names(limited(2, 9, true).of(all)));
        assertEquals(
                List.of("binance/bbo/a/20260101"), names(limited(1, 9, false).of(all)));
        assertEquals(
                List.of("binance/bbo/a/20260103", "binance/bbo/a/20260102", "binance/bbo/a/20260101"),
                names(limited(9, 1, true).of(all)));
        assertThrows(IllegalArgumentException.class, () -> limited(0, 1, true));
    }

    @Test
    void theStateIsTheOtherWitness() {
        StateDocument state = StateDocument.parse(
                ("{\"partitions\": {"
                                + "\"binance/bbo/btcusdt/20260102\": {\"status\": \"success\", \"rows\": 7},"
                                + "\"binance/bbo/btcusdt/20260103\": {\"status\": \"failed\"},"
                                + "\"binance/bbo/20260102\": {\"status\": \"success\"},"
                                + "\"binance/bbo/../20260102\": {\"status\": \"success\"},"
                                + "\"binance/bbo/btcusdt/20269902\": {\"status\": \"success\"}}}")
                        .getBytes(StandardCharsets.UTF_8),
                "state");
        assertEquals(
                List.of("binance/bbo/btcusdt/20260102"),
                names(days.recorded(state, Selection.all(), entry -> entry.rows() > 0)
                        .keySet()));
        assertEquals(
                List.of("binance/bbo/btcusdt/20260102", "binance/bbo/btcusdt/20260103"),
                names(days.recorded(state, Selection.all(), entry -> true).keySet()));
        assertEquals(
                List.of("binance/bbo/20260102", "binance/bbo/../20260102", "binance/bbo/btcusdt/20269902"),
                days.strangeKeys(state));
    }

    private static Selection limited(int days, int partitions, boolean isNewestFirst) {
        return new Selection(Filters.none(), ALL, OptionalInt.of(days), OptionalInt.of(partitions), isNewestFirst);
    }

    private PartitionDay day(String key) {
        return days.day(key).orElseThrow();
    }

    private void publish(String stream, String symbol, String date, String name) {
        store.with("exchange=binance/stream=" + stream + "/symbol=" + symbol + "/date=" + date + "/" + name, "");
    }

    private static List<String> names(Collection<PartitionDay> days) {
        return days.stream().map(PartitionDay::stateKey).toList();
    }
}
