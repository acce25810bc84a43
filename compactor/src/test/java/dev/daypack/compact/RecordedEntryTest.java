package dev.daypack.compact;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.daypack.state.PartitionEntry;
import dev.daypack.state.Status;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RecordedEntryTest {

    private static PartitionEntry entry(Status status, long rows, Optional<String> etag, Optional<String> error) {
        return new PartitionEntry(
                status,
                rows,
                rows * 10,
                Optional.of("GOOD"),
                Optional.of("1.0.0"),
                Optional.of("digest"),
                etag,
                Optional.of("attempt"),
                error,
                Optional.empty(),
                error,
                Instant.EPOCH);
    }

    /** Found in 143 places by 1,500 seeds: two hosts, of which one packs a day and the other meets trouble with it. */
    @Test
    void troubleDoesNotTakeAwayWhatIsPublished() {
        PartitionEntry packed = entry(Status.SUCCESS, 7, Optional.of("e1"), Optional.empty());
        PartitionEntry failed = entry(Status.FAILED, 0, Optional.empty(), Optional.of("store_unreachable"));

        PartitionEntry recorded = DayOutcomes.recorded(Optional.empty(), packed, failed);

        assertEquals(entry(Status.FAILED, 7, Optional.of("e1"), Optional.of("store_unreachable")), recorded);
    }

    @Test
    void allElseIsRecordedAsItIsGiven() {
        PartitionEntry packed = entry(Status.SUCCESS, 7, Optional.of("e1"), Optional.empty());
        PartitionEntry again = entry(Status.SUCCESS, 9, Optional.of("e2"), Optional.empty());
        PartitionEntry failed = entry(Status.FAILED, 0, Optional.empty(), Optional.of("defect"));
        PartitionEntry without = entry(Status.NO_FILES, 0, Optional.empty(), Optional.empty());
        assertEquals(again, DayOutcomes.recorded(Optional.of(packed), packed, again));
        assertEquals(failed, DayOutcomes.recorded(Optional.empty(), without, failed));
        assertEquals(without, DayOutcomes.recorded(Optional.of(packed), packed, without));
    }

    /** Recorded long after the lease was given back, and another host has packed and recorded the day in between. */
    @Test
    void whatAnotherHostSaysOfAnotherFileLeavesTheDayOpen() {
        PartitionEntry ours = entry(Status.SUCCESS, 7, Optional.of("e1"), Optional.empty());
        PartitionEntry theirs = entry(Status.SUCCESS, 9, Optional.of("e2"), Optional.empty());
        PartitionEntry bad = entry(Status.QUARANTINE, 0, Optional.empty(), Optional.of("corrupt_part"));

        assertEquals(
                entry(Status.IN_PROGRESS, 7, Optional.of("e1"), Optional.empty()),
                DayOutcomes.recorded(Optional.empty(), theirs, ours));
        assertEquals(
                entry(Status.IN_PROGRESS, 9, Optional.of("e2"), Optional.of("corrupt_part")),
                DayOutcomes.recorded(Optional.of(ours), theirs, bad));
        assertEquals(ours, DayOutcomes.recorded(Optional.empty(), ours, ours));
        assertEquals(ours, DayOutcomes.recorded(Optional.of(theirs), theirs, ours));
    }

    /** Met beside one file, it says nothing of another. */
    @Test
    void aRemarkOnNewerPartsIsRecordedBesideTheVeryFileOnly() {
        PartitionEntry packed = entry(Status.SUCCESS, 7, Optional.of("e1"), Optional.empty());
        PartitionEntry remarked = entry(Status.SUCCESS, 7, Optional.of("e1"), Optional.of("corrupt_part"));
        PartitionEntry theirs = entry(Status.SUCCESS, 9, Optional.of("e2"), Optional.empty());
        PartitionEntry open = entry(Status.IN_PROGRESS, 7, Optional.of("e1"), Optional.empty());
        assertEquals(remarked, DayOutcomes.recorded(Optional.of(packed), packed, remarked));
        assertEquals(theirs, DayOutcomes.recorded(Optional.of(packed), theirs, remarked));
        assertEquals(open, DayOutcomes.recorded(Optional.of(packed), open, remarked));
        assertEquals(packed, DayOutcomes.recorded(Optional.of(remarked), remarked, packed));
    }
}
