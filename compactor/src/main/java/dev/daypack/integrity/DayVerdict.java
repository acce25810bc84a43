package dev.daypack.integrity;

import dev.daypack.discover.PartitionDay;
import dev.daypack.report.Failure;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What came of checking one partition-day.
 *
 * @param rows in the published object
 * @param sizeBytes of the published object
 * @param seconds it took
 * @param deviations what is not as claimed; some exactly if it deviates
 * @param remarks what people should know besides, not escaped
 * @param failure why it could not be checked; present exactly if it failed
 */
public record DayVerdict(
        PartitionDay day,
        Standing standing,
        long rows,
        long sizeBytes,
        double seconds,
        List<Deviation> deviations,
        List<String> remarks,
        Optional<Failure> failure) {

    /** How a partition-day stands. */
    public enum Standing {
        /** Everything is as claimed. */
        SOUND,
        /** Everything is as claimed, but another program made it, and it claims little. */
        UNPROVEN,
        /** Something is not as claimed. */
        DEVIATES,
        /** It could not be checked: a store, the disk or memory failed. */
        FAILED,
        /** Nothing is published under its prefix, and nothing says that there is. */
        EMPTY,
        /** The run was stopped before its turn. */
        STOPPED;

        /** As documents have it. */
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** Whether somebody should look. */
        public boolean isTrouble() {
            return this == DEVIATES || this == FAILED;
        }
    }

    public DayVerdict {
        deviations = List.copyOf(deviations);
        remarks = List.copyOf(remarks);
        if (deviations.isEmpty() == (standing == Standing.DEVIATES)
                || failure.isPresent() != (standing == Standing.FAILED)) {
            throw new IllegalArgumentException(standing + " of " + day + " with " + deviations.size() + " deviations");
        }
    }

    static DayVerdict stopped(PartitionDay day) {
        return new DayVerdict(day, Standing.STOPPED, 0, 0, 0, List.of(), List.of(), Optional.empty());
    }

    static DayVerdict failed(PartitionDay day, Failure failure, double seconds) {
        return new DayVerdict(day, Standing.FAILED, 0, 0, seconds, List.of(), List.of(), Optional.of(failure));
    }
}
