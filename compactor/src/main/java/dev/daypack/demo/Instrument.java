package dev.daypack.demo;

import java.util.List;
import java.util.Locale;

/**
 * One symbol of the demo's exchange.
 *
 * @param symbol as it stands in paths, lower case
 * @param price about where it trades
 * @param ticksPerUnit price steps per unit of price
 * @param typicalQuantity median quantity of an order
 * @param activity events relative to the busiest symbol, up to 1
 * @param seedPart tells its random numbers from those of the others
 */
record Instrument(
        String symbol, double price, double ticksPerUnit, double typicalQuantity, double activity, int seedPart) {

    static final Instrument BITCOIN = new Instrument("btcusdt", 96_400, 10, 0.08, 1.0, 1);
    static final Instrument ETHER = new Instrument("ethusdt", 3_320, 100, 0.9, 0.65, 2);
    static final Instrument SOLANA = new Instrument("solusdt", 184, 100, 6, 0.4, 3);
    static final List<Instrument> ALL = List.of(BITCOIN, ETHER, SOLANA);

    /** As the exchange spells it in the events. */
    String eventSymbol() {
        return symbol.toUpperCase(Locale.ROOT);
    }
}
