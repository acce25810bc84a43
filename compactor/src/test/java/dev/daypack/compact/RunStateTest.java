package dev.daypack.compact;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.daypack.state.StateDocument;
import dev.daypack.state.Status;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RunStateTest {

    private static final LocalDate DAY = LocalDate.of(2026, 1, 26);

    private static Optional<Status> status(String partitions) {
        String text = "{\"days\": {\"20260126\": {\"status\": \"quarantine\"}}, \"partitions\": {" + partitions + "}}";
        StateDocument document = StateDocument.parse(text.getBytes(StandardCharsets.UTF_8), "state");
        return new RunState(document, false).dayStatus(DAY);
    }

    private static String quarantined(String symbol, String type) {
        return "\"binance/bbo/%s/20260126\": {\"status\": \"quarantine\"%s}".formatted(symbol, type);
    }

    @Test
    void aDayThatTheOldJobSetApartIsSetApart() {
        assertEquals(Optional.of(Status.QUARANTINE), status(""));
        assertEquals(Optional.of(Status.QUARANTINE), status(quarantined("btcusdt", "")));
    }

    @Test
    void aDayOfBadQualityIsSetApart() {
        String bad = quarantined("btcusdt", ", \"error_type\": \"bad_quality\"");
        assertEquals(Optional.of(Status.QUARANTINE), status(bad));
        assertEquals(
                Optional.of(Status.QUARANTINE),
                status(bad + ", " + quarantined("ethusdt", ", \"error_type\": \"corrupt_part\"")));
    }

    /** Found by seed 956: a partition that came later was taken for quarantined, and never packed. */
    @Test
    void partitionsWithBadPartsSayNothingOfOneThatComesLater() {
        assertEquals(Optional.empty(), status(quarantined("btcusdt", ", \"error_type\": \"corrupt_part\"")));
    }
}
