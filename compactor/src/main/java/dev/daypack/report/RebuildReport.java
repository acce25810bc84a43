package dev.daypack.report;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/**
 * What came of making the state again. Partition-days are named by their state keys.
 *
 * @param trouble why the state could not be used before; empty if it could, or if there was none
 * @param hadState whether anything could be read of one
 * @param isWritten whether it was changed; empty for a dry run
 * @param keptAs keys of the objects that hold what was replaced
 * @param published files that have an entry now
 * @param added partition-days that had no entry
 * @param corrected whose entry said something else
 * @param gone whose entry claimed a file that is not there; tried again by the next run
 * @param unreadable whose file says nothing that could be recorded; their entries stay as they are
 * @param kept how many entries of each status stayed that have no file
 * @param watermarkBefore, watermarkAfter {@code last_compacted_date}
 * @param blockedBy the first partition-day that keeps the watermark from going on
 * @param notes what could not be known
 */
public record RebuildReport(
        Optional<String> trouble,
        boolean hadState,
        Optional<Boolean> isWritten,
        List<String> keptAs,
        int published,
        List<String> added,
        List<String> corrected,
        List<String> gone,
        List<String> unreadable,
        SortedMap<String, Integer> kept,
        Optional<LocalDate> watermarkBefore,
        Optional<LocalDate> watermarkAfter,
        Optional<String> blockedBy,
        List<String> notes) {

    public RebuildReport {
        keptAs = List.copyOf(keptAs);
        added = List.copyOf(added);
        corrected = List.copyOf(corrected);
        gone = List.copyOf(gone);
        unreadable = List.copyOf(unreadable);
        notes = List.copyOf(notes);
    }

    /** Whether somebody has to look at something. */
    public boolean isClean() {
        return gone.isEmpty() && unreadable.isEmpty();
    }
}
