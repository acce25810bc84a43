package dev.daypack.discover;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FiltersTest {

    private static final Partition BTC =
            new Partition(List.of("exchange", "stream", "symbol"), List.of("binance", "bbo", "btcusdt"));

    @Test
    void emptyFiltersLetAllPass() {
        assertTrue(Filters.none().isEmpty());
        assertEquals(Optional.empty(), Filters.none().keptOutBy(BTC));
        Filters.none().check(Layout.parse("{exbyte}/{date:yyyyMMdd}"));
    }

    @Test
    void theFlagThatKeepsAPartitionOutIsNamed() {
        Filters filters = new Filters(Set.of("binance"), Set.of(), Set.of("ethusdt"));
        assertEquals(Optional.of("--symbols"), filters.keptOutBy(BTC));
        assertEquals(Optional.empty(), new Filters(Set.of(), Set.of("bbo"), Set.of("btcusdt")).keptOutBy(BTC));
    }

    @Test
    void valuesThatNoPartitionHasAreTold() {
        Filters filters = new Filters(Set.of("binance"), Set.of(), Set.of("btcusd", "btcusdt"));
        assertEquals(List.of("--symbols btcusd"), filters.withoutMatch(List.of(BTC)));
    }

    @Test
    void aValueThatNoPartitionCouldHaveIsRefused() {
        String message = assertThrows(
                        IllegalArgumentException.class, () -> new Filters(Set.of(), Set.of(), Set.of("BTC/USDT")))
                .getMessage();
        assertTrue(message.startsWith("--symbols: 'BTC/USDT' cannot be"), message);
    }

    @Test
    void printableEscapesWhatATerminalWouldObey() {
        assertEquals("a\\u001B[2J\\u202Eb\\u000A", Printable.of("a\u001b[2J\u202Eb\n"));
        assertEquals("\\uD800x", Printable.of("\uD800x"));
        assertEquals("ab...", Printable.of("abc", 2));
        assertEquals("\u00e9\uD83D\uDE00", Printable.of("\u00e9\uD83D\uDE00"));
    }
}
