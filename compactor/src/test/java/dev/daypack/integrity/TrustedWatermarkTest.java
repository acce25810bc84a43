package dev.daypack.integrity;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.daypack.discover.Partition;
import dev.daypack.discover.PartitionDay;
import dev.daypack.state.DayEntry;
import dev.daypack.state.PartitionEntry;
import dev.daypack.state.StateDocument;
import dev.daypack.state.Status;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TrustedWatermarkTest {

    private static final LocalDate TODAY = LocalDate.of(2026, 1, 27);
    private static final LocalDate PACKED = LocalDate.of(2026, 1, 25);
    private static final LocalDate LATER = LocalDate.of(2026, 1, 26);

    private static final Map<PartitionDay, PartitionEntry> ENTRIES =
            Map.of(new PartitionDay(new Partition(List.of("exchange"), List.of("binance")), PACKED), success());

    private static PartitionEntry success() {
        return new PartitionEntry(
                Status.SUCCESS,
                1,
                1,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Instant.EPOCH);
    }

    @Test
    void aDayOfWhichNothingIsKnownIsTooFar() {
        StateDocument state = StateDocument.fresh().withLastCompactedDate(LATER);
        assertEquals(Optional.of(PACKED), TrustedWatermark.bounded(state, ENTRIES, TODAY));
    }

    /** Such a day has no entries of partition-days, and a run moves the watermark onto it. */
    @Test
    void aDayThatIsQuarantinedAsAWholeIsKnown() {
        StateDocument state = StateDocument.fresh()
                .withLastCompactedDate(LATER)
                .withDays(Map.of(LATER, new DayEntry(Status.QUARANTINE, Instant.EPOCH)));
        assertEquals(Optional.of(LATER), TrustedWatermark.bounded(state, ENTRIES, TODAY));
        assertEquals(Optional.of(LATER), TrustedWatermark.of(state, ENTRIES, TODAY));
    }
}
