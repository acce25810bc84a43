package dev.daypack.discover;

import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;

/** One day (UTC) of one partition: the unit of planning, lease and commit. */
public record PartitionDay(Partition partition, LocalDate date) implements Comparable<PartitionDay> {

    private static final Comparator<PartitionDay> ORDER =
            Comparator.comparing(PartitionDay::date).thenComparing(PartitionDay::partition);

    /** {@code binance/bbo/btcusdt/20260126}: the key in the state document. */
    public String stateKey() {
        return partition + "/" + date.format(DateTimeFormatter.BASIC_ISO_DATE);
    }

    @Override
    public String toString() {
        return stateKey();
    }

    /** By day, then by partition. */
    @Override
    public int compareTo(PartitionDay other) {
        return ORDER.compare(this, other);
    }
}
