package dev.daypack.integrity;

import dev.daypack.discover.PartitionDay;
import dev.daypack.publish.ReapedRecord;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;

/**
 * What to do about a partition-day that is not as it should be.
 *
 * @param day which
 * @param reaped the record of its raw parts' deletion, if they were reaped
 */
record Remedies(PartitionDay day, Optional<ReapedRecord> reaped) {

    private static final List<String> FIELDS = List.of("exchange", "stream", "symbol");

    /** The object, or what is derived from it, is to be made again. */
    String packAgain() {
        return reaped.map(Remedies::restore).orElseGet(() -> "daypack backfill" + flags() + " --overwrite");
    }

    private static String restore(ReapedRecord record) {
        LocalDate date = LocalDate.ofInstant(record.reapedAt(), ZoneOffset.UTC);
        return "restore the object from a backup or an older version in the bucket; its raw parts were reaped on "
                + date + ", so it cannot be packed again";
    }

    /** The state is to be brought in line with what is published. */
    String repairState() {
        return "daypack fsck --repair brings the state in line with what is published";
    }

    /** Raw has parts that were not packed. */
    String packLateParts() {
        return "daypack backfill" + flags() + " --overwrite packs what is there now";
    }

    /** This day and this partition only. */
    private String flags() {
        String date = day.date().format(DateTimeFormatter.BASIC_ISO_DATE);
        StringBuilder flags = new StringBuilder(" --date-from " + date + " --date-to " + date);
        for (String field : FIELDS) {
            day.partition()
                    .value(field)
                    .ifPresent(value ->
                            flags.append(" --").append(field).append("s ").append(value));
        }
        return flags.toString();
    }
}
