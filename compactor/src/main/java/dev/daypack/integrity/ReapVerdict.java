package dev.daypack.integrity;

import dev.daypack.discover.PartitionDay;
import java.util.List;
import java.util.Locale;

/**
 * What came of giving up the raw parts of one partition-day.
 *
 * @param parts of its manifest that were there when it was listed
 * @param sizeBytes of them
 * @param deletedParts how many were deleted
 * @param deletedBytes of them
 * @param reason why it ended so, not escaped
 * @param deviations why it was kept, if the proof failed
 */
public record ReapVerdict(
        PartitionDay day,
        Ending ending,
        long parts,
        long sizeBytes,
        long deletedParts,
        long deletedBytes,
        String reason,
        List<Deviation> deviations) {

    /** How a partition-day ended. */
    public enum Ending {
        /** Its parts are gone, and the record says so. */
        REAPED,
        /** Its parts would be deleted, if the proof succeeds. */
        WOULD,
        /** Nothing, or nothing more, was deleted: what is published, or what raw has, is not what it should be. */
        KEPT,
        /** Another run works on it. */
        LOCKED,
        /** A store, the disk or memory failed; the next run goes on. */
        FAILED,
        /** The run was stopped before its end; the next run goes on. */
        STOPPED;

        /** As documents have it. */
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** Whether somebody should look. */
        public boolean isTrouble() {
            return this == KEPT || this == FAILED;
        }
    }

    public ReapVerdict {
        deviations = List.copyOf(deviations);
    }

    /** The same, with another reason. */
    ReapVerdict withReason(String other) {
        return new ReapVerdict(day, ending, parts, sizeBytes, deletedParts, deletedBytes, other, deviations);
    }

    static ReapVerdict nothing(PartitionDay day, Ending ending, String reason) {
        return new ReapVerdict(day, ending, 0, 0, 0, 0, reason, List.of());
    }
}
