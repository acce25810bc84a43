package dev.daypack.simulation;

import dev.daypack.store.Condition;
import java.util.Arrays;
import java.util.function.Supplier;

/**
 * Defects that a program of this kind could have, most of which its predecessor had. Each stands between the real parts
 * of the program, in the place of a call.
 */
enum PlantedBug {
    LOST_IF_MATCH(
            "the commit over an older file has no condition",
            () -> StoreBugs.unconditionalCommit(Condition.Matches.class)),
    LOST_IF_NONE_MATCH(
            "the commit of a new file has no condition", () -> StoreBugs.unconditionalCommit(Condition.Absent.class)),
    NO_SECOND_LISTING("inputs are not listed again before the commit", StoreBugs::withoutSecondListing),
    DELETE_BEFORE_COMMIT(
            "the old file is deleted, then the new one is written", () -> StoreBugs.compact(StoreBugs::deletingFirst)),
    COPY_AND_DELETE("files are promoted one by one by copy and delete", () -> StoreBugs.compact(StoreBugs::copying)),
    CUT_FILE(
            "the last bytes of the file are not sent",
            () -> RowBugs.bytes(whole -> Arrays.copyOf(whole, whole.length - 7))),
    ROW_LOST("a row is lost, and the program's own counter does not see it", () -> RowBugs.rows(RowBugs::loseOne)),
    ROW_TWICE("a row is taken twice", () -> RowBugs.rows(RowBugs::takeOneTwice)),
    EQUAL_KEYS_EXCHANGED("rows of equal keys are exchanged", () -> RowBugs.rows(RowBugs::exchangeEqualKeys)),
    LEFT_UNSORTED("rows of a part that is out of order stay so", () -> RowBugs.rows(RowBugs::leaveUnsorted)),
    SEQ_FROM_ONE("seq begins with 1", () -> RowBugs.rows(RowBugs::countFromOne)),
    MAPPED_BY_POSITION("values are mapped by position", () -> RowBugs.rows(RowBugs::mapByPosition)),
    PART_DROPPED("a part whose download fails is left out", () -> StoreBugs.raw(StoreBugs::droppingWhatFails)),
    ONE_PAGE_LISTED("of a listing only the first page is read", () -> StoreBugs.raw(StoreBugs::listingOnePage)),
    NEVER_LOOKS_AGAIN("a day once seen never gets its late parts", StoreBugs::neverLookingAgain),
    RAW_TIDIED("what is no part is deleted from raw", () -> StoreBugs.raw(StoreBugs::tidyingRaw)),
    STATE_WITHOUT_SWAP(
            "the state is written whatever stands there",
            () -> StoreBugs.unconditionalPut(StateRules.KEY::equals, Condition.Matches.class)),
    STATE_TAKEN_FOR_EMPTY(
            "a state that cannot be read is an empty one", () -> StoreBugs.compact(StoreBugs::takingTroubleForNothing)),
    WATERMARK_PAST_FAILURES(
            "the watermark does not look at statuses", () -> StoreBugs.compact(StoreBugs::countingDaysThatFailed)),
    HOST_CLOCK_TRUSTED(
            "which day is over is told by the host's clock alone",
            () -> StoreBugs.compact(StoreBugs::trustingItsClock)),
    LEASE_BY_WALL_CLOCK(
            "leases are judged by another host's clock, and deleted",
            () -> StoreBugs.compact(StoreBugs::judgingLeasesByClock)),
    LEASE_STOLEN("a lease is taken over at first sight", () -> StoreBugs.compact(StoreBugs::stealingLeases)),
    LEASE_CLOCK_STOPPED("leases of the dead are never taken over", StoreBugs::stoppedClock),
    LEASE_RENEWED_BLINDLY(
            "a lease is renewed whoever has it by now",
            () -> StoreBugs.unconditionalPut(key -> key.startsWith(StoreBugs.LOCKS), Condition.Matches.class)),
    LEASE_NOT_WAITED_FOR("who gets no lease works without", () -> StoreBugs.compact(StoreBugs::workingUnlocked)),
    LEASES_LEFT("leases are not given back", () -> StoreBugs.compact(StoreBugs::keepingLeases)),
    UPLOADS_LEFT("uploads of the dead are never removed", () -> StoreBugs.compact(StoreBugs::keepingUploads)),
    SIDECAR_OF_ANOTHER_DAY(
            "meta.json is that of another day", () -> StoreBugs.compact(StoreBugs::writingOthersSidecars)),
    SIDECAR_OF_ANOTHER_FILE(
            "a meta.json that is there is not written again", () -> StoreBugs.compact(StoreBugs::keepingSidecars)),
    QUARANTINE_FOR_ANYTHING("throttling quarantines", () -> StoreBugs.raw(StoreBugs::blamingTheContent)),
    BROKEN_WINDOW_SKIPPED(
            "a quality window that cannot be read is skipped", () -> StoreBugs.raw(StoreBugs::skippingBrokenWindows)),
    EVIDENCE_IGNORED("quality windows are not looked at", () -> StoreBugs.raw(StoreBugs::ignoringEvidence)),
    DAYS_SHARE_A_FIELD(
            "days side by side share the field for what was committed last",
            () -> StoreBugs.compact(RunBugs::sharingAField)),
    WAKES_NOBODY("a day that ends, or gives memory back, wakes nobody", RunBugs::wakingNobody),
    RANK_LOST_IN_SCRATCH("rows of equal keys that were spilled come back in another order", RunBugs::forgettingRanks),
    SCRATCH_OVERWRITTEN("in scratch space one block lies over another", RunBugs::overwritingScratch),
    MONTH_FORGETS("an entry is lost on its way into a month", () -> StoreBugs.compact(RunBugs::forgettingAnEntry)),
    MONTH_AFTER_HEAD(
            "the state drops entries before they stand in a month",
            () -> StoreBugs.compact(RunBugs::writingTheHeadFirst)),
    LOST_SWAP_IGNORED(
            "who loses the swap of the state does not try again", () -> StoreBugs.compact(RunBugs::losingSwaps)),
    DAY_NOT_REOPENED(
            "a day goes on being done while it is published anew", () -> StoreBugs.compact(RunBugs::neverReopening)),
    OLD_GENERATION_KEPT(
            "the entry of a day that is packed again is that of the old file",
            () -> StoreBugs.compact(RunBugs::keepingOldGenerations));

    private final String what;
    private final Supplier<Tampering> tampering;

    PlantedBug(String what, Supplier<Tampering> tampering) {
        this.what = what;
        this.tampering = tampering;
    }

    /** In words. */
    String what() {
        return what;
    }

    /** For one simulation. */
    Tampering plant() {
        return tampering.get();
    }
}
